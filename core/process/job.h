// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/process/supervisor/protocol.h"

#include <QByteArray>
#include <QList>

#include <chrono>
#include <optional>

namespace studio {

/// A child and everything that it starts, held together by a shim of the supervisor. Its end, with the destructor or
/// with this process, ends all of them. One thread at a time.
class Job
{
public:
    /// All in the system's own encoding. The descriptors become 0, 1, 2, … of the child and stay the caller's.
    struct Request
    {
        QByteArray program; ///< a path
        QByteArray workingDirectory;
        QList<QByteArray> arguments; ///< the program's name first
        QList<QByteArray> environment;
        QList<int> descriptors;
        int niceness = 0;
        qint64 memoryBytes = 0; ///< RLIMIT_DATA of each process, and the limit of all together
        supervisor::Wanted isolation = supervisor::Wanted::Best;
    };

    Job() = default;
    ~Job();
    Job(const Job &) = delete;
    Job &operator=(const Job &) = delete;

    /// Returns when the program runs. Unavailable: why it does not.
    Result<void> start(const Request &request);
    void signal(int number); ///< to the child's process group
    void kill();             ///< all of the job
    /// Waits until the job is over and told so, at most this long; whether it did.
    bool waitForEnd(std::chrono::milliseconds timeout);
    /// Reads what the shim says, without waiting: the end, or nothing yet.
    std::optional<supervisor::Event> readEnd();

    [[nodiscard]] int socket() const { return m_socket; } ///< readable when there is an end to read; -1 without a job
    [[nodiscard]] qint64 pid() const { return m_pid; }    ///< of the child, as seen here; 0 without a job

private:
    bool send(const Request &request);
    [[nodiscard]] Result<supervisor::Event> receiveStart();
    void send(const supervisor::Command &command);
    void close();

    int m_socket = -1;
    qint64 m_pid = 0;
};

} // namespace studio
