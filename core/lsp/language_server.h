// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/process/process.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace studio {

class RpcConnection;

/// How a language server is started.
struct LanguageServerSpec
{
    QString name; ///< "rust-analyzer", for messages
    QString program;
    QStringList arguments;
    QString folder; ///< working directory
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    qint64 memoryBytes = 0; ///< of it and all that it starts; more ends them. 0 for no limit

    bool operator==(const LanguageServerSpec &) const = default;
};

/// A language server's process. One that ends by itself is started again, after 1 s, 2 s, 4 s … up to a minute; one
/// that ran well for a minute begins at 1 s again. All that it started ends with it, and it with this. Main thread.
class LanguageServer : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Stopped,
        Running, ///< connection() is there
        Waiting, ///< it ended by itself, and will be started again
        Absent,  ///< its program could not be started; start() tries again
    };
    Q_ENUM(State)

    explicit LanguageServer(LanguageServerSpec spec, QObject *parent = nullptr);
    ~LanguageServer() override;

    void setSpec(LanguageServerSpec spec); ///< for the next start
    void start();                          ///< ends first what runs
    void stop();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const LanguageServerSpec &spec() const { return m_spec; }
    [[nodiscard]] RpcConnection *connection() const { return m_connection.get(); } ///< null unless it runs
    [[nodiscard]] QByteArray log() const { return m_log; } ///< the last 64 KiB of its standard error
    /// Why it ended, or could not be started: a sentence for a person.
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    /// Of the server and all that it started, now: resident bytes; 0 where it does not run. Reads /proc, about 50 µs.
    [[nodiscard]] qint64 memoryUsed() const;
    [[nodiscard]] qint64 processId() const; ///< 0 where it does not run

Q_SIGNALS:
    /// A process runs: register what is to be received, then call start() of its connection. It lives until ended().
    void connected(studio::RpcConnection *connection);
    /// connection() is about to be destroyed. Calls that ran have been told.
    void disconnected();
    void stateChanged(studio::LanguageServer::State state);

private:
    void launch();
    void takeEnd(const Result<ProcessExit> &result);
    void setState(State state);
    void drop();
    void takeLog(const QByteArray &chunk);

    LanguageServerSpec m_spec;
    State m_state = State::Stopped;
    std::unique_ptr<Process> m_process;
    std::unique_ptr<RpcConnection> m_connection;
    std::optional<Error> m_failure;
    QByteArray m_log;
    QTimer m_restart;
    QElapsedTimer m_runs;
    std::chrono::milliseconds m_wait;
};

} // namespace studio
