// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/process/supervisor/protocol.h"

#include <mutex>

namespace studio {

/// A shim that waits for its job. The socket is the receiver's, who closes it.
struct ReadyShim
{
    int socket = -1;
    supervisor::Isolation isolation = supervisor::Isolation::PidNamespace;
};

/// The supervisor of this process (core/process/supervisor): started at the first use, again where it was killed, and
/// ended with this process, which waits for its end so that nothing is left when it is gone itself. Any thread.
///
/// Where the system allows no namespaces, the first start ends what an earlier run has left, and that is reported
/// (core/base/notices.h).
/// STUDIO_PROCESS_ISOLATION=subreaper in the environment does without namespaces, as on a system that allows none.
class SupervisorClient
{
public:
    static SupervisorClient &instance();

    /// Waits for the supervisor, normally for microseconds. Unavailable where it cannot be started.
    Result<ReadyShim> takeShim(supervisor::Wanted wanted);
    /// Has the next shim made, so that no start waits for it. After the start of a child, which it would hold up.
    void prepareNext();

    SupervisorClient(const SupervisorClient &) = delete;
    SupervisorClient &operator=(const SupervisorClient &) = delete;

private:
    SupervisorClient() = default;
    ~SupervisorClient();

    Result<void> start();
    Result<ReadyShim> receiveOffer(supervisor::Wanted wanted);
    Result<ReadyShim> receiveOffer();
    void ask(supervisor::Wanted wanted);
    void end();

    std::mutex m_mutex;
    int m_socket = -1;
    int m_pid = -1;
    bool m_isComing = false; ///< a shim was asked for and not taken yet
    ReadyShim m_spare;       ///< was there when one of another kind was wanted
};

} // namespace studio
