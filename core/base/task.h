// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <stop_token>

namespace studio {

/// The one way to wait: a coroutine that ends with exactly one result. Resumes on the thread that awaits it
/// (the main thread, in the window and the command line). Destroying a Task detaches it and does not cancel: every
/// function that returns one and can take long takes a std::stop_token too and looks at it after each co_await.
template <typename T> using Task = QCoro::Task<Result<T>>;

/// Runs `work` (which must return a Result) on a thread of the global pool and resumes the caller on its own thread.
/// `work` must own what it uses: the caller's frame may be gone when the program ends.
template <typename Work> QCoro::Task<std::invoke_result_t<Work>> onWorker(Work work)
{
    co_return co_await QtConcurrent::run(std::move(work));
}

/// The failure to return when a stop was asked for.
[[nodiscard]] inline std::unexpected<Error> cancelled()
{
    return fail(ErrorCode::Cancelled, QStringLiteral("Cancelled."));
}

} // namespace studio
