// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/entry_list.h"

#include "ui/common/state_text.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

EntryList::EntryList(const QString &name, const QStringList &columns, QWidget *parent)
    : QWidget(parent)
    , m_list(new QTreeWidget)
    , m_note(new QLabel)
    , m_row(new QHBoxLayout)
    , m_add(new QPushButton(tr("Add")))
    , m_remove(new QPushButton(tr("Remove")))
{
    m_list->setAccessibleName(name);
    m_list->setHeaderLabels(columns);
    m_list->setRootIsDecorated(false);
    m_note->setWordWrap(true);
    m_add->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    m_row->addWidget(m_add);
    m_row->addWidget(m_remove);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_note);
    column->addWidget(m_list, 1);
    column->addLayout(m_row);
    auto *const removal = new QAction(this);
    removal->setShortcut(QKeySequence::Delete);
    removal->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(removal);
    connect(removal, &QAction::triggered, this, &EntryList::removeCurrent);
    connect(m_remove, &QPushButton::clicked, this, &EntryList::removeCurrent);
    connect(m_add, &QPushButton::clicked, this, &EntryList::addRequested);
    connect(m_list, &QTreeWidget::currentItemChanged, this,
            [this](QTreeWidgetItem *item) { m_remove->setEnabled(item); });
    m_remove->setEnabled(false);
    setCanAdd(false);
}

void EntryList::addField(QWidget *field, int stretch)
{
    m_row->insertWidget(m_fields++, field, stretch);
}

void EntryList::setNote(const QString &text)
{
    setStateText(m_note, text, false);
}

void EntryList::setCanAdd(bool canAdd)
{
    m_add->setEnabled(canAdd);
}

void EntryList::add()
{
    if (m_add->isEnabled()) {
        Q_EMIT addRequested();
    }
}

void EntryList::removeCurrent()
{
    if (QTreeWidgetItem *const item = m_list->currentItem()) {
        Q_EMIT removeRequested(item);
    }
}

} // namespace studio
