// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace studio {

// Asio's types for a thread that runs one io_context. Asio's defaults work with any executor, which costs an allocation
// and an indirect call at each step of a coroutine.

using SocketExecutor = boost::asio::io_context::executor_type;
template <typename T> using Awaitable = boost::asio::awaitable<T, SocketExecutor>;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, SocketExecutor>;
using TcpAcceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, SocketExecutor>;
using SteadyTimer =
    boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                      SocketExecutor>;

inline constexpr boost::asio::use_awaitable_t<SocketExecutor> useAwaitable;

/// For an operation that is awaited and tells how it went in `error`.
///
///     co_await socket.async_connect(address, awaitInto(error));
inline auto awaitInto(boost::system::error_code &error)
{
    return boost::asio::redirect_error(useAwaitable, error);
}

/// Writes what the system takes at once, which is all of most messages; how many bytes that was. An operation that is
/// awaited goes round through the context's queue. The socket must be non-blocking.
template <typename Buffers>
std::size_t writeAtOnce(TcpSocket &socket, const Buffers &buffers, boost::system::error_code &error)
{
    const std::size_t written = socket.write_some(buffers, error);
    if (error == boost::asio::error::would_block || error == boost::asio::error::try_again) {
        error = {};
    }
    return written;
}

} // namespace studio
