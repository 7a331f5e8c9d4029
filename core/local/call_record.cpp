// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/call_record.h"

#include "core/invocation/platform_response.h"

#include <QDateTime>
#include <QRegularExpression>

namespace studio {

namespace {

constexpr std::chrono::milliseconds measureInterval{100}; ///< so that something is known of one that dies
constexpr qint64 shortCallUs = 5'000;    ///< below it an exact measurement would cost as much as the call
constexpr qsizetype longestMessage = 20; ///< lines
constexpr qsizetype maxLines = 20'000;   ///< of a record; empty ones take room too

ExecutionStatus statusOf(const Invocation &invocation)
{
    if (invocation.error && invocation.error->code == ErrorCode::DeadlineExceeded) {
        return ExecutionStatus::TimedOut;
    }
    const bool hasFailed = invocation.brokeOff || invocation.response.status >= 500;
    return hasFailed ? ExecutionStatus::Failed : ExecutionStatus::Succeeded;
}

void takeLines(Execution &record, CallLines lines)
{
    lines.moveInto(record);
    record.panic = panicOf(record.lines);
}

void takeResult(Execution &record, const Invocation &invocation)
{
    record.status = statusOf(invocation);
    record.response = invocation.response;
    record.responseBytes = invocation.response.body.size();
    record.startUs = invocation.startUs;
    record.handlerUs = invocation.handlerUs;
    record.firstByteUs = invocation.timings.firstByte > 0 ? invocation.timings.firstByte : -1;
    if (invocation.error) {
        record.error = invocation.error->message;
    } else {
        record.error = invocation.response.status >= 500 ? errorTextOf(invocation.response) : QString();
    }
}

} // namespace

std::optional<Panic> panicOf(const QList<ExecutionLine> &lines)
{
    static const QRegularExpression place(
        QStringLiteral("^thread '.*' (?:\\(\\d+\\) )?panicked at (.+):(\\d+):(\\d+):$"));
    for (qsizetype at = 0; at < lines.size(); ++at) {
        if (!lines[at].text.startsWith("thread '")) {
            continue;
        }
        const auto match = place.match(QString::fromUtf8(lines[at].text));
        if (!match.hasMatch()) {
            continue;
        }
        Panic panic{.message = {},
                    .file = match.captured(1),
                    .line = match.capturedView(2).toInt(),
                    .column = match.capturedView(3).toInt()};
        QStringList message;
        for (qsizetype next = at + 1; next < lines.size() && message.size() < longestMessage; ++next) {
            const QByteArray &text = lines[next].text;
            if (text.startsWith("note: ") || text.startsWith("stack backtrace:") || text.startsWith("thread '")) {
                break;
            }
            message << QString::fromUtf8(text);
        }
        panic.message = message.join(u'\n').trimmed();
        return panic;
    }
    return {};
}

Execution executionFor(const InvokePlan &plan, const QString &executionId, const HttpRequest &request)
{
    Execution execution;
    execution.id = executionId;
    execution.app = plan.app.id;
    execution.version = plan.version;
    execution.dev = plan.isDev;
    execution.codeHash = plan.codeHash;
    execution.artifactHash = plan.artifactHash;
    execution.target = plan.spec.target;
    execution.toolchain = plan.toolchain;
    execution.request = request;
    return execution;
}

void CallLines::take(const LogLine &line)
{
    if (line.leftOut > 0) {
        m_dropped += line.leftOut;
        return;
    }
    m_bytes += line.text.size() + 1;
    if (m_bytes > Executions::lineBytes || m_lines.size() >= maxLines) {
        ++m_dropped;
    } else {
        m_lines.append({line.timeMs, line.text});
    }
}

void CallLines::moveInto(Execution &record)
{
    record.lines = std::move(m_lines);
    record.linesDropped = m_dropped;
}

void completeRecord(Execution &record, CallLines lines, const Invocation &invocation)
{
    takeLines(record, std::move(lines));
    takeResult(record, invocation);
}

void completeRecord(Execution &record, CallLines lines, const Error &error)
{
    takeLines(record, std::move(lines));
    const bool isCancelled = error.code == ErrorCode::Cancelled;
    record.status = isCancelled ? ExecutionStatus::Cancelled : ExecutionStatus::Failed;
    record.error = isCancelled ? QString() : error.message;
}

CallRecord::CallRecord(ExecutionRecorder *recorder, Execution begun) : m_recorder(recorder), m_record(std::move(begun))
{
    m_clock.start();
    if (!m_recorder) {
        return;
    }
    m_record.status = ExecutionStatus::Running;
    m_record.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    m_record.requestBytes = m_record.request.body.size();
    m_recorder->begin(m_record);
}

void CallRecord::timerEvent(QTimerEvent * /*event*/)
{
    measure(true);
    const qsizetype kept = m_lines.lines().size();
    if (m_recorder && std::exchange(m_linesKept, kept) != kept) {
        m_record.lines = m_lines.lines();
        m_record.linesDropped = m_lines.dropped();
        m_recorder->begin(m_record);
    }
}

CallRecord::~CallRecord()
{
    if (!m_ended) {
        Result<Invocation> gone = cancelled();
        end(gone);
    }
}

void CallRecord::runsOn(const InstanceLease &lease, Lines lines)
{
    m_record.queuedUs = m_clock.nsecsElapsed() / 1000;
    m_record.coldStart = lease.isCold;
    m_instance = lease.instance;
    m_observer = std::move(lines);
    if (!m_instance) {
        return;
    }
    connect(m_instance, &Instance::lines, this, &CallRecord::take);
    if (m_recorder) {
        m_cpuBefore = lease.isCold ? 0 : std::max<qint64>(m_instance->usage(false).cpuUs, 0);
        m_measureTimer.start(measureInterval, this);
    }
}

/// Of all that the instance writes, what this call wrote: this is the only place where that is decided.
void CallRecord::take(const QList<LogLine> &lines)
{
    QList<LogLine> own;
    for (const LogLine &line : lines) {
        const bool isOwn = line.executionId == m_record.id;
        if (isOwn && line.stream == LogStream::Stderr) {
            m_lines.take(line);
        }
        if (m_observer && (isOwn || line.executionId.isEmpty())) {
            own.append(line);
        }
    }
    if (!own.isEmpty()) {
        m_observer(own);
    }
}

void CallRecord::measure(bool exact)
{
    if (!m_instance) {
        return;
    }
    const InstanceUsage usage = m_instance->usage(exact);
    m_record.memoryPeakBytes = std::max(m_record.memoryPeakBytes, usage.memoryPeakBytes);
    if (usage.cpuUs >= 0) { // a dead one keeps what was seen last
        m_record.cpuUs = usage.cpuUs - m_cpuBefore;
    }
}

void CallRecord::end(Result<Invocation> &result)
{
    m_ended = true;
    if (result) {
        result->lines = m_lines.lines();
        result->linesDropped = m_lines.dropped();
    }
    m_measureTimer.stop();
    m_record.totalUs = m_clock.nsecsElapsed() / 1000;
    if (!m_recorder) {
        return;
    }
    measure(m_record.totalUs > shortCallUs);
    if (result) {
        completeRecord(m_record, std::move(m_lines), *result);
        if (m_record.firstByteUs > 0) { // since there was an instance
            m_record.firstByteUs = std::min(m_record.firstByteUs + m_record.queuedUs, m_record.totalUs);
        }
    } else {
        completeRecord(m_record, std::move(m_lines), result.error());
    }
    m_recorder->end(std::move(m_record));
}

} // namespace studio
