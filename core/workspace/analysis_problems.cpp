// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/analysis_problems.h"

#include "core/lsp/lsp_client.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/workspace.h"

#include <QDir>

namespace studio {

namespace {

constexpr qsizetype maxProblems = 500; ///< of one file …
constexpr int maxFiles = 2'000;        ///< … and files that have some

Severity severityOf(lsp::DiagnosticSeverity severity)
{
    return severity == lsp::DiagnosticSeverity::Error     ? Severity::Error
           : severity == lsp::DiagnosticSeverity::Warning ? Severity::Warning
                                                          : Severity::Note;
}

} // namespace

AnalysisProblems::AnalysisProblems(Workspace *workspace, const lsp::LspClient *client)
    : m_workspace(workspace), m_client(client)
{
}

void AnalysisProblems::take(const QString &path, const QList<lsp::Diagnostic> &diagnostics)
{
    const QString file = QDir(m_workspace->folder()).relativeFilePath(path);
    const bool isOutside = file.startsWith(QLatin1String("../"));
    if (isOutside || (m_files.size() >= maxFiles && !m_files.contains(file))) {
        return;
    }
    QList<Diagnostic> all;
    for (const lsp::Diagnostic &one : diagnostics) {
        if (one.severity == lsp::DiagnosticSeverity::Hint) {
            continue; // nothing is wrong there
        }
        if (all.size() == maxProblems) {
            break;
        }
        const lsp::Range range = m_client->inCharacters(path, one.range);
        all << Diagnostic{.severity = severityOf(one.severity),
                          .code = one.code,
                          .message = one.message,
                          .file = file,
                          .line = range.start.line + 1,
                          .column = range.start.character + 1,
                          .endLine = range.end.line + 1,
                          .endColumn = range.end.character + 1,
                          .rendered = one.rendered,
                          .help = {}};
    }
    all.isEmpty() ? (void)m_files.remove(file) : (void)m_files.insert(file);
    m_workspace->diagnostics()->replace(DiagnosticList::Source::LanguageServer, file, all);
}

void AnalysisProblems::clear()
{
    m_files.clear();
    m_workspace->diagnostics()->clear(DiagnosticList::Source::LanguageServer);
}

} // namespace studio
