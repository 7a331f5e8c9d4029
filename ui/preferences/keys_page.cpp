// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/keys_page.h"

#include "ui/preferences/key_bindings.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

QString plainText(const QAction *action)
{
    return action->text().remove(u'&');
}

QString keysText(const QAction *action)
{
    return QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)
        .replace(QLatin1String("; "), QLatin1String(", "));
}

} // namespace

KeysPage::KeysPage(KeyBindings *keys, QWidget *parent)
    : QWidget(parent)
    , m_keys(keys)
    , m_list(new QTreeWidget)
    , m_edit(new QKeySequenceEdit)
    , m_taken(new QLabel)
    , m_set(new QPushButton(tr("Set")))
    , m_remove(new QPushButton(tr("Remove")))
    , m_reset(new QPushButton(tr("Set back")))
{
    m_list->setObjectName(QStringLiteral("keys"));
    m_list->setAccessibleName(tr("Actions and their keys"));
    m_list->setHeaderLabels({tr("Action"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_edit->setMaximumSequenceLength(1);
    m_edit->setClearButtonEnabled(true);
    m_edit->setAccessibleName(tr("New keys"));
    m_taken->setWordWrap(true);
    m_taken->setTextFormat(Qt::PlainText);
    m_taken->setForegroundRole(QPalette::PlaceholderText);
    m_set->setObjectName(QStringLiteral("set"));
    m_remove->setObjectName(QStringLiteral("remove"));
    m_reset->setObjectName(QStringLiteral("reset"));
    auto *const row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new QLabel(tr("Press the new keys")));
    row->addWidget(m_edit, 1);
    for (QPushButton *const button : {m_set, m_remove, m_reset}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addWidget(m_taken);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &KeysPage::showCurrent);
    connect(m_list, &QTreeWidget::itemActivated, m_edit, [this] { m_edit->setFocus(); });
    connect(m_edit, &QKeySequenceEdit::keySequenceChanged, this, &KeysPage::showTaken);
    connect(m_set, &QPushButton::clicked, this, [this] { take(m_edit->keySequence()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { take({}); });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (const auto done = m_keys->reset(current()); !done) {
            Q_EMIT refused(done.error().message);
        }
    });
    connect(m_keys, &KeyBindings::changed, this, [this] {
        for (int at = 0; at < m_list->topLevelItemCount(); ++at) {
            const auto *const action = m_list->topLevelItem(at)->data(0, Qt::UserRole).value<QAction *>();
            showKeys(m_list->topLevelItem(at), action, m_keys->isSet(action));
        }
        showCurrent();
    });
    fill();
}

void KeysPage::fill()
{
    for (QAction *const action : m_keys->actions()) {
        auto *const row = new QTreeWidgetItem(m_list, {plainText(action)});
        row->setData(0, Qt::UserRole, QVariant::fromValue(action));
        row->setToolTip(0, action->objectName());
        showKeys(row, action, m_keys->isSet(action));
    }
    m_list->sortItems(0, Qt::AscendingOrder);
    m_list->setCurrentItem(m_list->topLevelItem(0));
}

/// What was set is in bold.
void KeysPage::showKeys(QTreeWidgetItem *row, const QAction *action, bool isSet)
{
    row->setText(1, keysText(action));
    QFont font = row->font(1);
    font.setBold(isSet);
    row->setFont(1, font);
}

QAction *KeysPage::current() const
{
    const QTreeWidgetItem *const row = m_list->currentItem();
    return row && !row->isHidden() ? row->data(0, Qt::UserRole).value<QAction *>() : nullptr;
}

void KeysPage::showCurrent()
{
    const QAction *const action = current();
    m_edit->clear();
    m_edit->setEnabled(action);
    m_remove->setEnabled(action && !action->shortcuts().isEmpty());
    m_reset->setEnabled(action && m_keys->isSet(action));
    showTaken();
}

void KeysPage::showTaken()
{
    const QKeySequence keys = m_edit->keySequence();
    const QAction *const holder = m_keys->holderOf(keys, current());
    m_set->setEnabled(current() && !keys.isEmpty());
    m_taken->setText(holder ? tr("%1 belongs to “%2”, which has no keys when this one gets them.")
                                  .arg(keys.toString(QKeySequence::NativeText), plainText(holder))
                            : QString());
}

/// Two actions with the same keys would answer to neither.
void KeysPage::take(const QKeySequence &keys)
{
    const QAction *const action = current();
    if (!action) {
        return;
    }
    if (const QAction *const holder = m_keys->holderOf(keys, action)) {
        (void)m_keys->set(holder, {});
    }
    if (const auto done = m_keys->set(action, keys); !done) {
        Q_EMIT refused(done.error().message);
    }
}

bool KeysPage::filter(const QStringList &words)
{
    QTreeWidgetItem *first = nullptr;
    for (int at = 0; at < m_list->topLevelItemCount(); ++at) {
        QTreeWidgetItem *const row = m_list->topLevelItem(at);
        const QString texts = row->text(0) + u' ' + row->text(1) + u' ' + row->toolTip(0);
        const bool fits =
            std::ranges::all_of(words, [&](const QString &word) { return texts.contains(word, Qt::CaseInsensitive); });
        row->setHidden(!fits);
        first = fits && !first ? row : first;
    }
    if (m_list->currentItem() && m_list->currentItem()->isHidden()) {
        m_list->setCurrentItem(first);
    }
    showCurrent();
    return first;
}

} // namespace studio
