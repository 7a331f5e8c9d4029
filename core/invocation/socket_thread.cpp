// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/socket_thread.h"

#include <QtLogging>

namespace studio {

void logException(const char *action, const std::exception_ptr &thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception &exception) {
        qWarning("%s failed: %s. The connection is closed; others go on.", action, exception.what());
    } catch (...) {
        qWarning("%s failed with an unknown exception. The connection is closed; others go on.", action);
    }
}

void runSocketThread(boost::asio::io_context &context)
{
    for (;;) {
        try {
            context.run();
            return;
        } catch (...) {
            logException("A handler of the sockets' thread", std::current_exception());
        }
    }
}

Awaitable<bool> guarded(const char *action, Awaitable<void> work)
{
    try {
        co_await std::move(work);
        co_return true;
    } catch (...) {
        logException(action, std::current_exception());
    }
    co_return false;
}

} // namespace studio
