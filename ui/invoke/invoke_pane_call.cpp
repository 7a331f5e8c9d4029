// SPDX-License-Identifier: GPL-3.0-or-later
// The call of the invoke pane: what it goes to, and what it tells while it is on its way.
#include "core/base/detach.h"
#include "ui/common/banner.h"
#include "ui/common/primary.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/stderr_section.h"

#include <QComboBox>
#include <QLabel>
#include <QPointer>
#include <QSignalBlocker>

namespace studio {

QWidget *InvokePane::makeTargetChooser()
{
    m_target = new QComboBox;
    m_target->setObjectName(QStringLiteral("sendTo"));
    m_target->setAccessibleName(tr("Send to"));
    m_target->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_target->setMinimumContentsLength(8);
    m_target->hide(); // until there is a choice
    connect(m_target, &QComboBox::activated, this, [this](int index) {
        chooseTarget(m_target->itemData(index).toString());
        Q_EMIT requestChanged();
    });
    return m_target;
}

void InvokePane::setTargets(const QList<CallTarget> &targets)
{
    m_targets = targets;
    const QSignalBlocker blocker(m_target);
    m_target->clear();
    for (const CallTarget &one : targets) {
        m_target->addItem(one.title, one.id);
    }
    m_target->setVisible(targets.size() > 1);
    chooseTarget(m_targetId);
}

void InvokePane::chooseTarget(const QString &id)
{
    m_targetId = id;
    m_target->setCurrentIndex(std::max(m_target->findData(id), 0));
    // All of its name, of which the field may show the beginning only.
    m_target->setToolTip(tr("What the request is sent to: %1").arg(m_target->currentText()));
    showDevNote();
    Q_EMIT targetChosen();
}

const CallTarget *InvokePane::target() const
{
    const int index = std::max(m_target->currentIndex(), 0);
    return index < m_targets.size() ? &m_targets[index] : nullptr;
}

bool InvokePane::sendsToDevInstance() const
{
    return target() && target()->target.kind == InvokeTarget::DevInstance;
}

void InvokePane::setDevState(bool isOutOfDate, bool isQueued)
{
    m_isOutOfDate = isOutOfDate;
    setQueued(isQueued && (!m_waiting || m_callsDevInstance)); // a call to another target waits for nothing here
}

void InvokePane::setDevNote(const QString &sentence)
{
    m_devNote->setText(sentence);
    showDevNote();
}

void InvokePane::showDevNote()
{
    m_devNote->setVisible(!m_devNote->text().isEmpty() && sendsToDevInstance());
}

void InvokePane::setSendPrimary(bool isPrimary)
{
    studio::setPrimary(m_send, isPrimary);
}

void InvokePane::sendNow()
{
    if (m_waiting) {
        return;
    }
    m_clock.start();
    const RequestState now = state();
    const bool isCollected = this->isCollected(now);
    if (!target() && !isCollected) {
        return;
    }
    if (isCollected) {
        beginCall();
        detach(callCollected(target() ? std::optional(*target()) : std::nullopt, edited()));
    } else {
        auto request = requestOf(now);
        if (!request) {
            showFailure(request.error());
            return;
        }
        beginCall();
        detach(call(*target(), std::move(*request)));
    }
    if (m_waiting) { // it may have been answered at once
        beginWaiting();
    }
}

void InvokePane::beginCall()
{
    m_waiting = true;
    m_stop = {};
    m_begun = {};
    m_lines.clear();
    m_callsDevInstance = sendsToDevInstance();
}

QCoro::Task<bool> InvokePane::call(CallTarget target, HttpRequest request)
{
    const int mine = m_generation;
    auto answer = co_await whileAlive(
        this, target.invoker->invoke(target.app, target.target, std::move(request), observer(), m_stop.get_token()));
    m_roundTripUs = m_clock.nsecsElapsed() / 1000;
    endWaiting();
    if (mine != m_generation) {
        co_return false; // forgotten meanwhile
    }
    if (answer) {
        response()->setNote(m_isOutOfDate && target.target.kind == InvokeTarget::DevInstance ? tr("out of date")
                                                                                             : QString());
        showAnswer(*answer);
    } else {
        showFailure(answer.error());
    }
    co_return answer.has_value();
}

/// What is told of a call that was forgotten is dropped, and its answer is read on, to be dropped as well.
InvokeObserver InvokePane::observer()
{
    const QPointer<InvokePane> self(this);
    const auto isCurrent = [self, mine = m_generation] { return self && self->m_generation == mine; };
    return {.lines =
                [self, isCurrent](const QList<LogLine> &lines) {
                    if (isCurrent()) {
                        self->takeLines(lines);
                    }
                },
            .started =
                [self, isCurrent](const QString &id) {
                    if (isCurrent()) {
                        self->m_begun.executionId = id;
                    }
                },
            .head =
                [self, isCurrent](const HttpResponse &head) {
                    if (isCurrent()) {
                        self->m_begun.response = head;
                        self->showStream();
                    }
                },
            .chunk =
                [self, isCurrent](const QByteArray &bytes, const std::function<void()> &next) {
                    if (isCurrent()) {
                        self->response()->appendStream(bytes);
                    }
                    next();
                }};
}

void InvokePane::showStream()
{
    m_banner->hide();
    m_progress->hide();
    response()->setNote({});
    response()->beginStream(m_begun);
    response()->stderrSection()->append(m_lines);
    showPage(response());
}

void InvokePane::takeLines(const QList<LogLine> &lines)
{
    QList<QByteArray> fresh;
    for (const LogLine &line : lines) {
        if (line.executionId == m_begun.executionId && line.stream == LogStream::Stderr) {
            fresh << line.text;
        }
    }
    if (isStreaming()) {
        response()->stderrSection()->append(fresh);
    } else {
        m_lines += fresh; // shown with the answer
        m_lines = m_lines.last(std::min<qsizetype>(m_lines.size(), StderrSection::maxLines + 1));
    }
}

} // namespace studio
