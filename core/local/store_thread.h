// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/caught.h"
#include "core/store/store.h"

#include <QThreadPool>

#include <functional>
#include <memory>

namespace studio {

/// The one thread on which a Store lives (a database connection belongs to the thread that made it). The store is
/// opened by the first call, so that nothing is read from disk at start-up; a failure to open is the result of every
/// call until it opens.
class StoreThread
{
public:
    /// `opened` is called on the thread once the store is open.
    explicit StoreThread(QString folder, std::function<void()> opened = {}) : m_state(std::make_shared<State>())
    {
        m_state->folder = std::move(folder);
        m_state->opened = std::move(opened);
        m_pool.setMaxThreadCount(1);
        m_pool.setExpiryTimeout(-1);
    }

    ~StoreThread()
    {
        // The connection must be closed where it was opened; what waits before it are single transactions.
        m_pool.start([state = m_state] { state->store.reset(); });
        m_pool.waitForDone();
    }

    /// Runs `work(Store &)`, which returns a Result, there and resumes the caller on its own thread.
    template <typename Work> QCoro::Task<std::invoke_result_t<Work, Store &>> run(Work work)
    {
        using R = std::invoke_result_t<Work, Store &>;
        co_return co_await QtConcurrent::run(&m_pool, [state = m_state, work = std::move(work)]() mutable -> R {
            if (auto opened = state->open(); !opened) {
                return std::unexpected(opened.error());
            }
            try {
                return work(*state->store);
            } catch (...) { // else the waiting coroutine would never go on
                return std::unexpected(caughtError());
            }
        });
    }

    /// The same without anybody who waits for it; not run where the store cannot be opened.
    template <typename Work> void post(Work work)
    {
        m_pool.start([state = m_state, work = std::move(work)]() mutable {
            if (state->open()) {
                work(*state->store);
            }
        });
    }

private:
    struct State
    {
        QString folder;
        std::unique_ptr<Store> store;
        std::function<void()> opened;

        Result<void> open()
        {
            if (!store) {
                auto made = Store::open(folder);
                if (!made) {
                    return std::unexpected(made.error());
                }
                store = std::move(*made);
                if (opened) {
                    opened();
                }
            }
            return {};
        }
    };

    std::shared_ptr<State> m_state;
    QThreadPool m_pool;
};

} // namespace studio
