// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/changed_files.h"

#include "core/base/lifetime.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"

#include <QFileInfo>

#include <ranges>

namespace studio {

namespace {

/// What the files are called before any of the changes is made. A folder's move renames the files within it for the
/// changes that come after it.
QStringList pathsBefore(const QList<DocumentChange> &changes)
{
    QStringList paths;
    QList<const DocumentChange *> moves;
    for (const DocumentChange &change : changes) {
        QString path = change.path;
        for (const DocumentChange *const move : moves | std::views::reverse) {
            if (path == move->newPath || path.startsWith(move->newPath + QLatin1Char('/'))) {
                path = move->path + path.sliced(move->newPath.size());
            }
        }
        paths << path;
        if (change.isMoved()) {
            moves << &change;
        }
    }
    return paths;
}

} // namespace

ChangedFiles::ChangedFiles(EditorTabs *tabs, QObject *parent) : QObject(parent), m_tabs(tabs) {}

/// Of each change; null where the file is not open.
QList<CodeEditor *> ChangedFiles::editorsOf(const QList<DocumentChange> &changes) const
{
    QList<CodeEditor *> editors;
    for (const QString &path : pathsBefore(changes)) {
        editors << m_tabs->editorOf(path);
    }
    return editors;
}

/// Whether the open ones among them are as the changes expect them; one that is as it shall be is so, too.
Result<void> ChangedFiles::checkOpen(const QList<DocumentChange> &changes, const CodeEditor *but) const
{
    const QList<CodeEditor *> editors = editorsOf(changes);
    for (qsizetype at = 0; at < changes.size(); ++at) {
        const DocumentChange &change = changes[at];
        const CodeEditor *const editor = editors[at];
        if (!editor || editor == but || !change.isEdited()) {
            continue;
        }
        const QString name = QFileInfo(change.path).fileName();
        const QByteArray text = editor->text().toUtf8();
        if (text == change.after) {
            continue;
        }
        if (editor->isReadOnly()) {
            return fail(ErrorCode::FailedPrecondition, tr("%1 is read-only.").arg(name));
        }
        if (text != change.before) {
            return fail(ErrorCode::FailedPrecondition, tr("%1 was changed meanwhile.").arg(name));
        }
    }
    return {};
}

/// Of an open file only its name changes there.
QList<DocumentChange> ChangedFiles::onDisk(const QList<DocumentChange> &changes) const
{
    const QList<CodeEditor *> editors = editorsOf(changes);
    QList<DocumentChange> all;
    for (qsizetype at = 0; at < changes.size(); ++at) {
        const DocumentChange &change = changes[at];
        if (!editors[at]) {
            all << change;
        } else if (change.isMoved()) {
            all.append({.path = change.path, .newPath = change.newPath, .before = {}, .after = {}, .edits = {}});
        }
    }
    return all;
}

Task<bool> ChangedFiles::write(QList<DocumentChange> changes, const CodeEditor *but)
{
    if (const auto checked = checkOpen(changes, but); !checked) {
        co_return std::unexpected(checked.error());
    }
    const QList<DocumentChange> files = onDisk(changes);
    if (files.isEmpty()) {
        co_return true;
    }
    const auto changed = co_await whileAlive(this, onWorker([files] { return changeFiles(files); }));
    if (!changed) {
        co_return std::unexpected(changed.error());
    }
    // Typing went on meanwhile.
    auto stillFits = checkOpen(changes, but);
    if (stillFits && onDisk(changes) != files) {
        stillFits = fail(ErrorCode::FailedPrecondition, tr("A file was opened or closed meanwhile."));
    }
    if (!stillFits) {
        (void)co_await whileAlive(this, onWorker([files] { return changeFiles(reversed(files)); }));
        co_return std::unexpected(stillFits.error());
    }
    for (const DocumentChange &file : files) {
        if (file.isEdited()) {
            Q_EMIT written(file.newPath);
        }
    }
    co_return true;
}

} // namespace studio
