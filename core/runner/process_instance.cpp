// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/process_instance.h"

#include <QCoroTask>
#include <QDateTime>
#include <QFile>

#include <ctime>
#include <unistd.h>

namespace studio {

namespace {

constexpr std::chrono::milliseconds flushPeriod{30};
constexpr qsizetype bunch = 500;             ///< lines that are told at once without waiting for the period
constexpr qsizetype linesPerSecond = 20'000; ///< what more is written is counted and not told
constexpr qsizetype keptLines = 20;
constexpr qsizetype keptCalls = 256;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

ProcessInstance::ProcessInstance(InstanceSpec spec, std::unique_ptr<Scratch> scratch, LogReader::Host host)
    : m_spec(std::move(spec)), m_scratch(std::move(scratch)), m_reader(host)
{
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(flushPeriod);
    connect(&m_flushTimer, &QTimer::timeout, this, [this] { flush(); });
    m_readyTimer.setSingleShot(true);
    connect(&m_readyTimer, &QTimer::timeout, this, [this] { notReady(); });
    m_second.start();
}

ProcessInstance::~ProcessInstance()
{
    if (m_process) {
        m_process->disconnect(this);
    }
}

void ProcessInstance::launch(ProcessSpec spec, quint16 port)
{
    m_port = port;
    m_process = std::make_unique<Process>(std::move(spec));
    connect(m_process.get(), &Process::standardError, this, [this](const QByteArray &chunk) { readStderr(chunk); });
    connect(m_process.get(), &Process::standardOutput, this,
            [this](const QByteArray &chunk) { take(m_reader.readStdout(chunk, now())); });
    // Queued: a program that cannot be started ends within start(), before anybody listens to this.
    connect(
        m_process.get(), &Process::finished, this, [this](const Result<ProcessExit> &result) { processEnded(result); },
        Qt::QueuedConnection);
    m_process->start();
    m_readyTimer.start(m_spec.readyTimeout);
}

void ProcessInstance::nowListening()
{
    if (m_listening || m_state != InstanceState::Starting) {
        return;
    }
    m_listening = true;
    Q_EMIT listening();
    probe(this);
}

/// One request that waits in the socket's queue until the handler serves: no polling.
QCoro::Task<void> ProcessInstance::probe(QPointer<ProcessInstance> self)
{
    const HttpLimits limits{.timeout = self->m_spec.readyTimeout};
    const quint16 port = self->m_port;
    const auto answer = co_await self->m_client.send(port, {.method = "GET", .target = "/healthz"}, limits);
    if (self && answer && answer->response.status == 200) {
        self->nowReady();
    }
}

void ProcessInstance::nowReady()
{
    if (m_state == InstanceState::Starting) {
        m_readyTimer.stop();
        setState(InstanceState::Ready);
    }
}

QProcessEnvironment ProcessInstance::basicEnvironment()
{
    const auto ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    for (const char *name : {"PATH", "HOME", "TZ", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR"}) {
        const QString key = QString::fromLatin1(name);
        if (ours.contains(key)) {
            environment.insert(key, ours.value(key));
        }
    }
    return environment;
}

QList<std::pair<QString, QString>> ProcessInstance::platformEnvironment(const QString &store) const
{
    return {{QStringLiteral("IGNITE_RUNNER"), QStringLiteral("1")},
            {QStringLiteral("IGNITE_FUNCTION_ID"), m_spec.functionId},
            {QStringLiteral("IGNITE_SCRATCH"), store}};
}

void ProcessInstance::setState(InstanceState state)
{
    if (m_state == state) {
        return;
    }
    m_state = state;
    const QPointer<ProcessInstance> self(this);
    Q_EMIT stateChanged(state);
    if (self && !m_listening) {
        Q_EMIT listening(); // whoever waits for it need not any more
    }
}

void ProcessInstance::readStderr(const QByteArray &chunk)
{
    take(m_reader.readStderr(chunk, now()));
    if (m_reader.isServing()) {
        nowListening();
    }
    if (m_reader.hasCallInFlight()) {
        nowReady(); // a call was begun: one that keeps its only thread busy could not answer the probe for long
    }
    if (const QStringList ended = m_reader.takeEnded(); !ended.isEmpty()) {
        callsEnded(ended);
    }
    if (auto trap = m_reader.takeTrap()) {
        m_trap = std::move(trap);
        flush(); // what the call wrote is told before its end
        if (m_scratch && !m_reader.hasCallInFlight()) {
            m_scratch->clearStore();
        }
        Q_EMIT trapped();
    }
}

void ProcessInstance::callsEnded(const QStringList &ended)
{
    flush();             // what they wrote comes before the news
    m_lastLines.clear(); // what says why a process dies is not what an earlier call wrote
    m_told += ended;
    if (m_told.size() > keptCalls) {
        m_told.remove(0, m_told.size() - keptCalls);
    }
    for (const QString &id : ended) {
        Q_EMIT callTold(id);
    }
}

void ProcessInstance::catchUp()
{
    if (m_process) {
        m_process->readErrors();
    }
}

bool ProcessInstance::hasToldAll(const QString &executionId) const
{
    return m_told.lastIndexOf(executionId) >= 0; // the newest is asked for
}

bool ProcessInstance::isInCall(const QString &executionId) const
{
    return m_reader.isInFlight(executionId);
}

QString ProcessInstance::trapOf(const QString &executionId) const
{
    // With several calls in flight nobody can tell whose it was.
    const bool isTheirs = m_trap && (m_trap->executionId == executionId || m_trap->executionId.isEmpty());
    return isTheirs ? m_trap->reason : QString();
}

void ProcessInstance::take(const QList<LogLine> &lines)
{
    for (const LogLine &line : lines) {
        if (line.stream == LogStream::Stderr) {
            m_lastLines.append(line.text);
        }
        if (m_second.elapsed() > 1000) {
            m_second.restart();
            m_toldThisSecond = 0;
        }
        if (++m_toldThisSecond > linesPerSecond) {
            ++m_dropped;
        } else {
            m_waiting.append(line);
        }
    }
    if (m_lastLines.size() > keptLines) {
        m_lastLines.remove(0, m_lastLines.size() - keptLines);
    }
    if (m_waiting.size() >= bunch) {
        flush();
    } else if ((!m_waiting.isEmpty() || m_dropped > 0) && !m_flushTimer.isActive()) {
        m_flushTimer.start();
    }
}

void ProcessInstance::flush()
{
    m_flushTimer.stop();
    if (!m_waiting.isEmpty() || m_dropped > 0) {
        Q_EMIT lines(std::exchange(m_waiting, {}), std::exchange(m_dropped, 0));
    }
}

QString ProcessInstance::lastWords() const
{
    QStringList words;
    for (const QByteArray &line : m_lastLines) {
        words << QString::fromUtf8(line);
    }
    words.removeIf([](const QString &word) {
        return word.isEmpty() || word.startsWith(QLatin1String("note: run with `RUST_BACKTRACE"));
    });
    return words.isEmpty() ? QStringLiteral(" It wrote nothing to stderr.")
                           : QStringLiteral(" Its last line on stderr was: %1").arg(words.last());
}

void ProcessInstance::processEnded(const Result<ProcessExit> &result)
{
    m_readyTimer.stop();
    m_listening = false;
    take(m_reader.finish(now()));
    flush();
    m_scratch.reset(); // also what a call that was killed had in its temp store
    if (m_state == InstanceState::Stopping) {
        setState(InstanceState::Stopped);
        return;
    }
    if (m_state == InstanceState::Crashed) {
        return;
    }
    if (!result) {
        crash(result.error());
        return;
    }
    const QString when = m_state == InstanceState::Starting ? QStringLiteral(" before it was ready") : QString();
    crash({ErrorCode::Internal, QStringLiteral("The handler %1%2.%3").arg(describe(*result), when, lastWords()), {}});
}

void ProcessInstance::crash(const Error &error)
{
    if (!m_process) {
        m_scratch.reset();
    }
    m_failure = error;
    setState(InstanceState::Crashed);
}

void ProcessInstance::notReady()
{
    m_process->kill();
    crash({ErrorCode::DeadlineExceeded,
           QStringLiteral("The handler did not become ready within %1 s.%2")
               .arg(static_cast<double>(m_spec.readyTimeout.count()) / 1000.0)
               .arg(lastWords()),
           {}});
}

qint64 ProcessInstance::residentBytes() const
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(pid()));
    if (pid() == 0 || !file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

InstanceUsage ProcessInstance::usage(bool exact) const
{
    constexpr int peakPeriodMs = 50; // reading it costs as much as a short call
    clockid_t clock{};
    timespec time{};
    const auto child = static_cast<pid_t>(pid());
    if (child == 0 || ::clock_getcpuclockid(child, &clock) != 0 || ::clock_gettime(clock, &time) != 0) {
        return {.memoryPeakBytes = m_memoryPeak};
    }
    if (exact || !m_peakRead.isValid() || m_peakRead.elapsed() >= peakPeriodMs) {
        m_peakRead.start();
        QFile file(QStringLiteral("/proc/%1/status").arg(child));
        const QByteArray status = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        if (const qsizetype at = status.indexOf("\nVmHWM:"); at >= 0) { // proc(5): "VmHWM:	    5712 kB"
            const QByteArray line = status.sliced(at + 7, status.indexOf('\n', at + 1) - at - 7);
            m_memoryPeak = line.trimmed().split(' ').first().toLongLong() * 1024;
        }
    }
    return {.cpuUs = time.tv_sec * 1'000'000LL + time.tv_nsec / 1000, .memoryPeakBytes = m_memoryPeak};
}

void ProcessInstance::stop()
{
    if (m_state != InstanceState::Starting && m_state != InstanceState::Ready) {
        return;
    }
    m_readyTimer.stop();
    if (!m_process) { // what it needs is still being made
        m_scratch.reset();
        setState(InstanceState::Stopped);
        return;
    }
    setState(InstanceState::Stopping);
    m_process->stop();
}

} // namespace studio
