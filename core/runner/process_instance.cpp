// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/process_instance.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"

#include <QCoroTask>
#include <QFile>
#include <QObject>

#include <ctime>
#include <unistd.h>

namespace studio {

namespace {

constexpr std::chrono::milliseconds linesPeriod{30}; ///< between two bunches of lines

} // namespace

ProcessInstance::ProcessInstance(InstanceSpec spec, std::unique_ptr<Scratch> scratch, LogReader::Host host,
                                 std::shared_ptr<LogThread> thread)
    : m_spec(std::move(spec))
    , m_scratch(std::move(scratch))
    , m_log(std::make_shared<InstanceLog>(m_marks, host))
    , m_logThread(std::move(thread))
{
    m_linesTimer.setSingleShot(true);
    m_linesTimer.setInterval(linesPeriod);
    connect(&m_linesTimer, &QTimer::timeout, this, [this] { takeChanges(); });
    m_readyTimer.setSingleShot(true);
    connect(&m_readyTimer, &QTimer::timeout, this, [this] { notReady(); });
}

ProcessInstance::~ProcessInstance()
{
    if (m_process) {
        m_process->disconnect(this);
    }
    m_log->setWake({});
    m_logThread->stop(m_log);
}

void ProcessInstance::launch(ProcessSpec spec, quint16 port)
{
    m_port = port;
    spec.standardOutput = m_log->writeEnd(InstanceLog::Stdout);
    spec.standardError = m_log->writeEnd(InstanceLog::Stderr);
    m_process = std::make_unique<Process>(std::move(spec));
    // Queued: a program that cannot be started ends within start(), before anybody listens to this.
    connect(
        m_process.get(), &Process::finished, this, [this](const Result<ProcessExit> &result) { processEnded(result); },
        Qt::QueuedConnection);
    if (!m_log->isOpen()) {
        crash(
            {ErrorCode::ResourceExhausted, QObject::tr("The handler cannot be started: too many files are open."), {}});
        return;
    }
    listenToLog();
    m_process->start();
    m_log->closeWriteEnds();
    m_logThread->follow(m_log);
    m_readyTimer.start(m_spec.readyTimeout);
}

/// Nothing of what a handler writes is looked at on this thread; it is told that there is something.
void ProcessInstance::listenToLog()
{
    m_log->setWake([this](bool isUrgent) {
        QMetaObject::invokeMethod(
            this,
            [this, isUrgent] {
                if (isUrgent) {
                    takeChanges();
                } else if (!m_linesTimer.isActive()) {
                    m_linesTimer.start();
                }
            },
            Qt::QueuedConnection);
    });
}

void ProcessInstance::nowListening()
{
    if (m_listening || m_state != InstanceState::Starting) {
        return;
    }
    m_listening = true;
    Q_EMIT listening();
    detach(probe());
}

/// One request that waits in the socket's queue until the handler serves: no polling.
QCoro::Task<void> ProcessInstance::probe()
{
    const HttpLimits limits{.timeout = m_spec.readyTimeout};
    const auto answer =
        co_await whileAlive(this, m_client.send(m_port, {.method = "GET", .target = "/healthz"}, limits));
    if (answer && answer->response.status == 200) {
        nowReady();
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
        Q_EMIT listening(); // ends the wait for it
    }
}

void ProcessInstance::takeChanges()
{
    m_linesTimer.stop();
    InstanceLog::News news = m_log->takeChanges();
    const QPointer<ProcessInstance> self(this);
    if (!news.lines.isEmpty()) {
        Q_EMIT lines(news.lines); // what a call wrote is told before its end
    }
    if (self && news.isServing) {
        nowListening();
    }
    if (self && news.hasBegun) {
        nowReady(); // a call was begun: one that keeps its only thread busy could not answer the probe for long
    }
    if (self && news.trap) {
        m_trap = std::move(news.trap);
        clearAfterTrap();
        Q_EMIT trapped();
    }
    if (self && news.hasAwaited) {
        Q_EMIT callEnded();
    }
    if (self && news.isFinished) {
        outputEnded();
    }
}

std::function<void()> ProcessInstance::logReader() const
{
    return [log = m_log] { log->read(InstanceLog::Stderr); };
}

bool ProcessInstance::drainLogs(const QString &executionId)
{
    const bool hasEnded = m_marks->awaitEnd(executionId);
    takeChanges(); // in this order: the lines of a call are read before its end is
    return hasEnded;
}

void ProcessInstance::giveUp(const QString &executionId)
{
    m_marks->giveUp(executionId);
    clearAfterTrap();
}

/// A component that ended in the middle has cleared nothing. While a call runs, the report of its end may be the
/// handler's own words.
void ProcessInstance::clearAfterTrap()
{
    if (m_trap && m_scratch && m_marks->runningCount() == 0) {
        m_scratch->clearStore();
    }
}

QString ProcessInstance::trapOf(const QString &executionId) const
{
    // With several calls in flight it cannot be told which one it was.
    const bool isTheirs = m_trap && (m_trap->executionId == executionId || m_trap->executionId.isEmpty());
    return isTheirs ? m_trap->reason : QString();
}

QString ProcessInstance::lastWords() const
{
    QStringList words;
    for (const QByteArray &line : m_log->lastLines()) {
        words << QString::fromUtf8(line);
    }
    words.removeIf([](const QString &word) {
        return word.isEmpty() || word.startsWith(QLatin1String("note: run with `RUST_BACKTRACE"));
    });
    return words.isEmpty() ? QObject::tr(" It wrote nothing to stderr.")
                           : QObject::tr(" Its last line on stderr was: %1").arg(words.last());
}

void ProcessInstance::processEnded(const Result<ProcessExit> &result)
{
    m_readyTimer.stop();
    m_listening = false;
    m_exit = result;
    m_logThread->finish(m_log);
}

/// All that the child wrote was told.
void ProcessInstance::outputEnded()
{
    const Result<ProcessExit> result = m_exit.value_or(ProcessExit{});
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
    const QString when = m_state == InstanceState::Starting ? QObject::tr(" before it was ready") : QString();
    crash({ErrorCode::Internal, QObject::tr("The handler %1%2.%3").arg(describe(*result), when, lastWords()), {}});
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
           QObject::tr("The handler did not become ready within %1 s.%2")
               .arg(static_cast<double>(m_spec.readyTimeout.count()) / 1000.0)
               .arg(lastWords()),
           {}});
}

qint64 ProcessInstance::residentBytes() const
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(pid()));
    // plain read: the kernel's own file
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
        // plain read: the kernel's own file
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
