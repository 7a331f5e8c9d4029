// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_fixes.h"

#include "core/base/lifetime.h"
#include "core/workspace/build_output.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/project_changes.h"
#include "core/workspace/workspace.h"

#include <QDir>
#include <QScopeGuard>
#include <QSet>

#include <algorithm>
#include <map>
#include <optional>

namespace studio {

namespace {

constexpr qsizetype maxFixEdits = 4'000;  ///< of a file since the compile; more are not followed
constexpr qsizetype maxFixText = 4 << 20; ///< bytes of a file

/// Bytes before the character `column`, from 1, of a line; nothing behind its end.
std::optional<int> byteOf(QStringView line, int column)
{
    int characters = 1;
    qsizetype at = 0;
    while (at < line.size() && characters < column) {
        at += line[at].isHighSurrogate() && at + 1 < line.size() ? 2 : 1;
        ++characters;
    }
    return characters == column ? std::optional(static_cast<int>(line.first(at).toUtf8().size())) : std::nullopt;
}

QString keyOf(const DiagnosticSuggestion &suggestion)
{
    QString key = suggestion.message;
    for (const DiagnosticEdit &edit : suggestion.edits) {
        key += QStringLiteral("\n%1:%2:%3:").arg(edit.file).arg(edit.line).arg(edit.column) + edit.text;
    }
    return key;
}

/// A file as its suggestions change it.
class FixedFile
{
public:
    FixedFile(const QString &text, PlaceShift edits)
        : m_text(text.toUtf8())
        , m_lines(m_text.split('\n'))
        , m_isCrLf(text.contains(QLatin1String("\r\n")))
        , m_shift(std::move(edits))
    {
    }

    /// Where the edit is now; nothing where its text is another.
    [[nodiscard]] std::optional<TextChange> changeOf(const DiagnosticEdit &edit, bool isOfCompile) const
    {
        const QStringList source = edit.sourceLines.split(u'\n');
        const auto start = byteOf(source.front(), edit.column);
        const auto end = byteOf(source.back(), edit.endColumn);
        const bool hasPlace = edit.line > 0 && edit.endLine - edit.line == source.size() - 1;
        if (!hasPlace || !start || !end || (source.size() == 1 && *end < *start)) {
            return {};
        }
        std::optional<TextRange> range = TextRange{{edit.line - 1, *start}, {edit.endLine - 1, *end}};
        if (isOfCompile) {
            range = m_shift.size() < maxFixEdits ? m_shift.shifted(*range) : std::nullopt;
        }
        if (!range || (!isAtStart(edit) && !isAt(*range, source, *start))) {
            return {};
        }
        QByteArray text = edit.text.toUtf8();
        if (m_isCrLf) {
            text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        const bool isMade = isAtStart(edit) && m_text.startsWith(text); // of which no line tells
        return isMade ? std::nullopt : std::optional(TextChange{*range, text});
    }

    /// Whether nothing was to be changed there yet.
    [[nodiscard]] bool isFree(const TextChange &change) const
    {
        return std::ranges::none_of(m_changes, [&](const TextChange &one) {
            const TextRange &a = one.range;
            const TextRange &b = change.range;
            return a.start == b.start || (a.start < b.end && b.start < a.end);
        });
    }
    [[nodiscard]] bool has(const TextChange &change) const { return m_changes.contains(change); }
    void add(const TextChange &change) { m_changes << change; }
    [[nodiscard]] std::optional<DocumentChange> change(const QString &path) const
    {
        const auto after = changedText(m_text, m_changes);
        if (m_changes.isEmpty() || !after) {
            return {};
        }
        return DocumentChange{.path = path, .newPath = path, .before = m_text, .after = *after, .edits = m_changes};
    }

private:
    /// rustc does not show the line of what it puts before the first character of a file.
    static bool isAtStart(const DiagnosticEdit &edit)
    {
        return edit.sourceLines.isEmpty() && edit.line == 1 && edit.column == 1 && edit.endLine == 1 &&
               edit.endColumn == 1;
    }
    [[nodiscard]] bool isAt(const TextRange &range, const QStringList &source, int startByte) const
    {
        if (range.end.line - range.start.line != source.size() - 1 || range.start.byte != startByte) {
            return false;
        }
        for (qsizetype at = 0; at < source.size(); ++at) {
            QByteArray line = m_lines.value(range.start.line + at);
            if (line.endsWith('\r')) {
                line.chop(1);
            }
            if (range.start.line + at >= m_lines.size() || line != source[at].toUtf8()) {
                return false;
            }
        }
        return true;
    }

    QByteArray m_text;
    QByteArrayList m_lines;
    bool m_isCrLf;
    PlaceShift m_shift;
    QList<TextChange> m_changes;
};

class FixPlanner
{
public:
    FixPlanner(const QString &folder, const std::function<Result<QString>(const QString &)> &textOf,
               const QHash<QString, PlaceShift> &edits)
        : m_root(folder + u'/'), m_textOf(textOf), m_edits(edits)
    {
    }

    /// Whether all of it is made now.
    bool add(const PlacedSuggestion &wanted)
    {
        QList<std::pair<FixedFile *, TextChange>> changes;
        for (const DiagnosticEdit &edit : wanted.suggestion.edits) {
            FixedFile *const file = fileOf(edit.file);
            const auto change = file ? file->changeOf(edit, wanted.isOfCompile) : std::nullopt;
            if (!change || (!file->has(*change) && !file->isFree(*change))) {
                return false;
            }
            changes.append({file, *change});
        }
        for (const auto &[file, change] : std::as_const(changes)) {
            if (!file->has(change)) { // of two targets the compiler says the same
                file->add(change);
            }
        }
        return !changes.isEmpty();
    }

    [[nodiscard]] QList<DocumentChange> changes() const
    {
        QList<DocumentChange> all;
        for (const auto &[path, file] : m_files) {
            if (const auto change = file ? file->change(path) : std::nullopt) {
                all << *change;
            }
        }
        return all;
    }

private:
    /// Null for what is no Rust file of the project, or cannot be read: anything can be written in a message.
    FixedFile *fileOf(const QString &file)
    {
        const QString path = QDir::cleanPath(m_root + file);
        if (file.isEmpty() || file.startsWith(u'/') || !path.startsWith(m_root) ||
            !path.endsWith(QLatin1String(".rs"))) {
            return nullptr;
        }
        const auto known = m_files.find(path);
        if (known != m_files.end()) {
            return known->second ? &*known->second : nullptr;
        }
        std::optional<FixedFile> &fresh = m_files[path];
        if (const auto text = m_textOf(path); text && text->size() <= maxFixText) {
            fresh.emplace(*text, m_edits.value(path));
        }
        return fresh ? &*fresh : nullptr;
    }

    QString m_root;
    std::function<Result<QString>(const QString &)> m_textOf;
    QHash<QString, PlaceShift> m_edits;
    std::map<QString, std::optional<FixedFile>> m_files; ///< by path; whose addresses stay
};

} // namespace

FixPlan planFixes(const QString &folder, const QList<PlacedSuggestion> &suggestions,
                  const std::function<Result<QString>(const QString &path)> &textOf,
                  const QHash<QString, PlaceShift> &edits)
{
    FixPlanner planner(folder, textOf, edits);
    FixPlan plan;
    for (const PlacedSuggestion &one : suggestions) {
        ++(planner.add(one) ? plan.made : plan.left);
    }
    plan.changes = planner.changes();
    return plan;
}

DiagnosticFixes::DiagnosticFixes(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    connect(workspace->documents(), &DocumentStore::documentEdited, this, &DiagnosticFixes::noteEdit);
    connect(workspace->output(), &BuildOutput::begun, this, [this] { m_edits.clear(); });
    connect(workspace, &Workspace::opened, this, [this] { m_edits.clear(); });
}

void DiagnosticFixes::noteEdit(const QString &path, const TextChange &change)
{
    if (PlaceShift &edits = m_edits[path]; edits.size() < maxFixEdits) {
        edits.add(change);
    }
}

Task<FixPlan> DiagnosticFixes::apply(QList<DiagnosticSuggestion> suggestions)
{
    ProjectChanges *const changes = m_workspace->documents()->changes();
    if (!changes || m_isBusy) {
        co_return fail(ErrorCode::FailedPrecondition, changes ? tr("Another change is being made.")
                                                              : tr("No editor is there that could change the files."));
    }
    QSet<QString> compiled;
    const DiagnosticList *const found = m_workspace->diagnostics();
    for (const Diagnostic &one :
         found->of(DiagnosticList::Source::Compiler) + found->of(DiagnosticList::Source::Clippy)) {
        for (const DiagnosticSuggestion &suggestion : one.suggestions) {
            compiled.insert(keyOf(suggestion));
        }
    }
    QList<PlacedSuggestion> placed;
    for (const DiagnosticSuggestion &one : std::as_const(suggestions)) {
        placed << PlacedSuggestion{one, compiled.contains(keyOf(one))};
    }
    const FixPlan plan = planFixes(
        m_workspace->folder(), placed, [this](const QString &path) { return m_workspace->documents()->text(path); },
        m_edits);
    if (plan.changes.isEmpty()) {
        co_return fail(ErrorCode::FailedPrecondition,
                       tr("The text has changed since it was compiled, so nothing was changed. Compile it again."));
    }
    const QString label =
        suggestions.size() == 1 ? suggestions.front().message.section(u'\n', 0, 0) : tr("Suggestions of the compiler");
    m_isBusy = true;
    const auto freed = qScopeGuard([self = QPointer(this)] {
        if (self) {
            self->m_isBusy = false;
        }
    });
    const auto applied = co_await whileAlive(this, changes->apply(label, plan.changes, ProjectChanges::Saving::Never));
    if (!applied) {
        co_return std::unexpected(applied.error());
    }
    co_return plan;
}

QList<DiagnosticSuggestion> certainFixes(const QList<Diagnostic> &diagnostics)
{
    QList<DiagnosticSuggestion> certain;
    for (const Diagnostic &one : diagnostics) {
        const auto found = std::ranges::find(one.suggestions, true, &DiagnosticSuggestion::isCertain);
        if (found != one.suggestions.end()) {
            certain << *found;
        }
    }
    return certain;
}

} // namespace studio
