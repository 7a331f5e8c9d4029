// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/sockets.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>

namespace studio::gateway {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

/// Waits until what `start` was given has been called, once, on whatever thread; goes on on its own.
template <typename Start> Awaitable<void> untilCalled(Start start)
{
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::async_initiate<const asio::use_awaitable_t<SocketExecutor> &, void()>(
        [&](auto handler) {
            const auto kept = std::make_shared<decltype(handler)>(std::move(handler));
            start([executor, kept] { asio::post(executor, [kept] { std::move (*kept)(); }); });
        },
        useAwaitable);
}

} // namespace studio::gateway
