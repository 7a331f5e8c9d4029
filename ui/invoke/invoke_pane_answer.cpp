// SPDX-License-Identifier: GPL-3.0-or-later
// What the invoke pane shows of a call that has ended.
#include "core/base/display.h"
#include "core/invocation/platform_response.h"
#include "ui/common/banner.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/stderr_section.h"

#include <QAction>
#include <QStackedWidget>

namespace studio {

namespace {

constexpr qsizetype maxKeptLines = 4'000;

/// Whether the platform answered in the handler's place: it has no time of the handler to tell.
bool isPlatformsOwn(const Invocation &invocation)
{
    return invocation.response.status >= 500 && invocation.handlerUs < 0;
}

} // namespace

void InvokePane::showAnswer(const Invocation &invocation)
{
    m_banner->hide();
    m_response->setNote(m_isStale && m_isStale() ? tr("before your last change") : QString());
    m_response->setInvocation(invocation);
    QList<QByteArray> lines;
    for (const LogLine &line : std::as_const(m_lines)) {
        if (line.executionId == invocation.executionId && line.stream == LogStream::Stderr) {
            lines << line.text;
        }
    }
    m_response->stderrSection()->append(lines);
    m_response->stderrSection()->setOpen(invocation.response.status >= 500 && !lines.isEmpty());
    showPage(m_response);
    if (isPlatformsOwn(invocation)) {
        showBannerOf(invocation);
    }
    Q_EMIT responseShown(invocation);
}

void InvokePane::addHandlerLines(const QList<LogLine> &lines)
{
    const QString shown = m_response->invocation().executionId;
    QList<QByteArray> fresh;
    for (const LogLine &line : lines.last(std::min(lines.size(), maxKeptLines))) {
        if (line.executionId.isEmpty()) {
            continue;
        }
        if (line.executionId == shown && line.stream == LogStream::Stderr) {
            fresh << line.text;
        }
        m_lines.append(line);
    }
    if (!fresh.isEmpty()) {
        m_response->stderrSection()->append(fresh);
    }
    if (m_lines.size() > 2 * maxKeptLines) {
        m_lines.remove(0, m_lines.size() - maxKeptLines);
    }
}

void InvokePane::showBannerOf(const Invocation &invocation)
{
    const QString sentence = errorTextOf(invocation.response);
    if (!sentence.isEmpty()) {
        offerRecovery(sentence);
    }
}

void InvokePane::offerRecovery(const QString &sentence)
{
    auto *const again = new QAction(tr("Run again"));
    auto *const log = new QAction(tr("Show log"));
    connect(again, &QAction::triggered, this, &InvokePane::runRequested);
    connect(log, &QAction::triggered, this, &InvokePane::showLogRequested);
    m_banner->show(Banner::Kind::Error, sentence, {again, log});
}

void InvokePane::showFailure(const Error &error)
{
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
