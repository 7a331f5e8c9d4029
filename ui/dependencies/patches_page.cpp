// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/patches_page.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTreeWidget>

namespace studio {

namespace {

constexpr int patchRole = Qt::UserRole;

} // namespace

PatchesPage::PatchesPage(QWidget *parent)
    : EntryList(tr("Patches"), {tr("Crate"), tr("Registry"), tr("Taken from")}, parent)
    , m_crate(new QLineEdit)
    , m_kind(new QComboBox)
    , m_place(new QLineEdit)
{
    setNote(tr("A patch takes a crate from another place, also where other crates use it. The folder must lie in the "
               "project's own."));
    m_crate->setPlaceholderText(tr("Crate"));
    m_crate->setAccessibleName(tr("Crate"));
    m_kind->addItem(tr("Folder"), QStringLiteral("path"));
    m_kind->addItem(tr("Git"), QStringLiteral("git"));
    m_kind->setAccessibleName(tr("Where it comes from"));
    m_place->setAccessibleName(tr("Folder or address"));
    addField(m_crate, 1);
    addField(m_kind);
    addField(m_place, 2);
    const auto showExample = [this] {
        m_place->setPlaceholderText(m_kind->currentIndex() == 0
                                        ? QStringLiteral("vendor/serde")                    // untranslated: an example
                                        : QStringLiteral("https://example.org/serde.git")); // untranslated: the same
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, showExample);
    showExample();
    for (QLineEdit *const field : {m_crate, m_place}) {
        connect(field, &QLineEdit::returnPressed, this, &EntryList::add);
        connect(field, &QLineEdit::textChanged, this,
                [this] { setCanAdd(!m_crate->text().trimmed().isEmpty() && !m_place->text().trimmed().isEmpty()); });
    }
    connect(this, &EntryList::addRequested, this, [this] {
        Q_EMIT patchAdded({.registry = QStringLiteral("crates-io"),
                           .crate = m_crate->text().trimmed(),
                           .source = m_kind->currentData().toString() + u' ' + m_place->text().trimmed()});
    });
    connect(this, &EntryList::removeRequested, this, [this](const QTreeWidgetItem *item) {
        Q_EMIT patchRemoved(item->data(0, patchRole).value<PatchSetting>());
    });
}

void PatchesPage::setPatches(const QList<PatchSetting> &patches)
{
    list()->clear();
    for (const PatchSetting &one : patches) {
        auto *const item = new QTreeWidgetItem(list(), {one.crate, one.registry, one.source});
        item->setData(0, patchRole, QVariant::fromValue(one));
        item->setToolTip(2, one.source);
    }
    for (int column = 0; column < 2; ++column) {
        list()->resizeColumnToContents(column);
    }
}

} // namespace studio
