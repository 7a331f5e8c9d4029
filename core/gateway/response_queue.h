// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/net.h"
#include "core/gateway/response_writer.h"

#include <QPromise>

#include <deque>

namespace studio::gateway {

/// A chunk of an answer on its way to the sockets' thread.
struct ResponseChunk
{
    enum Kind { Whole, Head, Bytes, End, Broken } kind = Broken;
    HttpResponse response;
    QByteArray bytes;
    std::shared_ptr<QPromise<bool>> written;
};

/// The chunks of one answer, on the sockets' thread.
class ResponseQueue
{
public:
    void put(ResponseChunk chunk);
    Awaitable<ResponseChunk> next(); ///< Broken when it is closed
    void close();                    ///< nothing more is taken

private:
    std::deque<ResponseChunk> m_chunks;
    std::function<void()> m_wake;
    bool m_isClosed = false;
};

/// The writing end, for any thread. `context` is kept as long as a writer exists.
std::shared_ptr<ResponseWriter> writerTo(std::shared_ptr<SocketContext> context, std::shared_ptr<ResponseQueue> queue);

} // namespace studio::gateway
