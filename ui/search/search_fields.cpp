// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_fields.h"

#include "ui/common/icons.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace studio {

Json toJson(const SearchInput &input)
{
    const ProjectQuery &query = input.query;
    return {{"words", query.words},
            {"matchCase", query.matchCase},
            {"wholeWord", query.wholeWord},
            {"isRegex", query.isRegex},
            {"include", query.include},
            {"exclude", query.exclude},
            {"replacement", input.replacement},
            {"isReplacing", input.isReplacing}};
}

SearchInput readSearchInput(const JsonReader &json)
{
    return {.query = {.words = json["words"].text(),
                      .matchCase = json["matchCase"].boolean(),
                      .wholeWord = json["wholeWord"].boolean(),
                      .isRegex = json["isRegex"].boolean(),
                      .include = json["include"].text(),
                      .exclude = json["exclude"].text()},
            .replacement = json["replacement"].text(),
            .isReplacing = json["isReplacing"].boolean()};
}

SearchFields::SearchFields(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_words(addField(0, tr("Find in project")))
    , m_case(addToggle(1, QStringLiteral("Aa"), tr("Match case")))
    , m_word(addToggle(2, QStringLiteral("“ ”"), tr("Whole words")))
    , m_regex(addToggle(3, QStringLiteral(".*"), tr("Regular expression, as in Rust's crate regex")))
    , m_replacing(addToggle(4, QString(), tr("Replace")))
    , m_with(addField(1, tr("Replace with")))
    , m_replace(new QPushButton(tr("Replace")))
    , m_include(addField(2, tr("Files to include, such as *.rs, src/**")))
    , m_exclude(addField(3, tr("Files to exclude")))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(4);
    m_replacing->setIcon(icon("edit-find-replace"));
    m_grid->addWidget(m_with, 1, 0);
    m_grid->addWidget(m_replace, 1, 1, 1, 4);
    m_grid->addWidget(m_include, 2, 0, 1, 5);
    m_grid->addWidget(m_exclude, 3, 0, 1, 5);
    m_with->setToolTip(tr("In the replacement of a regular expression $1 stands for a group, $0 for the match"));
    QWidget::setTabOrder({m_words, m_with, m_include, m_exclude, m_case, m_word, m_regex, m_replacing, m_replace});
    connect(m_with, &QLineEdit::textChanged, this, &SearchFields::replacementChanged);
    connect(m_replace, &QPushButton::clicked, this, &SearchFields::replaceRequested);
    connect(m_replacing, &QToolButton::toggled, this, [this](bool isReplacing) {
        m_with->setVisible(isReplacing);
        m_replace->setVisible(isReplacing);
        Q_EMIT replacementChanged();
    });
    for (QLineEdit *const field : {m_words, m_include, m_exclude}) {
        connect(field, &QLineEdit::textChanged, this, &SearchFields::typed);
        connect(field, &QLineEdit::returnPressed, this, &SearchFields::searchRequested);
    }
    for (QToolButton *const toggle : {m_case, m_word, m_regex}) {
        connect(toggle, &QToolButton::toggled, this, &SearchFields::typed);
    }
    m_with->hide();
    m_replace->hide();
}

QLineEdit *SearchFields::addField(int row, const QString &name)
{
    auto *const field = new QLineEdit;
    field->setPlaceholderText(name);
    field->setAccessibleName(name);
    field->setClearButtonEnabled(true);
    field->installEventFilter(this);
    m_grid->addWidget(field, row, 0);
    return field;
}

QToolButton *SearchFields::addToggle(int column, const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    m_grid->addWidget(button, 0, column);
    return button;
}

ProjectQuery SearchFields::query() const
{
    return {.words = m_words->text(),
            .matchCase = m_case->isChecked(),
            .wholeWord = m_word->isChecked(),
            .isRegex = m_regex->isChecked(),
            .include = m_include->text(),
            .exclude = m_exclude->text()};
}

QString SearchFields::replacement() const
{
    return m_with->text();
}

bool SearchFields::isReplacing() const
{
    return m_replacing->isChecked();
}

void SearchFields::setReplacing(bool isReplacing)
{
    m_replacing->setChecked(isReplacing);
}

void SearchFields::setWords(const QString &words)
{
    if (!words.isEmpty()) {
        m_words->setText(words);
    }
    m_words->selectAll();
}

void SearchFields::setReplaceable(int matches)
{
    m_replace->setText(matches > 0 ? tr("Replace %1").arg(matches) : tr("Replace"));
    m_replace->setToolTip(tr("Replace the matches that are checked, as one step that can be undone"));
    m_replace->setEnabled(matches > 0);
}

SearchInput SearchFields::input() const
{
    return {.query = query(), .replacement = replacement(), .isReplacing = isReplacing()};
}

void SearchFields::setInput(const SearchInput &input)
{
    m_words->setText(input.query.words);
    m_case->setChecked(input.query.matchCase);
    m_word->setChecked(input.query.wholeWord);
    m_regex->setChecked(input.query.isRegex);
    m_include->setText(input.query.include);
    m_exclude->setText(input.query.exclude);
    m_with->setText(input.replacement);
    m_replacing->setChecked(input.isReplacing);
}

bool SearchFields::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        Q_EMIT resultsRequested();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace studio
