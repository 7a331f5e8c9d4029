// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/lints_page.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>

namespace studio {

namespace {

constexpr int lintRole = Qt::UserRole;

/// As rustc names it: "unused", "clippy::unwrap_used".
QString titleOf(const LintSetting &lint)
{
    return lint.tool == QLatin1String("rust") ? lint.lint : lint.tool + QStringLiteral("::") + lint.lint;
}

LintSetting lintCalled(const QString &title, const QString &level)
{
    const qsizetype colons = title.indexOf(QLatin1String("::"));
    return {.tool = colons < 0 ? QStringLiteral("rust") : title.first(colons),
            .lint = (colons < 0 ? title : title.sliced(colons + 2)).trimmed().replace(u'-', u'_'),
            .level = level};
}

/// The words are those of Cargo.toml.
QComboBox *makeLevels()
{
    auto *const levels = new QComboBox;
    levels->addItems({QStringLiteral("allow"), QStringLiteral("warn"), QStringLiteral("deny"),
                      QStringLiteral("forbid")}); // untranslated: as rustc says it
    return levels;
}

} // namespace

LintsPage::LintsPage(QWidget *parent)
    : EntryList(tr("Lints"), {tr("Lint"), tr("Level")}, parent), m_name(new QLineEdit), m_level(makeLevels())
{
    list()->header()->setStretchLastSection(false);
    list()->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_name->setPlaceholderText(QStringLiteral("unused_variables, clippy::unwrap_used")); // untranslated: their names
    m_name->setAccessibleName(tr("Lint"));
    m_level->setAccessibleName(tr("Level"));
    m_level->setCurrentIndex(1);
    addField(m_name, 1);
    addField(m_level);
    connect(m_name, &QLineEdit::returnPressed, this, &EntryList::add);
    connect(m_name, &QLineEdit::textChanged, this,
            [this](const QString &name) { setCanAdd(!name.trimmed().isEmpty()); });
    connect(this, &EntryList::addRequested, this, [this] {
        const LintSetting lint = lintCalled(m_name->text().trimmed(), m_level->currentText());
        m_name->clear();
        Q_EMIT edited(lint);
    });
    connect(this, &EntryList::removeRequested, this, [this](const QTreeWidgetItem *item) {
        auto lint = item->data(0, lintRole).value<LintSetting>();
        lint.level.clear();
        Q_EMIT edited(lint);
    });
}

void LintsPage::setLints(const QList<LintSetting> &lints, bool isInherited)
{
    const QTreeWidgetItem *const current = list()->currentItem();
    const QString before = current ? current->text(0) : QString();
    list()->clear();
    for (const LintSetting &one : lints) {
        auto *const item = new QTreeWidgetItem(list(), {titleOf(one)});
        item->setData(0, lintRole, QVariant::fromValue(one));
        QComboBox *const levels = makeLevels();
        if (levels->findText(one.level) < 0) {
            levels->addItem(one.level);
        }
        levels->setCurrentText(one.level);
        levels->setAccessibleName(tr("Level of %1").arg(titleOf(one)));
        connect(levels, &QComboBox::activated, this, [this, one, levels](int index) {
            Q_EMIT edited({.tool = one.tool, .lint = one.lint, .level = levels->itemText(index)});
        });
        list()->setItemWidget(item, 1, levels);
        if (item->text(0) == before) {
            list()->setCurrentItem(item);
        }
    }
    setEnabled(!isInherited);
    setNote(isInherited       ? tr("The lints come from the workspace.")
            : lints.isEmpty() ? tr("Each lint has the level that rustc and Clippy give it.")
                              : tr("What rustc and Clippy say is allowed, a warning, or an error."));
}

} // namespace studio
