// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/workspace_edit_plan.h"

#include "core/lsp/lsp_client.h"
#include "core/lsp/lsp_document.h"
#include "core/workspace/document_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <limits>

namespace studio {

namespace {

constexpr qsizetype maxFilesOfEdit = 5'000;

QString planText(const char *text)
{
    return QCoreApplication::translate("studio::WorkspaceEditPlan", text);
}

/// Through links, also of a path that does not exist yet.
QString resolvedPath(const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    QString existing = clean;
    while (!QFileInfo::exists(existing) && existing.size() > 1) {
        existing = QFileInfo(existing).path();
    }
    const QString canonical = QFileInfo(existing).canonicalFilePath();
    return QDir::cleanPath(canonical + QLatin1Char('/') + clean.sliced(existing.size()));
}

/// A snippet of a file's edits.
struct SnippetPart
{
    qsizetype edit; ///< its number
    lsp::Snippet snippet;
};

class EditPlanner
{
public:
    explicit EditPlanner(const WorkspaceEditContext &context)
        : m_context(context), m_root(QFileInfo(context.rootFolder).canonicalFilePath())
    {
    }

    Result<WorkspaceEditPlan> plan(const lsp::WorkspaceEdit &edit)
    {
        for (const lsp::FileEdit &file : edit.files) {
            if (const auto taken = take(file); !taken) {
                return std::unexpected(taken.error());
            }
        }
        return std::move(m_plan);
    }

private:
    Result<void> take(const lsp::FileEdit &file)
    {
        const auto path = checked(file.uri);
        if (!path) {
            return std::unexpected(path.error());
        }
        switch (file.kind) {
        case lsp::FileEdit::Kind::Text:
            return edit(*path, file);
        case lsp::FileEdit::Kind::Create:
            return create(*path, file);
        case lsp::FileEdit::Kind::Rename:
            return rename(*path, file);
        case lsp::FileEdit::Kind::Delete:
            break;
        }
        return fail(ErrorCode::InvalidArgument,
                    planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan",
                                               "The language server wants to delete %1. Nothing was changed; delete it "
                                               "in the project tree if it is not needed."))
                        .arg(shown(*path)));
    }

    [[nodiscard]] QString shown(const QString &path) const
    {
        return path.startsWith(m_context.rootFolder + QLatin1Char('/')) ? path.sliced(m_context.rootFolder.size() + 1)
                                                                        : path;
    }

    [[nodiscard]] Result<QString> checked(const QString &uri) const
    {
        const QString path = QDir::cleanPath(lsp::LspClient::path(uri));
        const bool isInside = !m_root.isEmpty() && QFileInfo(path).isAbsolute() &&
                              resolvedPath(path).startsWith(m_root + QLatin1Char('/'));
        if (!isInside) {
            return fail(ErrorCode::PermissionDenied,
                        planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan",
                                                   "The language server wants to change %1, which is not in the "
                                                   "project. Nothing was changed."))
                            .arg(path.isEmpty() ? uri.first(std::min<qsizetype>(uri.size(), 200)) : path));
        }
        return path;
    }

    /// The file as the steps before left it.
    Result<DocumentChange *> fileAt(const QString &path)
    {
        const auto known = std::ranges::find(m_plan.changes, path, &DocumentChange::newPath);
        if (known != m_plan.changes.end()) {
            return &*known;
        }
        if (m_plan.changes.size() == maxFilesOfEdit) {
            return fail(ErrorCode::ResourceExhausted,
                        planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan",
                                                   "The language server wants to change more than %1 files. Nothing "
                                                   "was changed."))
                            .arg(maxFilesOfEdit));
        }
        if (QFileInfo(path).isDir()) { // to be moved
            m_plan.changes.append({.path = path, .newPath = path, .before = {}, .after = {}, .edits = {}});
            return &m_plan.changes.back();
        }
        QByteArray text;
        if (const auto open = m_context.open.constFind(path); open != m_context.open.cend()) {
            text = open->text;
        } else {
            const auto onDisk = readDocument(path);
            if (!onDisk) {
                return std::unexpected(
                    Error{ErrorCode::FailedPrecondition,
                          planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan", "%1 Nothing was changed."))
                              .arg(onDisk.error().message),
                          onDisk.error().detail});
            }
            text = onDisk->utf8;
        }
        m_plan.changes.append({.path = path, .newPath = path, .before = text, .after = text, .edits = {}});
        return &m_plan.changes.back();
    }

    Result<void> edit(const QString &path, const lsp::FileEdit &file);
    Result<QList<TextChange>> textChanges(const lsp::TextEdits &edits, const QByteArray &text);
    void noteSnippets(const DocumentChange &change, const QList<qsizetype> &positions);

    Result<void> create(const QString &path, const lsp::FileEdit &file)
    {
        const bool isPlanned = std::ranges::contains(m_plan.changes, path, &DocumentChange::newPath);
        if (isPlanned || QFileInfo::exists(path)) {
            return file.ignoresExisting && !file.overwrites ? Result<void>() : exists(path);
        }
        m_plan.changes.append(
            {.path = path, .newPath = path, .before = std::nullopt, .after = QByteArray(), .edits = {}});
        return {};
    }

    Result<void> rename(const QString &path, const lsp::FileEdit &file)
    {
        const auto newPath = checked(file.newUri);
        if (!newPath) {
            return std::unexpected(newPath.error());
        }
        if (QFileInfo::exists(*newPath) || std::ranges::contains(m_plan.changes, *newPath, &DocumentChange::newPath)) {
            return file.ignoresExisting && !file.overwrites ? Result<void>() : exists(*newPath);
        }
        const auto found = fileAt(path);
        if (!found) {
            return std::unexpected(found.error());
        }
        DocumentChange &change = **found;
        change.newPath = *newPath;
        if (!change.before && change.after) {
            change.path = *newPath; // it is not there yet
        }
        return {};
    }

    [[nodiscard]] std::unexpected<Error> exists(const QString &path) const
    {
        return fail(ErrorCode::FailedPrecondition,
                    planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan",
                                               "The language server wants to write a file named %1, which is there "
                                               "already. Nothing was changed."))
                        .arg(shown(path)));
    }

    const WorkspaceEditContext &m_context;
    QString m_root;
    WorkspaceEditPlan m_plan;
    QList<SnippetPart> m_snippets; ///< of the file that is edited
};

Result<void> EditPlanner::edit(const QString &path, const lsp::FileEdit &file)
{
    const auto open = m_context.open.constFind(path);
    if (file.version && open != m_context.open.cend() && *file.version != open->version) {
        return fail(ErrorCode::FailedPrecondition,
                    planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan",
                                               "%1 was changed since the language server looked at it. Nothing was "
                                               "changed; try again."))
                        .arg(shown(path)));
    }
    const auto found = fileAt(path);
    if (!found) {
        return std::unexpected(found.error());
    }
    DocumentChange &change = **found;
    if (!change.after) {
        return fail(ErrorCode::InvalidArgument,
                    planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan", "The language server wants to change the "
                                                                            "text of %1, which is a folder. Nothing "
                                                                            "was changed."))
                        .arg(shown(path)));
    }
    const QByteArray &text = *change.after;
    QList<qsizetype> positions;
    const auto edits = textChanges(file.edits, text);
    const auto after = edits.and_then([&](const auto &all) { return changedText(text, all, &positions); });
    if (!after) {
        return fail(ErrorCode::InvalidArgument,
                    planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan",
                                               "The language server sent changes of %1 that do not fit: %2. Nothing "
                                               "was changed."))
                        .arg(shown(path), after.error().message));
    }
    const bool isFirst = change.before && change.edits.isEmpty();
    change.after = *after;
    change.edits = isFirst ? *edits : difference(change.before.value_or(QByteArray()), *after);
    noteSnippets(change, positions);
    return {};
}

/// Places are the server's; snippets become text, and are remembered. In the order of their places.
Result<QList<TextChange>> EditPlanner::textChanges(const lsp::TextEdits &edits, const QByteArray &text)
{
    const lsp::LspDocument document({}, text);
    const auto lines = text.count('\n') + text.count('\r') + 1; // at least as many as there are
    lsp::TextEdits sorted = edits;
    std::ranges::stable_sort(sorted, {}, [](const lsp::TextEdit &one) { return one.range.start; });
    QList<TextChange> all;
    m_snippets.clear();
    for (const lsp::TextEdit &one : std::as_const(sorted)) {
        if (one.range.start.line > lines || one.range.end.line > lines) {
            return fail(ErrorCode::InvalidArgument,
                        planText(QT_TRANSLATE_NOOP("studio::WorkspaceEditPlan", "a change is outside of the text")));
        }
        const TextRange range = document.toTextRange(one.range, m_context.encoding);
        lsp::Snippet snippet{.text = one.newText, .stops = {}};
        if (one.isSnippet) {
            snippet = lsp::parseSnippet(one.newText);
        }
        all.append({range, snippet.text.toUtf8()});
        if (!snippet.stops.isEmpty()) {
            m_snippets.append({all.size() - 1, std::move(snippet)});
        }
    }
    return all;
}

/// Several snippets in a file are the stops of one: from where the first begins to where the last ends.
void EditPlanner::noteSnippets(const DocumentChange &change, const QList<qsizetype> &positions)
{
    if (m_plan.snippetPath == change.newPath) {
        m_plan.snippetPath.clear(); // what it says is moved by these changes
    }
    if (m_snippets.isEmpty() || !m_plan.snippetPath.isEmpty()) {
        return;
    }
    const qsizetype first = positions[m_snippets.front().edit];
    lsp::Snippet whole;
    qsizetype done = first; // of the changed text
    for (const SnippetPart &part : std::as_const(m_snippets)) {
        const qsizetype at = positions[part.edit];
        whole.text += QString::fromUtf8(QByteArrayView(*change.after).sliced(done, at - done));
        done = at + part.snippet.text.toUtf8().size();
        for (lsp::Snippet::Stop stop : part.snippet.stops) {
            stop.from += whole.text.size();
            whole.stops << stop;
        }
        whole.text += part.snippet.text;
    }
    std::ranges::stable_sort(whole.stops, {}, [](const lsp::Snippet::Stop &stop) {
        return stop.number == 0 ? std::numeric_limits<int>::max() : stop.number;
    });
    m_plan.snippetPath = change.newPath;
    m_plan.snippetPosition = static_cast<int>(first);
    m_plan.snippet = std::move(whole);
}

} // namespace

QStringList pathsOf(const lsp::WorkspaceEdit &edit)
{
    QStringList paths;
    for (const lsp::FileEdit &file : edit.files) {
        paths << QDir::cleanPath(lsp::LspClient::path(file.uri));
    }
    return paths;
}

Result<WorkspaceEditPlan> planWorkspaceEdit(const lsp::WorkspaceEdit &edit, const WorkspaceEditContext &context)
{
    return EditPlanner(context).plan(edit);
}

} // namespace studio
