// SPDX-License-Identifier: GPL-3.0-or-later
// The pane of saved requests while they are sent, and what came of it.
#include "core/base/display.h"
#include "ui/collection/request_tree_model.h"
#include "ui/collection/requests_pane.h"
#include "ui/common/announce.h"
#include "ui/common/state_text.h"

#include <QLabel>
#include <QPushButton>
#include <QTreeView>

namespace studio {

using namespace collection;

namespace {

constexpr std::chrono::milliseconds progressTick{100};

} // namespace

void RequestsPane::beginRun(qsizetype requests)
{
    m_isRunning = true;
    m_total = requests;
    m_done = 0;
    m_failed = 0;
    m_model->clearOutcomes();
    m_openRequests.clear();
    m_clock.start();
    m_run->setText(tr("Stop"));
    m_run->setEnabled(true);
    showProgress();
    m_tick.start(progressTick, this);
}

void RequestsPane::addOutcome(const RequestOutcome &outcome)
{
    ++m_done;
    m_failed += outcome.verdict != RequestOutcome::Passed ? 1 : 0;
    m_model->setOutcome(outcome);
    if (outcome.verdict == RequestOutcome::Failed) {
        m_tree->expand(m_model->find(outcome.path)); // to what does not hold
    }
}

void RequestsPane::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_tick.timerId()) {
        showProgress();
    } else {
        QWidget::timerEvent(event);
    }
}

void RequestsPane::showProgress()
{
    setStateText(
        m_status,
        tr("%1 of %2 sent, %3 failed · %4").arg(m_done).arg(m_total).arg(m_failed).arg(elapsedText(m_clock.elapsed())),
        false);
    showStatusRow();
}

void RequestsPane::endRun(const Result<RunOutcome> &outcome)
{
    m_isRunning = false;
    m_tick.stop();
    m_run->setText(tr("Run all"));
    m_run->setEnabled(requestCount(m_collection->root) > 0);
    const QString time = durationText(m_clock.nsecsElapsed() / 1'000);
    if (!outcome) {
        const bool isStopped = outcome.error().code == ErrorCode::Cancelled;
        setStateText(m_status,
                     isStopped ? tr("Stopped: %1 of %2 sent, %3 failed").arg(m_done).arg(m_total).arg(m_failed)
                               : outcome.error().message,
                     !isStopped);
    } else {
        const qsizetype passed = outcome->count(RequestOutcome::Passed);
        const qsizetype failed = outcome->requests.size() - passed;
        setStateText(m_status, tr("%1 passed, %2 failed · %3").arg(passed).arg(failed).arg(time), failed > 0);
    }
    showStatusRow();
    announce(m_status, m_status->text());
}

} // namespace studio
