// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/answer_find.h"

#include "ui/common/escape.h"
#include "ui/common/icons.h"
#include "ui/invoke/find_target.h"
#include "ui/invoke/line_search.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>
#include <QtConcurrentRun>

namespace studio {

AnswerFind::AnswerFind(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLineEdit)
    , m_case(makeToggle(QStringLiteral("Aa"), tr("Match case")))
    , m_word(makeToggle(QStringLiteral("“ ”"), tr("Whole words")))
    , m_regex(makeToggle(QStringLiteral(".*"), tr("Regular expression")))
    , m_result(new QLabel)
{
    m_text->setPlaceholderText(tr("Find in the answer"));
    m_text->setAccessibleName(tr("Find in the answer"));
    m_text->setMinimumWidth(80);
    m_result->setForegroundRole(QPalette::PlaceholderText);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setMinimumWidth(1); // long words are cut: a narrow pane must not grow
    layOut();
    setFocusProxy(m_text);
    hide();
    connect(m_text, &QLineEdit::textChanged, this, &AnswerFind::restart);
    connect(&m_search, &QFutureWatcherBase::resultsReadyAt, this, &AnswerFind::take);
    connect(&m_search, &QFutureWatcherBase::finished, this, &AnswerFind::finish);
}

AnswerFind::~AnswerFind()
{
    m_search.disconnect(this);
    m_search.cancel();
}

QToolButton *AnswerFind::makeToggle(const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    connect(button, &QToolButton::toggled, this, &AnswerFind::restart);
    return button;
}

QToolButton *AnswerFind::makeTool(const char *name, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setIcon(icon(name));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

void AnswerFind::layOut()
{
    auto *const up = makeTool("go-up", tr("Previous match (Shift+Enter)"));
    auto *const down = makeTool("go-down", tr("Next match (Enter)"));
    auto *const shut = makeTool("window-close", tr("Close (Escape)"));
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 4, 2);
    row->setSpacing(2);
    row->addWidget(m_text, 1);
    row->addSpacing(2);
    row->addWidget(m_result);
    for (QToolButton *const button : {m_case, m_word, m_regex, up, down, shut}) {
        row->addWidget(button);
    }
    connect(up, &QToolButton::clicked, this, [this] { find(-1); });
    connect(down, &QToolButton::clicked, this, [this] { find(1); });
    connect(shut, &QToolButton::clicked, this, &AnswerFind::close);
}

FindOptions AnswerFind::options() const
{
    return {.words = m_text->text(),
            .matchCase = m_case->isChecked(),
            .wholeWord = m_word->isChecked(),
            .regex = m_regex->isChecked()};
}

void AnswerFind::setTarget(FindTarget *target)
{
    if (m_target == target) {
        return;
    }
    stop();
    m_target = target;
    restart();
}

void AnswerFind::open()
{
    const QString selected = m_target ? m_target->selectionToFind() : QString();
    const bool wasOpen = isVisible();
    show();
    if (!selected.isEmpty() && selected != m_text->text()) {
        m_text->setText(selected); // which restarts
    } else if (!wasOpen) {
        restart();
    }
    m_text->selectAll();
    m_text->setFocus(Qt::ShortcutFocusReason);
}

void AnswerFind::dismiss()
{
    if (!isHidden()) {
        stop();
        hide();
    }
}

void AnswerFind::close()
{
    dismiss();
    Q_EMIT closed();
}

/// Ends the search and forgets what it found.
void AnswerFind::stop()
{
    m_search.cancel();
    m_search.setFuture({});
    m_matches.clear();
    m_current = -1;
    m_isWanted = false;
    if (m_target) {
        m_target->markMatches({});
    }
    showResult({});
}

void AnswerFind::restart()
{
    if (isHidden()) {
        return;
    }
    const LinePlace from = m_target ? m_target->findStart() : LinePlace();
    stop();
    if (!m_target || m_text->text().isEmpty()) {
        return;
    }
    const auto expression = expressionOf(options());
    if (!expression) {
        showResult(tr("Invalid pattern"), true);
        m_result->setToolTip(expression.error().message);
        return;
    }
    m_from = from;
    m_isWanted = true;
    showResult(tr("Searching…"));
    m_search.setFuture(QtConcurrent::run(searchLines, m_target->lineText(), *expression));
}

void AnswerFind::take(int begin, int end)
{
    const bool isFirst = m_matches.isEmpty();
    for (int i = begin; i < end; ++i) {
        m_matches += m_search.future().resultAt(i);
    }
    m_target->markMatches(m_matches);
    if (m_isWanted && firstMatchFrom(m_matches, m_from) != m_matches.cend()) {
        selectFrom(m_from);
    } else if (isFirst || m_current >= 0) {
        showCount();
    }
}

void AnswerFind::finish()
{
    if (m_search.isCanceled()) {
        return;
    }
    if (m_isWanted && !m_matches.isEmpty()) {
        selectFrom(m_from);
    }
    showCount();
}

void AnswerFind::selectFrom(LinePlace place)
{
    m_isWanted = false;
    const auto next = firstMatchFrom(m_matches, place);
    select(next == m_matches.cend() ? 0 : next - m_matches.cbegin());
}

void AnswerFind::select(qsizetype index)
{
    m_current = index;
    m_target->selectMatch(m_matches[index]);
    showCount();
}

void AnswerFind::find(int direction)
{
    if (isHidden()) {
        return open();
    }
    if (m_matches.isEmpty()) {
        return;
    }
    // From where the person is now, which may be far from the match that was selected last.
    const LinePlace from = m_target->findStart();
    const auto next = firstMatchFrom(m_matches, from);
    const bool isOnMatch = next != m_matches.cend() && next->begin() == from && m_current >= 0;
    const qsizetype at = next - m_matches.cbegin();
    const qsizetype count = m_matches.size();
    m_isWanted = false;
    select(direction > 0 ? (at + (isOnMatch ? 1 : 0)) % count : (at + count - 1) % count);
}

void AnswerFind::showCount()
{
    const QLocale locale;
    const QString count = m_matches.size() < maxLineMatches
                              ? locale.toString(m_matches.size()) + (isSearching() ? QStringLiteral("…") : QString())
                              : tr("%1+").arg(locale.toString(maxLineMatches));
    if (m_matches.isEmpty() || m_current < 0) {
        return showResult(m_matches.isEmpty() ? tr("No match") : tr("%1 found").arg(count));
    }
    const bool isSeen = m_target->showsMatch(m_matches[m_current]);
    showResult((isSeen ? tr("%1 of %2") : tr("%1 of %2 (not shown)")).arg(locale.toString(m_current + 1), count));
    if (!isSeen) {
        m_result->setToolTip(tr("It is in the part of a long line that is left out. Copy the line to see all of it."));
    }
}

void AnswerFind::showResult(const QString &text, bool isFault)
{
    m_result->setText(text);
    if (!isFault) {
        m_result->setToolTip({});
    }
}

bool AnswerFind::event(QEvent *event)
{
    return claimEscape(event) || QWidget::event(event);
}

void AnswerFind::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        find(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace studio
