// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/answer_find.h"

#include "ui/invoke/find_target.h"
#include "ui/invoke/line_search.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QtConcurrentRun>

namespace studio {

AnswerFind::AnswerFind(QWidget *parent)
    : FindBarBase(tr("Find in the answer"), parent)
    , m_case(makeOption(QStringLiteral("Aa"), tr("Match case")))
    , m_word(makeOption(QStringLiteral("“ ”"), tr("Whole words")))
    , m_regex(makeOption(QStringLiteral(".*"), tr("Regular expression")))
{
    field()->setMinimumWidth(80);
    result()->setMinimumWidth(1); // long words are cut: a narrow pane must not grow
    layOut();
    connect(field(), &QLineEdit::textChanged, this, &AnswerFind::restart);
    for (QToolButton *const option : {m_case, m_word, m_regex}) {
        connect(option, &QToolButton::toggled, this, &AnswerFind::restart);
    }
    connect(&m_search, &QFutureWatcherBase::resultsReadyAt, this, &AnswerFind::take);
    connect(&m_search, &QFutureWatcherBase::finished, this, &AnswerFind::finish);
}

AnswerFind::~AnswerFind()
{
    m_search.disconnect(this);
    m_search.cancel();
}

void AnswerFind::layOut()
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 4, 2);
    row->setSpacing(2);
    row->addWidget(field(), 1);
    row->addSpacing(2);
    row->addWidget(result());
    for (QToolButton *const button : {m_case, m_word, m_regex, makePrevious(), makeNext(), makeClose()}) {
        row->addWidget(button);
    }
}

FindOptions AnswerFind::options() const
{
    return {.words = field()->text(),
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
    if (!selected.isEmpty() && selected != field()->text()) {
        field()->setText(selected); // which restarts
    } else if (!wasOpen) {
        restart();
    }
    field()->selectAll();
    field()->setFocus(Qt::ShortcutFocusReason);
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
    if (!m_target || field()->text().isEmpty()) {
        return;
    }
    const auto expression = expressionOf(options());
    if (!expression) {
        showResult(tr("Invalid pattern"), true);
        result()->setToolTip(expression.error().message);
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
    const bool hasMore = m_matches.size() >= maxLineMatches;
    QString count = countText(m_current, m_matches.size(), hasMore);
    if (isSearching() && !hasMore) {
        count += u'…';
    }
    const bool isSeen = m_current < 0 || m_target->showsMatch(m_matches[m_current]);
    showResult(isSeen ? count : tr("%1 (not shown)").arg(count));
    if (!isSeen) {
        result()->setToolTip(tr("It is in the part of a long line that is left out. Copy the line to see all of it."));
    }
}

void AnswerFind::showResult(const QString &text, bool isFault)
{
    result()->setText(text);
    if (!isFault) {
        result()->setToolTip({});
    }
}

} // namespace studio
