// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/action_finder.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace studio {

ActionFinder::ActionFinder(QList<QAction *> actions, QWidget *parent)
    : QDialog(parent, Qt::Popup), m_actions(std::move(actions)), m_words(new QLineEdit), m_list(new QListWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    m_words->setPlaceholderText(tr("Type the name of an action"));
    m_words->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    column->addWidget(m_words);
    column->addWidget(m_list);
    connect(m_words, &QLineEdit::textChanged, this, &ActionFinder::show);
    connect(m_words, &QLineEdit::returnPressed, this, &ActionFinder::trigger);
    connect(m_list, &QListWidget::itemClicked, this, &ActionFinder::trigger);
    resize(460, 340);
    show(QString());
    m_words->setFocus();
}

void ActionFinder::show(const QString &words)
{
    m_list->clear();
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const QAction *action = m_actions[i];
        if (action->isEnabled() && action->text().contains(words, Qt::CaseInsensitive)) {
            const QString keys = action->shortcut().toString(QKeySequence::NativeText);
            auto *const item = new QListWidgetItem(
                action->icon(), keys.isEmpty() ? action->text() : QStringLiteral("%1    %2").arg(action->text(), keys),
                m_list);
            item->setData(Qt::UserRole, i);
        }
    }
    m_list->setCurrentRow(0);
}

void ActionFinder::trigger()
{
    const QListWidgetItem *item = m_list->currentItem();
    QAction *const action = item ? m_actions.value(item->data(Qt::UserRole).toLongLong()) : nullptr;
    close();
    if (action) {
        action->trigger();
    }
}

bool ActionFinder::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace studio
