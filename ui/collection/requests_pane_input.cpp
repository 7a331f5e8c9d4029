// SPDX-License-Identifier: GPL-3.0-or-later
// Keys, clicks and menus of the pane of saved requests.
#include "ui/collection/request_tree_model.h"
#include "ui/collection/requests_pane.h"
#include "ui/common/escape.h"
#include "ui/common/icons.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStackedLayout>
#include <QTreeView>

namespace studio {

using namespace collection;

void RequestsPane::activate(const QModelIndex &index)
{
    if (m_model->request(index)) {
        Q_EMIT openRequested(m_model->path(index));
    } else if (m_model->request(index.parent())) {
        Q_EMIT openRequested(m_model->path(index.parent()));
    }
}

void RequestsPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    if (index.isValid()) {
        m_tree->setCurrentIndex(index);
    }
    const QString path = currentPath(); // rows come and go while the menu is open
    const QString folder = index.isValid() ? currentFolder() : QString();
    const bool isRequest = m_model->request(m_model->find(path)) && index.isValid();
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.isValid()) {
        menu->addAction(icon("media-playback-start"), isRequest ? tr("Run") : tr("Run the requests in it"), this,
                        [this, path] { Q_EMIT runRequested(path); });
        menu->addSeparator();
    }
    menu->addAction(icon("document-new"), tr("New request…"), this,
                    [this, folder] { Q_EMIT newRequestRequested(folder); });
    menu->addAction(icon("folder-new"), tr("New folder…"), this, [this, folder] { Q_EMIT newFolderRequested(folder); });
    if (isRequest) {
        menu->addAction(icon("edit-copy"), tr("Duplicate"), this, [this, path] { Q_EMIT duplicateRequested(path); });
        menu->addAction(icon("edit-rename"), tr("Rename…"), this, [this, path] { Q_EMIT renameRequested(path); })
            ->setShortcut(Qt::Key_F2);
        menu->addSeparator();
        menu->addAction(icon("go-jump"), tr("Open its file"), this, [this, path] { Q_EMIT fileRequested(path, 0); });
    }
    if (index.isValid()) {
        menu->addAction(icon("edit-delete"), tr("Move to trash"), this, [this, path] { Q_EMIT trashRequested(path); })
            ->setShortcut(QKeySequence::Delete);
    }
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

bool RequestsPane::takeTreeKey(const QKeyEvent *event)
{
    const QString path = currentPath();
    const bool isRequest = m_model->request(m_model->find(path));
    const bool isCheck = m_model->path(m_tree->currentIndex()) != path; // of the request
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() == Qt::NoModifier && isRequest) {
            Q_EMIT openRequested(path);
            return true;
        }
        return false;
    case Qt::Key_F2:
        if (isRequest && !isCheck) {
            Q_EMIT renameRequested(path);
        }
        return true;
    case Qt::Key_Delete:
        if (!path.isEmpty() && !isCheck) {
            Q_EMIT trashRequested(path);
        }
        return true;
    default:
        return false;
    }
}

bool RequestsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *const key = static_cast<QKeyEvent *>(event);
        if (watched == m_tree) {
            return takeTreeKey(key);
        }
        if (watched == m_filter && key->key() == Qt::Key_Down && m_pages->currentWidget() == m_tree) {
            m_tree->setFocus(Qt::TabFocusReason);
            if (!m_tree->currentIndex().isValid()) {
                m_tree->setCurrentIndex(m_model->index(0, 0));
            }
            return true;
        }
        if (watched == m_filter && key->key() == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool RequestsPane::event(QEvent *event)
{
    // The type first: events come while the parts are made.
    return (event->type() == QEvent::ShortcutOverride && m_filter->hasFocus() && !m_filter->text().isEmpty() &&
            claimEscape(event)) ||
           QWidget::event(event);
}

} // namespace studio
