// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_message.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>

namespace studio {

/// Messages to and from a peer at the other end of a stream socket. Reading, parsing, printing and writing happen on a
/// thread of its own, so that a large answer never stops the window.
class RpcChannel
{
public:
    /// Called on the channel's thread for each message, in order. An error is the last: the peer closed the stream
    /// (Unavailable), does not read what it is sent (ResourceExhausted), or sends no messages (InvalidArgument).
    using Receiver = std::function<void(Result<RpcMessage> message)>;
    static constexpr qsizetype maxUnsentBytes = 64 << 20;

    /// Owns `socket`, which becomes non-blocking.
    RpcChannel(int socket, Receiver receiver);
    /// `receiver` is not called any more. Waits for the message that is being read, if any.
    ~RpcChannel();
    Q_DISABLE_COPY_MOVE(RpcChannel)

    void send(RpcMessage message); ///< the thread that made it

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker; ///< lives on the thread, which destroys it at its end
};

} // namespace studio
