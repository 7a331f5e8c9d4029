// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/find_bar.h"

#include "ui/editor/code_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxMatches = 10'000; ///< that are marked and counted
constexpr std::chrono::milliseconds searchDelay{150};

} // namespace

FindBar::FindBar(QWidget *parent)
    : FindBarBase(tr("Find"), parent)
    , m_case(makeOption(QStringLiteral("Aa"), tr("Match case")))
    , m_word(makeOption(QStringLiteral("“ ”"), tr("Whole words")))
    , m_regex(makeOption(QStringLiteral(".*"), tr("Regular expression")))
    , m_with(new QLineEdit)
    , m_replaceTools(new QWidget)
{
    auto *const rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 4, 8, 4);
    rows->setSpacing(4);
    auto *const row = new QHBoxLayout;
    row->setSpacing(4);
    rows->addLayout(row);
    m_with->setPlaceholderText(tr("Replace with"));
    m_with->setAccessibleName(tr("Replace with"));
    row->addWidget(field(), 1);
    row->addWidget(result());
    for (QToolButton *const option : {m_case, m_word, m_regex}) {
        row->addWidget(option);
        connect(option, &QToolButton::toggled, this, &FindBar::search);
    }
    for (QToolButton *const tool : {makePrevious(), makeNext(), makeClose()}) {
        row->addWidget(tool);
    }
    auto *const replaceRow = new QHBoxLayout(m_replaceTools);
    replaceRow->setContentsMargins(0, 0, 0, 0);
    replaceRow->setSpacing(4);
    replaceRow->addWidget(m_with, 1);
    auto *const one = new QPushButton(tr("Replace"));
    auto *const all = new QPushButton(tr("Replace all"));
    connect(one, &QPushButton::clicked, this, &FindBar::replaceOne);
    connect(all, &QPushButton::clicked, this, &FindBar::replaceAll);
    replaceRow->addWidget(one);
    replaceRow->addWidget(all);
    rows->addWidget(m_replaceTools);
    setTabOrder(field(), m_with); // what is typed one after the other
    connect(m_with, &QLineEdit::returnPressed, this, &FindBar::replaceOne);
    connect(field(), &QLineEdit::textEdited, this, [this] {
        search();
        find(1);
    });
    m_behind.setSingleShot(true);
    m_behind.setInterval(searchDelay);
    connect(&m_behind, &QTimer::timeout, this, &FindBar::search);
}

FindOptions FindBar::options() const
{
    return {.words = field()->text(),
            .matchCase = m_case->isChecked(),
            .wholeWord = m_word->isChecked(),
            .regex = m_regex->isChecked()};
}

void FindBar::setEditor(CodeEditor *editor)
{
    if (m_editor) {
        m_editor->disconnect(this);
        m_editor->markMatches({});
    }
    m_editor = editor;
    if (m_editor) {
        connect(m_editor, &QsciScintilla::textChanged, this, [this] {
            if (isVisible()) {
                m_behind.start();
            }
        });
        connect(m_editor, &QsciScintilla::selectionChanged, this, &FindBar::showCount);
    }
    if (isVisible()) {
        search();
    }
}

void FindBar::open(bool withReplace)
{
    m_replaceTools->setVisible(withReplace);
    if (m_editor && m_editor->hasSelectedText() && !m_editor->selectedText().contains(QLatin1Char('\n'))) {
        field()->setText(m_editor->selectedText());
    }
    show();
    search();
    field()->setFocus();
    field()->selectAll();
}

void FindBar::close()
{
    hide();
    m_matches.clear();
    if (m_editor) {
        m_editor->markMatches({});
    }
    Q_EMIT closed();
}

void FindBar::search()
{
    m_behind.stop();
    m_matches.clear();
    result()->clear();
    if (!m_editor) {
        return;
    }
    if (!field()->text().isEmpty()) {
        const auto expression = expressionOf(options());
        if (!expression) {
            m_editor->markMatches({});
            result()->setText(expression.error().message);
            return;
        }
        m_matches = findMatches(m_editor->text(), *expression, maxMatches);
    }
    m_editor->markMatches(m_matches);
    showCount();
}

void FindBar::select(const TextMatch &match)
{
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETSEL, static_cast<unsigned long>(match.from),
                            static_cast<long>(match.to));
    m_editor->ensureCursorVisible();
}

void FindBar::find(int direction)
{
    if (m_behind.isActive() || m_matches.isEmpty()) {
        search();
    }
    if (!m_editor || m_matches.isEmpty()) {
        return;
    }
    const auto begin = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONSTART));
    const auto end = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONEND));
    // While it is typed the match that has begun goes on; after that the next one is meant.
    const bool isTyping = field()->hasFocus() && field()->isModified();
    field()->setModified(false);
    if (direction > 0) {
        const auto next = std::ranges::find_if(m_matches, [&](const TextMatch &match) {
            return match.from >= (isTyping ? begin : end) && (isTyping || match.from > begin || end == begin);
        });
        select(next != m_matches.end() ? *next : m_matches.first());
    } else {
        const auto before = std::ranges::find_if(m_matches.crbegin(), m_matches.crend(),
                                                 [&](const TextMatch &match) { return match.from < begin; });
        select(before != m_matches.crend() ? *before : m_matches.last());
    }
}

/// "2 of 7" while one of them is selected, otherwise how many there are.
void FindBar::showCount()
{
    if (!isVisible() || !m_editor || field()->text().isEmpty()) {
        return;
    }
    const TextMatch selected{static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONSTART)),
                             static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONEND))};
    const qsizetype at = m_matches.indexOf(selected);
    m_editor->markCurrentMatch(at >= 0 ? selected : TextMatch());
    result()->setText(countText(at, m_matches.size(), m_matches.size() >= maxMatches));
}

bool FindBar::mayReplace()
{
    if (m_editor && m_editor->isReadOnly()) {
        result()->setText(tr("Read-only"));
    }
    return m_editor && !m_editor->isReadOnly();
}

void FindBar::replaceOne()
{
    if (!mayReplace()) {
        return;
    }
    const auto [text, count] = replaceMatches(m_editor->selectedText(), options(), m_with->text());
    if (count == 1) {
        m_editor->replaceSelectedText(text);
        search();
    }
    find(1);
}

void FindBar::replaceAll()
{
    if (field()->text().isEmpty() || !mayReplace()) {
        return;
    }
    const auto [text, count] = replaceMatches(m_editor->text(), options(), m_with->text());
    if (count > 0) {
        m_editor->replaceText(text);
        search();
    }
    result()->setText(tr("%1 replaced").arg(count));
}

} // namespace studio
