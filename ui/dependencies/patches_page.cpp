// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/patches_page.h"

#include "ui/common/state_text.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int patchRole = Qt::UserRole;

} // namespace

PatchesPage::PatchesPage(QWidget *parent)
    : QWidget(parent)
    , m_list(new QTreeWidget)
    , m_crate(new QLineEdit)
    , m_kind(new QComboBox)
    , m_place(new QLineEdit)
    , m_add(new QPushButton(tr("Add")))
    , m_remove(new QPushButton(tr("Remove")))
{
    auto *const note = new QLabel;
    note->setWordWrap(true);
    setStateText(note,
                 tr("A patch takes a crate from another place, also where other crates use it. The folder must lie in "
                    "the project's own."),
                 false);
    m_list->setAccessibleName(tr("Patches"));
    m_list->setHeaderLabels({tr("Crate"), tr("Registry"), tr("Taken from")});
    m_list->setRootIsDecorated(false);
    m_crate->setPlaceholderText(tr("Crate"));
    m_crate->setAccessibleName(tr("Crate"));
    m_kind->addItem(tr("Folder"), QStringLiteral("path"));
    m_kind->addItem(tr("Git"), QStringLiteral("git"));
    m_kind->setAccessibleName(tr("Where it comes from"));
    m_place->setAccessibleName(tr("Folder or address"));
    const auto showExample = [this] {
        m_place->setPlaceholderText(m_kind->currentIndex() == 0
                                        ? QStringLiteral("vendor/serde")                    // untranslated: an example
                                        : QStringLiteral("https://example.org/serde.git")); // untranslated: the same
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, showExample);
    showExample();
    m_add->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    auto *const row = new QHBoxLayout;
    row->addWidget(m_crate, 1);
    row->addWidget(m_kind);
    row->addWidget(m_place, 2);
    row->addWidget(m_add);
    row->addWidget(m_remove);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(note);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    auto *const removal = new QAction(this);
    removal->setShortcut(QKeySequence::Delete);
    removal->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(removal);
    connect(removal, &QAction::triggered, this, &PatchesPage::removeCurrent);
    connect(m_remove, &QPushButton::clicked, this, &PatchesPage::removeCurrent);
    connect(m_add, &QPushButton::clicked, this, &PatchesPage::add);
    connect(m_crate, &QLineEdit::returnPressed, this, &PatchesPage::add);
    connect(m_place, &QLineEdit::returnPressed, this, &PatchesPage::add);
    const auto enable = [this] {
        m_add->setEnabled(!m_crate->text().trimmed().isEmpty() && !m_place->text().trimmed().isEmpty());
        m_remove->setEnabled(m_list->currentItem());
    };
    connect(m_crate, &QLineEdit::textChanged, this, enable);
    connect(m_place, &QLineEdit::textChanged, this, enable);
    connect(m_list, &QTreeWidget::currentItemChanged, this, enable);
    enable();
}

void PatchesPage::setPatches(const QList<PatchSetting> &patches)
{
    m_list->clear();
    for (const PatchSetting &one : patches) {
        auto *const item = new QTreeWidgetItem(m_list, {one.crate, one.registry, one.source});
        item->setData(0, patchRole, QVariant::fromValue(one));
        item->setToolTip(2, one.source);
    }
    for (int column = 0; column < 2; ++column) {
        m_list->resizeColumnToContents(column);
    }
}

void PatchesPage::add()
{
    if (m_add->isEnabled()) {
        Q_EMIT addRequested({.registry = QStringLiteral("crates-io"),
                             .crate = m_crate->text().trimmed(),
                             .source = m_kind->currentData().toString() + u' ' + m_place->text().trimmed()});
    }
}

void PatchesPage::removeCurrent()
{
    if (const QTreeWidgetItem *const item = m_list->currentItem()) {
        Q_EMIT removeRequested(item->data(0, patchRole).value<PatchSetting>());
    }
}

} // namespace studio
