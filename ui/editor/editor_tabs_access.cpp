// SPDX-License-Identifier: GPL-3.0-or-later
// What the open files are given: their documents, a server, the find bar; and those that cannot be saved where they
// are.
#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "core/workspace/document_store.h"
#include "core/workspace/library_sources.h"
#include "core/workspace/version_source.h"
#include "ui/common/empty_state.h"
#include "ui/common/tip.h"
#include "ui/editor/access_notice.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_path.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/save_text.h"
#include "ui/editor/split_views.h"
#include "ui/editor/tab_names.h"
#include "ui/editor/tab_titles.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>

namespace studio {

void EditorTabs::setDocuments(DocumentStore *documents)
{
    m_documents = documents ? documents : new DocumentStore(this);
}

void EditorTabs::setEmptyAction(QAction *action)
{
    m_empty->setAction(action);
}

void EditorTabs::openFind(bool withReplace)
{
    m_find->open(withReplace);
}

void EditorTabs::closeFind()
{
    if (m_find->isVisible()) {
        m_find->close();
    }
}

void EditorTabs::findNext(bool forward)
{
    m_find->find(forward ? 1 : -1);
}

QString EditorTabs::shortName(const QString &path)
{
    return shortened(QFileInfo(path).fileName());
}

bool EditorTabs::isForReading(const QString &path) const
{
    return m_forReading.contains(path) || isLibrarySource(path) || isVersionSource(path);
}

Result<void> EditorTabs::openForReading(const QString &path)
{
    if (!editorOf(path)) {
        m_forReading.insert(path);
    }
    const auto opened = open(path);
    if (!opened) {
        m_forReading.remove(path);
    }
    return opened;
}

void EditorTabs::askWhereToSave()
{
    const QString path = currentPath();
    if (path.isEmpty()) {
        return;
    }
    auto *const dialog = new QFileDialog(this, tr("Save %1 as").arg(QFileInfo(path).fileName()), path);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, path](const QString &to) { detach(saveAs(path, to)); });
    dialog->open();
}

Task<bool> EditorTabs::saveAs(QString path, QString to)
{
    const QPointer<CodeEditor> editor(editorOf(path));
    if (!editor) {
        co_return cancelled();
    }
    if (to != path) {
        if (CodeEditor *const other = editorOf(to); other && other->isModified()) {
            const Error error{ErrorCode::FailedPrecondition,
                              tr("%1 is open here with changes that are not saved. Save or close it first.").arg(to),
                              {}};
            Q_EMIT message(error.message, true);
            co_return std::unexpected(error);
        } else if (other) {
            closeFile(to); // it is overwritten
        }
    }
    const auto written = co_await whileAlive(this, writeText(editor, to));
    if (!written) {
        Q_EMIT message(written.error().message, true);
        co_return std::unexpected(written.error());
    }
    if (!editor || !QFileInfo(to).isFile()) {
        co_return true; // a device keeps no text that could be edited
    }
    moveTo(editor, to);
    m_disk->noteText(editor, written->text.toUtf8());
    m_disk->watchWritten(to, written->text, written->encoding);
    m_notice->update(to);
    Q_EMIT currentChanged();
    noteSaved(to);
    co_return true;
}

/// From now on the editor is of this file.
void EditorTabs::moveTo(CodeEditor *editor, const QString &path)
{
    const QString before = pathOf(editor);
    editor->flushChanges(); // they are about the file of before
    for (CodeEditor *const view : m_views->viewsOf(before)) {
        setEditorPath(view, path);
        view->setFileName(QFileInfo(path).fileName());
    }
    m_documents->moved(before, path);
    m_disk->unwatch(before);
    m_disk->watch(path);
    m_recovery.drop(before);
    if (editor->isModified()) {
        m_recovery.noteTyped(path);
    }
    m_titles->update();
    loadFormat(editor);
    Q_EMIT fileMoved(before, path);
}

void EditorTabs::loadFormat(CodeEditor *editor)
{
    editor->format().load(pathOf(editor));
    if (editor->length() == 0 && editor->format().hasByteOrderMark()) {
        editor->format().setEncoding({.encoding = TextEncoding::Utf8, .hasMark = true});
    }
}

/// After one of the files that say how others are to be written.
void EditorTabs::reloadFormats(const QString &saved)
{
    if (!isTextFormatFile(QFileInfo(saved).fileName())) {
        return;
    }
    for (const QString &path : openPaths()) {
        loadFormat(editorOf(path));
    }
}

} // namespace studio
