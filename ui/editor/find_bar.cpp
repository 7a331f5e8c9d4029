// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/find_bar.h"

#include "ui/common/escape.h"
#include "ui/common/icons.h"
#include "ui/editor/code_editor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
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
    : QWidget(parent), m_text(new QLineEdit), m_with(new QLineEdit), m_replaceTools(new QWidget), m_result(new QLabel)
{
    auto *const rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 4, 8, 4);
    rows->setSpacing(4);
    auto *const row = new QHBoxLayout;
    row->setSpacing(4);
    rows->addLayout(row);
    m_text->setPlaceholderText(tr("Find"));
    m_text->setAccessibleName(tr("Find"));
    m_with->setPlaceholderText(tr("Replace with"));
    m_with->setAccessibleName(tr("Replace with"));
    m_result->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_text, 1);
    row->addWidget(m_result);
    m_case = addToggle(row, QStringLiteral("Aa"), tr("Match case"));
    m_word = addToggle(row, QStringLiteral("“ ”"), tr("Whole words"));
    m_regex = addToggle(row, QStringLiteral(".*"), tr("Regular expression"));
    addTool(row, "go-up", tr("Previous (Shift+Enter)"), &FindBar::findPrevious);
    addTool(row, "go-down", tr("Next (Enter)"), &FindBar::findNext);
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
    addTool(row, "window-close", tr("Close (Escape)"), &FindBar::close);
    setTabOrder(m_text, m_with); // what is typed one after the other
    connect(m_with, &QLineEdit::returnPressed, this, &FindBar::replaceOne);
    connect(m_text, &QLineEdit::textEdited, this, [this] {
        search();
        find(true);
    });
    m_behind.setSingleShot(true);
    m_behind.setInterval(searchDelay);
    connect(&m_behind, &QTimer::timeout, this, &FindBar::search);
    hide();
}

QToolButton *FindBar::addToggle(QHBoxLayout *row, const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    connect(button, &QToolButton::toggled, this, &FindBar::search);
    row->addWidget(button);
    return button;
}

void FindBar::addTool(QHBoxLayout *row, const char *name, const QString &tip, void (FindBar::*slot)())
{
    auto *const button = new QToolButton;
    button->setIcon(icon(name));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    connect(button, &QToolButton::clicked, this, slot);
    row->addWidget(button);
}

FindOptions FindBar::options() const
{
    return {.words = m_text->text(),
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
        m_text->setText(m_editor->selectedText());
    }
    show();
    search();
    m_text->setFocus();
    m_text->selectAll();
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
    m_result->clear();
    if (!m_editor) {
        return;
    }
    if (!m_text->text().isEmpty()) {
        const auto expression = expressionOf(options());
        if (!expression) {
            m_editor->markMatches({});
            m_result->setText(expression.error().message);
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

void FindBar::find(bool forward)
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
    const bool isTyping = m_text->hasFocus() && m_text->isModified();
    m_text->setModified(false);
    if (forward) {
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
    if (!isVisible() || !m_editor || m_text->text().isEmpty()) {
        return;
    }
    const TextMatch selected{static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONSTART)),
                             static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONEND))};
    const qsizetype at = m_matches.indexOf(selected);
    m_editor->markCurrentMatch(at >= 0 ? selected : TextMatch());
    const QString count =
        m_matches.size() < maxMatches ? QString::number(m_matches.size()) : tr("%1 and more").arg(maxMatches);
    m_result->setText(m_matches.isEmpty() ? tr("Not found")
                      : at >= 0           ? tr("%1 of %2").arg(at + 1).arg(count)
                                          : tr("%1 found").arg(count));
}

bool FindBar::mayReplace()
{
    if (m_editor && m_editor->isReadOnly()) {
        m_result->setText(tr("Read-only"));
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
    find(true);
}

void FindBar::replaceAll()
{
    if (m_text->text().isEmpty() || !mayReplace()) {
        return;
    }
    const auto [text, count] = replaceMatches(m_editor->text(), options(), m_with->text());
    if (count > 0) {
        m_editor->replaceText(text);
        search();
    }
    m_result->setText(tr("%1 replaced").arg(count));
}

bool FindBar::event(QEvent *event)
{
    return claimEscape(event) || QWidget::event(event);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (m_text->hasFocus() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        find(!(event->modifiers() & Qt::ShiftModifier));
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace studio
