// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http.h"
#include "core/process/process.h"
#include "core/runner/instance.h"
#include "core/runner/log_reader.h"

#include <QCoroTask>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QTemporaryDir>
#include <QTimer>

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr int queuedCalls = 1024;
constexpr std::chrono::milliseconds flushPeriod{30};
constexpr qsizetype bunch = 500;             ///< lines that are told at once without waiting for the period
constexpr qsizetype linesPerSecond = 20'000; ///< what more is written is counted and not told
constexpr qsizetype keptLines = 20;

/// A listening socket on 127.0.0.1, its port chosen by the kernel.
Result<std::pair<int, quint16>> listenOnLoopback()
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (listener < 0 || bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
        listen(listener, queuedCalls) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
        const QString reason = QString::fromLocal8Bit(strerror(errno));
        if (listener >= 0) {
            close(listener);
        }
        return fail(ErrorCode::Unavailable, QStringLiteral("No port on 127.0.0.1 is to be had: %1.").arg(reason));
    }
    return std::pair{listener, ntohs(address.sin_port)};
}

QProcessEnvironment environmentOf(const InstanceSpec &spec)
{
    const auto ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    for (const char *name : {"PATH", "HOME", "TZ", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR"}) {
        const QString key = QString::fromLatin1(name);
        if (ours.contains(key)) {
            environment.insert(key, ours.value(key));
        }
    }
    for (const auto &[key, value] : spec.environment) {
        environment.insert(key, value);
    }
    environment.insert(QStringLiteral("IGNITE_RUNNER"), QStringLiteral("1"));
    environment.insert(QStringLiteral("IGNITE_FUNCTION_ID"), spec.functionId);
    if (!spec.libraryPaths.isEmpty()) {
        environment.insert(QStringLiteral("LD_LIBRARY_PATH"), spec.libraryPaths.join(QLatin1Char(':')));
    }
    return environment;
}

class NativeInstance final : public Instance
{
public:
    explicit NativeInstance(InstanceSpec spec) : m_spec(std::move(spec)) {}
    ~NativeInstance() override
    {
        if (m_process) {
            m_process->disconnect(this);
        }
    }

    Result<void> start();

    [[nodiscard]] InstanceState state() const override { return m_state; }
    [[nodiscard]] quint16 port() const override { return m_port; }
    [[nodiscard]] qint64 pid() const override { return m_process ? m_process->pid() : 0; }
    [[nodiscard]] qint64 residentBytes() const override;
    [[nodiscard]] QList<QByteArray> lastLines() const override { return m_lastLines; }
    [[nodiscard]] Error failure() const override { return m_failure; }
    void stop() override;

private:
    static QCoro::Task<void> probe(QPointer<NativeInstance> self);
    void setState(InstanceState state);
    void take(const QList<LogLine> &lines);
    void flush();
    void processEnded(const Result<ProcessExit> &result);
    void notReady();
    [[nodiscard]] QString lastWords() const;

    InstanceSpec m_spec;
    InstanceState m_state = InstanceState::Starting;
    quint16 m_port = 0;
    Error m_failure;
    QTemporaryDir m_scratch; ///< the working directory
    LogReader m_reader;
    QList<QByteArray> m_lastLines;
    QList<LogLine> m_waiting;
    qint64 m_dropped = 0;
    QElapsedTimer m_second;
    qsizetype m_toldThisSecond = 0;
    QTimer m_flushTimer;
    QTimer m_readyTimer;
    HttpClient m_client;
    std::unique_ptr<Process> m_process; ///< last: its end must find the rest alive
};

Result<void> NativeInstance::start()
{
    const auto listening = listenOnLoopback();
    if (!listening) {
        return std::unexpected(listening.error());
    }
    const auto [listener, port] = *listening;
    m_port = port;
    m_process = std::make_unique<Process>(ProcessSpec{.program = m_spec.program,
                                                      .workingDirectory = m_scratch.path(),
                                                      .environment = environmentOf(m_spec),
                                                      .listenSocket = listener});
    connect(m_process.get(), &Process::standardError, this,
            [this](const QByteArray &chunk) { take(m_reader.readStderr(chunk, QDateTime::currentMSecsSinceEpoch())); });
    connect(m_process.get(), &Process::standardOutput, this,
            [this](const QByteArray &chunk) { take(m_reader.readStdout(chunk, QDateTime::currentMSecsSinceEpoch())); });
    // Queued: a program that cannot be started ends within start(), before anybody listens to this.
    connect(
        m_process.get(), &Process::finished, this, [this](const Result<ProcessExit> &result) { processEnded(result); },
        Qt::QueuedConnection);
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(flushPeriod);
    connect(&m_flushTimer, &QTimer::timeout, this, [this] { flush(); });
    m_readyTimer.setSingleShot(true);
    connect(&m_readyTimer, &QTimer::timeout, this, [this] { notReady(); });
    m_second.start();

    m_process->start();
    // The child has the socket now. Ours must go, so that calls fail at once when the child dies.
    close(listener);
    m_readyTimer.start(m_spec.readyTimeout);
    probe(this);
    return {};
}

/// One request that waits in the socket's queue until the handler serves: no polling.
QCoro::Task<void> NativeInstance::probe(QPointer<NativeInstance> self)
{
    const HttpLimits limits{.timeout = self->m_spec.readyTimeout};
    const quint16 port = self->m_port;
    const auto answer = co_await self->m_client.send(port, {.method = "GET", .target = "/healthz"}, limits);
    if (self && self->m_state == InstanceState::Starting && answer && answer->response.status == 200) {
        self->m_readyTimer.stop();
        self->setState(InstanceState::Ready);
    }
}

void NativeInstance::setState(InstanceState state)
{
    if (m_state != state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
}

void NativeInstance::take(const QList<LogLine> &lines)
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
    } else if (!m_flushTimer.isActive()) {
        m_flushTimer.start();
    }
}

void NativeInstance::flush()
{
    m_flushTimer.stop();
    if (!m_waiting.isEmpty() || m_dropped > 0) {
        Q_EMIT lines(std::exchange(m_waiting, {}), std::exchange(m_dropped, 0));
    }
}

QString NativeInstance::lastWords() const
{
    QStringList words;
    for (const QByteArray &line : m_lastLines) {
        words << QString::fromUtf8(line);
    }
    words.removeAll(QString());
    return words.isEmpty() ? QStringLiteral(" It wrote nothing to stderr.")
                           : QStringLiteral(" Its last line on stderr was: %1").arg(words.last());
}

void NativeInstance::processEnded(const Result<ProcessExit> &result)
{
    m_readyTimer.stop();
    take(m_reader.finish(QDateTime::currentMSecsSinceEpoch()));
    flush();
    if (m_state == InstanceState::Stopping) {
        setState(InstanceState::Stopped);
        return;
    }
    if (m_state == InstanceState::Crashed) {
        return;
    }
    if (!result) {
        m_failure = result.error();
    } else {
        const QString when = m_state == InstanceState::Starting ? QStringLiteral(" before it was ready") : QString();
        m_failure = {
            ErrorCode::Internal, QStringLiteral("The handler %1%2.%3").arg(describe(*result), when, lastWords()), {}};
    }
    setState(InstanceState::Crashed);
}

void NativeInstance::notReady()
{
    m_failure = {ErrorCode::DeadlineExceeded,
                 QStringLiteral("The handler did not become ready within %1 s.%2")
                     .arg(static_cast<double>(m_spec.readyTimeout.count()) / 1000.0)
                     .arg(lastWords()),
                 {}};
    m_process->kill();
    setState(InstanceState::Crashed);
}

qint64 NativeInstance::residentBytes() const
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(pid()));
    if (pid() == 0 || !file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

void NativeInstance::stop()
{
    if (m_state == InstanceState::Starting || m_state == InstanceState::Ready) {
        m_readyTimer.stop();
        setState(InstanceState::Stopping);
        m_process->stop();
    }
}

class NativeRunner final : public Runner
{
public:
    Result<std::unique_ptr<Instance>> start(const InstanceSpec &spec) override
    {
        if (!QFileInfo(spec.program).isExecutable()) {
            return fail(ErrorCode::NotFound,
                        QStringLiteral("There is no program %1 to run. Compile again.").arg(spec.program));
        }
        auto instance = std::make_unique<NativeInstance>(spec);
        if (const auto started = instance->start(); !started) {
            return std::unexpected(started.error());
        }
        return instance;
    }
};

} // namespace

std::unique_ptr<Runner> nativeRunner()
{
    return std::make_unique<NativeRunner>();
}

} // namespace studio
