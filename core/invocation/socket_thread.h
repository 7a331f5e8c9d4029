// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/sockets.h"

#include <exception>

namespace studio {

/// The last catch of a thread that serves sockets. Nothing is meant to reach either function: what a peer sends is
/// checked and answered before.
///
///     std::jthread thread([&] { runSocketThread(context); });

/// Runs the context until it has no more work or is stopped. An exception that leaves a handler ends that handler
/// alone: it is logged, and the others go on.
void runSocketThread(boost::asio::io_context &context);

/// Writes what was thrown to the log, with what was being done.
void logException(const char *action, const std::exception_ptr &thrown);

/// Awaits `work`; false where it threw, which is logged.
Awaitable<bool> guarded(const char *action, Awaitable<void> work);

} // namespace studio
