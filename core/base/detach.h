// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/caught.h"
#include "core/base/lifetime.h"
#include "core/base/notices.h"

#include <utility>

namespace studio {

/// Lets a coroutine go on by itself. Its result is dropped. An exception that ends it is reported as a notice, where
/// dropping the task would lose it; the end of its object (core/base/lifetime.h) is not. A dropped task does not
/// compile (core/base/task_nodiscard.h).
///
///     detach(load());
template <typename T> void detach(QCoro::Task<T> task)
{
    const auto watch = [](QCoro::Task<T> watched) -> QCoro::Task<void> {
        try {
            co_await std::move(watched);
        } catch (const ObjectGone &) {
            co_return; // there is nothing left that it could do
        } catch (...) {
            notice(caughtError().message);
        }
    };
    [[maybe_unused]] const auto watching = watch(std::move(task));
}

} // namespace studio
