// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/language_server.h"

#include "core/base/descriptor.h"
#include "core/lsp/rpc_connection.h"
#include "core/process/memory_used.h"

#include <QObject>
#include <QPointer>

#include <array>
#include <sys/socket.h>

namespace studio {

namespace {

constexpr std::chrono::milliseconds firstWait{1'000};
constexpr std::chrono::milliseconds longestWait{60'000};
constexpr std::chrono::milliseconds longRun{60'000}; ///< after which it counts as one that runs well
constexpr qsizetype logBytes = 64 << 10;
constexpr int niceness = 5; ///< it is busy on all processors after each key, and the next key is to be drawn

} // namespace

LanguageServer::LanguageServer(LanguageServerSpec spec, QObject *parent)
    : QObject(parent), m_spec(std::move(spec)), m_wait(firstWait)
{
    m_restart.setSingleShot(true);
    connect(&m_restart, &QTimer::timeout, this, &LanguageServer::launch);
}

LanguageServer::~LanguageServer()
{
    drop();
}

void LanguageServer::setSpec(LanguageServerSpec spec)
{
    m_spec = std::move(spec);
}

void LanguageServer::start()
{
    const QPointer<LanguageServer> self(this);
    stop();
    if (self) {
        m_wait = firstWait;
        launch();
    }
}

void LanguageServer::stop()
{
    m_restart.stop();
    drop();
    setState(State::Stopped);
}

/// The connection goes first: what it tells while it does must find no process to talk to.
void LanguageServer::drop()
{
    if (m_connection) {
        Q_EMIT disconnected();
        m_connection.reset();
    }
    if (m_process) {
        disconnect(m_process.get(), nullptr, this, nullptr);
        m_process.reset(); // ends all of them
    }
}

void LanguageServer::launch()
{
    m_log.clear();
    m_failure.reset();
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        takeEnd(fail(ErrorCode::ResourceExhausted, QObject::tr("too many files are open")));
        return;
    }
    const Descriptor theirs(ends[1]);
    m_connection = std::make_unique<RpcConnection>(ends[0]);
    m_process = std::make_unique<Process>(ProcessSpec{.program = m_spec.program,
                                                      .arguments = m_spec.arguments,
                                                      .workingDirectory = m_spec.folder,
                                                      .environment = m_spec.environment,
                                                      .standardInput = {},
                                                      .inputDescriptor = theirs.number(),
                                                      .standardOutput = theirs.number(),
                                                      .memoryBytes = m_spec.memoryBytes,
                                                      .niceness = niceness});
    connect(m_process.get(), &Process::standardError, this, &LanguageServer::takeLog);
    connect(m_process.get(), &Process::finished, this, &LanguageServer::takeEnd, Qt::QueuedConnection);
    m_runs.start();
    m_process->start();
    if (!m_process->isRunning()) {
        return; // takeEnd() comes
    }
    // A stream that is broken while the process lives: it is of no use any more.
    connect(m_connection.get(), &RpcConnection::closed, this, [this](const Error &error) {
        m_failure = error;
        m_process->kill();
    });
    setState(State::Running);
    if (m_connection) {
        Q_EMIT connected(m_connection.get());
    }
}

void LanguageServer::takeEnd(const Result<ProcessExit> &result)
{
    const QPointer<LanguageServer> self(this);
    const bool hasRun = result.has_value();
    const auto broken = m_failure; // of the stream, which says more than the signal that ended it
    drop();
    if (!self) {
        return;
    }
    if (!hasRun) {
        m_failure = Error{ErrorCode::Unavailable,
                          QObject::tr("%1 could not be started: %2").arg(m_spec.name, result.error().message),
                          result.error().detail};
        setState(State::Absent);
        return;
    }
    const bool isBroken = broken && broken->code != ErrorCode::Unavailable;
    m_failure = Error{ErrorCode::Unavailable,
                      isBroken ? broken->message : QStringLiteral("%1 %2.").arg(m_spec.name, describe(*result)),
                      QString::fromUtf8(m_log.last(std::min<qsizetype>(m_log.size(), 2'000)))};
    if (m_runs.durationElapsed() > longRun) {
        m_wait = firstWait;
    }
    m_restart.start(m_wait);
    m_wait = std::min(m_wait * 2, longestWait);
    setState(State::Waiting);
}

void LanguageServer::setState(State state)
{
    if (std::exchange(m_state, state) != state) {
        Q_EMIT stateChanged(state);
    }
}

void LanguageServer::takeLog(const QByteArray &chunk)
{
    m_log += chunk;
    if (m_log.size() > 2 * logBytes) {
        m_log = m_log.last(logBytes);
    }
}

qint64 LanguageServer::processId() const
{
    return m_process ? m_process->pid() : 0;
}

qint64 LanguageServer::memoryUsed() const
{
    return processId() > 0 ? memoryUsedBy(processId()) : 0;
}

} // namespace studio
