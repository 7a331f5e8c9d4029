// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/lints_page.h"

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
    : QWidget(parent)
    , m_list(new QTreeWidget)
    , m_note(new QLabel)
    , m_name(new QLineEdit)
    , m_level(makeLevels())
    , m_add(new QPushButton(tr("Add")))
    , m_remove(new QPushButton(tr("Remove")))
{
    m_list->setAccessibleName(tr("Lints"));
    m_list->setHeaderLabels({tr("Lint"), tr("Level")});
    m_list->setRootIsDecorated(false);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_note->setWordWrap(true);
    m_name->setPlaceholderText(QStringLiteral("unused_variables, clippy::unwrap_used")); // untranslated: their names
    m_name->setAccessibleName(tr("Lint"));
    m_level->setAccessibleName(tr("Level"));
    m_level->setCurrentIndex(1);
    m_add->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    auto *const row = new QHBoxLayout;
    row->addWidget(m_name, 1);
    row->addWidget(m_level);
    row->addWidget(m_add);
    row->addWidget(m_remove);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_note);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    auto *const removal = new QAction(this);
    removal->setShortcut(QKeySequence::Delete);
    removal->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(removal);
    connect(removal, &QAction::triggered, this, &LintsPage::removeCurrent);
    connect(m_remove, &QPushButton::clicked, this, &LintsPage::removeCurrent);
    connect(m_add, &QPushButton::clicked, this, &LintsPage::add);
    connect(m_name, &QLineEdit::returnPressed, this, &LintsPage::add);
    const auto enable = [this] {
        m_add->setEnabled(m_list->isEnabled() && !m_name->text().trimmed().isEmpty());
        m_remove->setEnabled(m_list->isEnabled() && m_list->currentItem());
    };
    connect(m_name, &QLineEdit::textChanged, this, enable);
    connect(m_list, &QTreeWidget::currentItemChanged, this, enable);
    enable();
}

void LintsPage::setLints(const QList<LintSetting> &lints, bool isInherited)
{
    const QTreeWidgetItem *const current = m_list->currentItem();
    const QString before = current ? current->text(0) : QString();
    m_list->clear();
    for (const LintSetting &one : lints) {
        auto *const item = new QTreeWidgetItem(m_list, {titleOf(one)});
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
        m_list->setItemWidget(item, 1, levels);
        if (item->text(0) == before) {
            m_list->setCurrentItem(item);
        }
    }
    m_list->setEnabled(!isInherited);
    m_name->setEnabled(!isInherited);
    m_level->setEnabled(!isInherited);
    setStateText(m_note,
                 isInherited       ? tr("The lints come from the workspace.")
                 : lints.isEmpty() ? tr("Each lint has the level that rustc and Clippy give it.")
                                   : tr("What rustc and Clippy say is allowed, a warning, or an error."),
                 false);
}

void LintsPage::add()
{
    if (const QString name = m_name->text().trimmed(); !name.isEmpty()) {
        const LintSetting lint = lintCalled(name, m_level->currentText());
        m_name->clear();
        Q_EMIT edited(lint);
    }
}

void LintsPage::removeCurrent()
{
    if (const QTreeWidgetItem *const item = m_list->currentItem()) {
        auto lint = item->data(0, lintRole).value<LintSetting>();
        lint.level.clear();
        Q_EMIT edited(lint);
    }
}

} // namespace studio
