// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_finder.h"

#include "ui/common/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int rowHeight = 24;
constexpr int iconSize = 16;

} // namespace

ActionFinder::ActionFinder(QList<QAction *> actions, QWidget *parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_actions(std::move(actions))
    , m_words(new QLineEdit)
    , m_list(new QTreeWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(4);
    m_words->setPlaceholderText(tr("Type the name of an action"));
    m_words->setAccessibleName(tr("Name of an action"));
    m_words->installEventFilter(this);
    m_list->setAccessibleName(tr("Actions"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(0);
    m_list->setUniformRowHeights(true);
    m_list->setColumnCount(2);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_words);
    column->addWidget(m_list);
    connect(m_words, &QLineEdit::textChanged, this, &ActionFinder::show);
    connect(m_words, &QLineEdit::returnPressed, this, &ActionFinder::trigger);
    connect(m_list, &QTreeWidget::itemClicked, this, &ActionFinder::trigger);
    resize(460, 340);
    show(QString());
    m_words->setFocus();
}

void ActionFinder::show(const QString &words)
{
    m_list->clear();
    QPixmap nothing(iconSize, iconSize); // so that all names begin at one place
    nothing.fill(Qt::transparent);
    const QIcon blank(nothing);
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const QAction *action = m_actions[i];
        const bool fits = std::ranges::all_of(
            wanted, [&](const QString &word) { return action->text().contains(word, Qt::CaseInsensitive); });
        if (!action->isEnabled() || action->menu() || !fits) {
            continue;
        }
        auto *const item =
            new QTreeWidgetItem(m_list, {action->text(), action->shortcut().toString(QKeySequence::NativeText)});
        item->setSizeHint(0, {0, rowHeight});
        item->setIcon(0, action->icon().isNull() ? blank : action->icon());
        item->setForeground(1, Theme::current().muted);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, Qt::UserRole, i);
    }
    if (m_list->topLevelItemCount() == 0) {
        auto *const none = new QTreeWidgetItem(m_list, {tr("No action of that name can be used now")});
        none->setFlags(Qt::NoItemFlags);
        none->setData(0, Qt::UserRole, -1);
        return;
    }
    m_list->setCurrentItem(m_list->topLevelItem(0));
}

void ActionFinder::trigger()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    QAction *const action = item ? m_actions.value(item->data(0, Qt::UserRole).toLongLong()) : nullptr;
    close();
    if (action) {
        action->trigger();
    }
}

/// A popup has no frame of the window manager's.
void ActionFinder::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Theme::current().border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
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
