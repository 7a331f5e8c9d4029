// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/analysis_problems.h"

#include "core/lsp/lsp_client.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/workspace.h"

#include <QDir>
#include <QUrl>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxProblems = 500; ///< of one file …
constexpr int maxFiles = 2'000;        ///< … and files that have some
constexpr qsizetype maxNotes = 20;     ///< of one problem
constexpr qsizetype maxEdits = 4'000; ///< of a file between two checks; what is said of the text before is dropped then

Severity severityOf(lsp::DiagnosticSeverity severity)
{
    return severity == lsp::DiagnosticSeverity::Error     ? Severity::Error
           : severity == lsp::DiagnosticSeverity::Warning ? Severity::Warning
                                                          : Severity::Note;
}

bool isOfCompiler(const lsp::Diagnostic &one)
{
    return one.source == QLatin1String("rustc") || one.source == QLatin1String("clippy");
}

QList<lsp::Diagnostic> shifted(const QList<lsp::Diagnostic> &all, const PlaceShift &edits)
{
    QList<lsp::Diagnostic> moved;
    for (const lsp::Diagnostic &one : all) {
        const lsp::Range &range = one.range; // rust-analyzer counts in bytes, as it was asked to
        const auto now =
            edits.shifted({{range.start.line, range.start.character}, {range.end.line, range.end.character}});
        if (now) {
            moved << one;
            moved.back().range = {{now->start.line, now->start.byte}, {now->end.line, now->end.byte}};
        }
    }
    return moved;
}

} // namespace

/// Places are as the server gave them: where they are in a file, only its text tells.
QList<DiagnosticNote> AnalysisProblems::notesOf(const lsp::Diagnostic &one) const
{
    QList<DiagnosticNote> notes;
    for (const auto &[location, words] : one.related.first(std::min(one.related.size(), maxNotes))) {
        const QString path = QUrl(location.uri).toLocalFile();
        const QString file = path.isEmpty() ? QString() : fileOf(path);
        DiagnosticNote note{.message = words, .spans = {}};
        if (!file.isEmpty() && !file.startsWith(QLatin1String("../"))) {
            const lsp::Range range = m_client->inCharacters(path, location.range);
            note.spans << DiagnosticSpan{.file = file,
                                         .line = range.start.line + 1,
                                         .column = range.start.character + 1,
                                         .endLine = range.end.line + 1,
                                         .endColumn = range.end.character + 1,
                                         .isPrimary = true,
                                         .label = {},
                                         .macros = {}};
        }
        notes << note;
    }
    return notes;
}

AnalysisProblems::AnalysisProblems(Workspace *workspace, const lsp::LspClient *client)
    : m_workspace(workspace), m_client(client)
{
}

QString AnalysisProblems::fileOf(const QString &path) const
{
    return QDir(m_workspace->folder()).relativeFilePath(path);
}

void AnalysisProblems::take(const QString &path, const QList<lsp::Diagnostic> &diagnostics)
{
    const bool isOutside = fileOf(path).startsWith(QLatin1String("../"));
    if (isOutside || (m_files.size() >= maxFiles && !m_files.contains(path))) {
        return;
    }
    QList<lsp::Diagnostic> own;
    QList<lsp::Diagnostic> checked;
    bool isUnlinked = false;
    for (const lsp::Diagnostic &one : diagnostics) {
        isUnlinked = isUnlinked || one.code == QLatin1String("unlinked-file");
        if (one.severity == lsp::DiagnosticSeverity::Hint) {
            continue; // nothing is wrong there
        }
        if (own.size() + checked.size() == maxProblems) {
            break;
        }
        (isOfCompiler(one) ? checked : own) << one;
    }
    File &file = m_files[path];
    file.own = own;
    file.isUnlinked = isUnlinked;
    if (file.checked != checked) {
        file.checked = checked;
        setMoved(path, file);
    }
    show(path, file);
    if (diagnostics.isEmpty()) {
        m_files.remove(path);
    }
}

void AnalysisProblems::setMoved(const QString &path, File &file)
{
    const PlaceShift edits = m_edits.value(path);
    file.moved = edits.size() < maxEdits ? shifted(file.checked, edits) : QList<lsp::Diagnostic>();
    file.isEdited = true;
}

void AnalysisProblems::show(const QString &path, File &file)
{
    file.isEdited = false;
    QList<Diagnostic> all;
    for (const lsp::Diagnostic &one : file.own + file.moved) {
        const lsp::Range range = m_client->inCharacters(path, one.range);
        all << Diagnostic{.severity = severityOf(one.severity),
                          .code = one.code,
                          .message = one.message,
                          .file = fileOf(path),
                          .line = range.start.line + 1,
                          .column = range.start.character + 1,
                          .endLine = range.end.line + 1,
                          .endColumn = range.end.character + 1,
                          .rendered = one.rendered,
                          .help = {},
                          .notes = notesOf(one)};
    }
    m_workspace->diagnostics()->replace(DiagnosticList::Source::LanguageServer, fileOf(path), all);
}

void AnalysisProblems::edit(const QString &path, const TextChange &change)
{
    m_outdated.insert(path);
    if (PlaceShift &edits = m_edits[path]; edits.size() < maxEdits) {
        edits.add(change);
    }
    const auto file = m_files.find(path);
    if (file != m_files.end() && !(file->own.isEmpty() && file->moved.isEmpty())) {
        PlaceShift last;
        last.add(change);
        file->own = shifted(file->own, last); // until the server has read the text again
        file->moved = m_edits[path].size() < maxEdits ? shifted(file->moved, last) : QList<lsp::Diagnostic>();
        file->isEdited = true;
    }
}

void AnalysisProblems::forgetEdits(const QString &path)
{
    m_edits.remove(path);
}

void AnalysisProblems::showEdited()
{
    for (auto [path, file] : m_files.asKeyValueRange()) {
        if (file.isEdited) {
            show(path, file);
        }
    }
}

void AnalysisProblems::beginCheck()
{
    m_edits.clear();
}

void AnalysisProblems::endCheck()
{
    m_outdated.intersect(QSet<QString>(m_edits.keyBegin(), m_edits.keyEnd()));
    for (auto [path, file] : m_files.asKeyValueRange()) {
        const QList<lsp::Diagnostic> before = file.moved;
        setMoved(path, file);
        file.isEdited = file.moved != before;
    }
    showEdited();
}

void AnalysisProblems::clear()
{
    m_files.clear();
    m_edits.clear();
    m_outdated.clear();
    m_workspace->diagnostics()->clear(DiagnosticList::Source::LanguageServer);
}

bool AnalysisProblems::hasSyntaxError() const
{
    return std::ranges::any_of(m_files, [](const File &file) {
        return !file.isUnlinked &&
               std::ranges::contains(file.own, QLatin1String("syntax-error"), &lsp::Diagnostic::code);
    });
}

} // namespace studio
