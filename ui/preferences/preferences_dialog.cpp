// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preferences_dialog.h"

#include "ui/common/section_title.h"
#include "ui/preferences/key_bindings.h"
#include "ui/preferences/keys_page.h"
#include "ui/preferences/preference_row.h"
#include "ui/preferences/preference_texts.h"
#include "ui/preferences/toolchain_view.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr QSize usualSize{760, 520};
constexpr int titlesWidth = 140;
constexpr int margin = 16;
constexpr int rowGap = 16;

} // namespace

PreferencesDialog::PreferencesDialog(Preferences *preferences, KeyBindings *keys, const Known &known, QWidget *parent)
    : QDialog(parent)
    , m_preferences(preferences)
    , m_search(new QLineEdit)
    , m_scope(new QComboBox)
    , m_titles(new QListWidget)
    , m_pages(new QStackedWidget)
    , m_problem(new QLabel)
{
    setWindowTitle(tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(12);
    column->addWidget(makeHead());
    column->addWidget(makePages(keys, known), 1);
    column->addWidget(m_problem);
    column->addWidget(makeFoot());
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    connect(preferences, &Preferences::problemsChanged, this, &PreferencesDialog::showProblem);
    connect(preferences, &Preferences::notWritten, m_problem, [this](const QString &sentence) {
        m_problem->setText(sentence);
        m_problem->show();
    });
    showScope();
    resize(usualSize);
    m_search->setFocus();
}

QWidget *PreferencesDialog::makeHead()
{
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setPlaceholderText(tr("Search the settings"));
    m_search->setAccessibleName(tr("Search the settings"));
    m_search->setClearButtonEnabled(true);
    m_scope->setObjectName(QStringLiteral("scope"));
    m_scope->setAccessibleName(tr("Whose settings"));
    m_scope->addItem(tr("My settings"));
    m_scope->addItem(tr("This project's settings"));
    m_scope->setItemData(1, tr("For all who work on it: .ignite/settings.json, which belongs in git"), Qt::ToolTipRole);
    m_scope->setVisible(m_preferences->hasProject());
    auto *const head = new QWidget;
    auto *const row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    row->addWidget(m_scope);
    connect(m_search, &QLineEdit::textChanged, this, &PreferencesDialog::search);
    connect(m_scope, &QComboBox::activated, this, &PreferencesDialog::showScope);
    return head;
}

QWidget *PreferencesDialog::makePages(KeyBindings *keys, const Known &known)
{
    m_titles->setObjectName(QStringLiteral("titles"));
    m_titles->setAccessibleName(tr("Pages"));
    m_titles->setFixedWidth(titlesWidth);
    m_titles->setFrameShape(QFrame::NoFrame);
    QStringList groups;
    for (const Preference &one : allPreferences()) {
        if (!groups.contains(one.group())) {
            groups << one.group();
            addPage(groupTitle(one.group()), makePage(one.group(), known));
        }
    }
    m_keysPage = new KeysPage(keys);
    connect(m_keysPage, &KeysPage::refused, m_problem, &QLabel::setText);
    addPage(tr("Keys"), m_keysPage);
    auto *const widget = new QWidget;
    auto *const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(margin);
    row->addWidget(m_titles);
    row->addWidget(m_pages, 1);
    connect(m_titles, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_titles->setCurrentRow(0);
    return widget;
}

void PreferencesDialog::showKeys()
{
    m_titles->setCurrentRow(m_pages->indexOf(m_keysPage));
}

void PreferencesDialog::addPage(const QString &title, QWidget *page)
{
    m_titles->addItem(title);
    m_pages->addWidget(page);
}

QWidget *PreferencesDialog::makePage(const QString &group, const Known &known)
{
    auto *const page = new QWidget;
    auto *const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(rowGap);
    for (const Preference &one : allPreferences()) {
        if (one.group() != group) {
            continue;
        }
        auto *const row = new PreferenceRow(one, m_preferences, known.value(one.id));
        connect(row, &PreferenceRow::refused, this, [this](const QString &sentence) {
            m_problem->setText(sentence);
            m_problem->show();
        });
        m_rows << row;
        column->addWidget(row);
    }
    if (group == QLatin1String("rust")) {
        column->addWidget(sectionTitle(tr("Installed")));
        m_toolchains = new ToolchainView;
        column->addWidget(m_toolchains);
    }
    column->addStretch(1);
    auto *const area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return area;
}

QWidget *PreferencesDialog::makeFoot()
{
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *const open = buttons->addButton(tr("Open the file"), QDialogButtonBox::ActionRole);
    open->setObjectName(QStringLiteral("openFile"));
    open->setToolTip(tr("Opens the file in which these settings stand. What is changed there holds when it is saved."));
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this, [this] {
        Q_EMIT openRequested(m_preferences->file(scope()));
        close();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    return buttons;
}

Preferences::Scope PreferencesDialog::scope() const
{
    return m_scope->currentIndex() == 1 ? Preferences::Scope::Project : Preferences::Scope::Person;
}

void PreferencesDialog::showScope()
{
    for (PreferenceRow *const row : std::as_const(m_rows)) {
        row->setScope(scope());
    }
    search(m_search->text());
    showProblem();
}

void PreferencesDialog::showProblem()
{
    m_problem->setText(m_preferences->problem(scope()));
    m_problem->setVisible(!m_problem->text().isEmpty());
}

/// Pages without a setting that fits are left out of the list.
void PreferencesDialog::search(const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    QList<bool> hasAny(m_pages->count(), false);
    for (PreferenceRow *const row : std::as_const(m_rows)) {
        const bool isSettable = scope() == Preferences::Scope::Person || row->preference().isForProjects;
        const bool fits = isSettable && row->matches(words);
        row->setVisible(fits);
        for (int page = 0; page < m_pages->count(); ++page) {
            hasAny[page] = hasAny[page] || (fits && m_pages->widget(page)->isAncestorOf(row));
        }
    }
    const int keysAt = m_pages->indexOf(m_keysPage);
    hasAny[keysAt] = m_keysPage->filter(words) && scope() == Preferences::Scope::Person;
    for (int page = 0; page < m_pages->count(); ++page) {
        m_titles->item(page)->setHidden(!hasAny[page]);
    }
    const auto first = hasAny.indexOf(true);
    if (first >= 0 && !hasAny.value(m_titles->currentRow())) {
        m_titles->setCurrentRow(static_cast<int>(first));
    }
    m_pages->setVisible(first >= 0);
}

} // namespace studio
