// SPDX-License-Identifier: GPL-3.0-or-later
// What the invoke pane shows of a call that has ended.
#include "core/base/display.h"
#include "ui/common/banner.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/stderr_section.h"

#include <QAction>
#include <QStackedWidget>

#include <utility>

namespace studio {

namespace {

constexpr qsizetype maxComparedBody = 8 << 20; ///< two are kept

} // namespace

void InvokePane::showAnswer(const Invocation &invocation)
{
    m_banner->hide();
    if (isStreaming()) {
        response()->endStream(invocation);
    } else {
        response()->setInvocation(invocation);
        QList<QByteArray> lines;
        for (const ExecutionLine &line : invocation.lines) {
            lines << line.text;
        }
        response()->stderrSection()->append(lines.isEmpty() ? m_lines : lines);
    }
    StderrSection *const written = response()->stderrSection();
    written->setOpen(invocation.response.status >= 500 && written->count() > 0);
    showPage(response());
    if (invocation.error) {
        offerRecovery(invocation.error->message);
    }
    m_answerBefore = std::exchange(m_lastAnswer, std::nullopt);
    if (invocation.response.body.size() <= maxComparedBody && !invocation.response.truncated) {
        m_lastAnswer = invocation.response.body;
    }
    Q_EMIT responseShown(invocation);
}

void InvokePane::offerRecovery(const QString &sentence)
{
    if (!m_callsDevInstance) { // what runs here has nothing to do with it
        auto *const resend = new QAction(tr("Send again"));
        connect(resend, &QAction::triggered, this, &InvokePane::sendNow);
        m_banner->show(Banner::Kind::Error, sentence, {resend});
        return;
    }
    auto *const again = new QAction(tr("Run again"));
    auto *const log = new QAction(tr("Show log"));
    connect(again, &QAction::triggered, this, &InvokePane::runRequested);
    connect(log, &QAction::triggered, this, &InvokePane::showLogRequested);
    m_banner->show(Banner::Kind::Error, sentence, {again, log});
}

void InvokePane::showFailure(const Error &error)
{
    if (isStreaming()) {
        Invocation cut = m_begun;
        cut.error = error;
        response()->endStream(cut);
    }
    if (error.code == ErrorCode::Cancelled) {
        const QString sentence = tr("Cancelled after %1.").arg(durationText(m_clock.nsecsElapsed() / 1000));
        m_banner->show(Banner::Kind::Information, error.detail.isEmpty() ? sentence : sentence + u' ' + error.detail);
    } else if (error.code == ErrorCode::FailedPrecondition) {
        auto *const run = new QAction(tr("Run"));
        connect(run, &QAction::triggered, this, &InvokePane::runRequested);
        m_banner->show(Banner::Kind::Information, error.message, {run});
    } else if (error.code == ErrorCode::InvalidArgument) {
        m_banner->show(Banner::Kind::Error, error.message);
    } else {
        offerRecovery(error.message);
    }
    Q_EMIT failed(error);
}

} // namespace studio
