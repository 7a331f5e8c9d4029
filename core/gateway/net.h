// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/sockets.h"

#include <QtTypes>

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace studio::gateway {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

/// The context of the sockets' thread. Others may hold it longer than the server, as an answer under way does.
class SocketContext : public asio::io_context, public std::enable_shared_from_this<SocketContext>
{
public:
    using io_context::io_context;

    /// Destroys the coroutines that have not ended, while what they refer to is there. Once nothing runs them any more.
    void destroyCoroutines()
    {
        std::exchange(m_waiting, {}).clear();
        shutdown();
    }

    /// Keeps a coroutine that waits for another thread, until it is resumed, once, or destroyed. Sockets' thread.
    quint64 keepWaiting(std::function<void()> resume)
    {
        m_waiting.emplace(++m_lastWait, std::move(resume));
        return m_lastWait;
    }
    void resumeWaiting(quint64 wait)
    {
        if (const auto found = m_waiting.extract(wait)) {
            found.mapped()();
        }
    }

private:
    std::map<quint64, std::function<void()>> m_waiting;
    quint64 m_lastWait = 0;
};

/// Waits until what `start` was given has been called, on whatever thread, also when the context is gone; goes on on
/// its own. The executor is one of a SocketContext, which destroys a coroutine that still waits at its end.
template <typename Start> Awaitable<void> untilCalled(Start start)
{
    const auto executor = co_await asio::this_coro::executor;
    auto &context = static_cast<SocketContext &>(executor.context());
    co_await asio::async_initiate<const asio::use_awaitable_t<SocketExecutor> &, void()>(
        [&](auto handler) {
            const auto kept = std::make_shared<decltype(handler)>(std::move(handler));
            const quint64 wait = context.keepWaiting([kept] { std::move (*kept)(); });
            start([weak = context.weak_from_this(), wait] {
                if (const auto there = weak.lock()) {
                    asio::post(*there, [to = there.get(), wait] { to->resumeWaiting(wait); });
                }
            });
        },
        useAwaitable);
}

} // namespace studio::gateway
