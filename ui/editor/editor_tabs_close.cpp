// SPDX-License-Identifier: GPL-3.0-or-later
// Tabs that are closed, with a question where that would take typed text out of sight.
#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/document_store.h"
#include "ui/common/empty_state.h"
#include "ui/editor/access_notice.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_document.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/split_views.h"
#include "ui/editor/tab_titles.h"

#include <QFileInfo>
#include <QMessageBox>

namespace studio {

/// Run and Compile read what is on disk: text that only a recovery copy has must not go out of sight unasked.
void EditorTabs::close(const QString &path)
{
    const auto *const editor = editorOf(path);
    if (!editor || !editor->isModified()) {
        closeFile(path);
        return;
    }
    auto *const box = new QMessageBox(QMessageBox::Question, tr("Close file"),
                                      tr("%1 has changes that are not saved.").arg(QFileInfo(path).fileName()),
                                      QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setDefaultButton(QMessageBox::Save);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, path](int answer) { detach(closeAnswered(path, answer)); });
    box->open();
}

QCoro::Task<void> EditorTabs::closeAnswered(QString path, int answer)
{
    if (answer == QMessageBox::Save) {
        if (const auto saved = co_await whileAlive(this, save(path, true)); !saved) {
            co_return;
        }
    }
    CodeEditor *const editor = editorOf(path);
    if (!editor || (answer != QMessageBox::Save && answer != QMessageBox::Discard)) {
        co_return;
    }
    if (answer == QMessageBox::Save && editor->isModified()) { // typing went on while it was written
        close(path);
        co_return;
    }
    if (answer == QMessageBox::Discard) {
        editor->setModified(false);
        m_recovery.noteTyped(path); // so that its copy goes
    }
    closeFile(path);
}

void EditorTabs::closeFile(const QString &path)
{
    CodeEditor *const editor = editorOf(path);
    if (!editor) {
        return;
    }
    if (CodeEditor *const second = editor->otherView()) {
        m_views->drop(second);
    }
    editor->flushChanges(); // what is told later would be about a file that is not open
    m_recovery.keep();
    int line = 0;
    int column = 0;
    editor->getCursorPosition(&line, &column);
    Q_EMIT fileClosed(path, line + 1, column + 1);
    m_documents->closed(path);
    m_forReading.remove(path);
    m_asDocuments.remove(editor);
    m_disk->forget(editor);
    withdrawRecovered(editor);
    groups()->remove(editor);
    m_titles->update();
    editor->deleteLater();
    if (!current()) {
        m_find->setEditor(nullptr);
        m_notice->hide();
        m_pages->setCurrentWidget(m_empty);
    }
}

void EditorTabs::removed(const QString &path)
{
    for (const QString &open : openPaths()) {
        if ((open == path || open.startsWith(path + u'/')) && !editorOf(open)->isModified()) {
            closeFile(open);
        }
    }
}

void EditorTabs::closeAll()
{
    for (const QString &path : openPaths()) {
        closeFile(path);
    }
}

void EditorTabs::closeView(CodeEditor *view)
{
    if (view->otherView()) {
        m_views->drop(view);
    } else {
        close(pathOf(view));
    }
}

void EditorTabs::closeCurrent()
{
    if (CodeEditor *const view = current()) {
        closeView(view);
    }
}

} // namespace studio
