// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/object_gone.h"
#include "core/base/task.h"

#include <QFuture>
#include <QObject>
#include <QPointer>

#include <utility>

namespace studio {

namespace detail {

template <typename T> inline constexpr bool isResult = false;
template <typename T> inline constexpr bool isResult<std::expected<T, Error>> = true;

/// Awaits a task for a coroutine that uses an object.
template <typename T> class WhileAlive
{
public:
    WhileAlive(const QObject *object, QCoro::Task<T> task)
        : m_object(object), m_task(std::move(task)), m_awaiter(m_task.operator co_await())
    {
    }
    WhileAlive(const WhileAlive &) = delete;
    WhileAlive &operator=(const WhileAlive &) = delete;

    bool await_ready() { return m_awaiter.await_ready(); }
    auto await_suspend(std::coroutine_handle<> waiting) { return m_awaiter.await_suspend(waiting); }

    T await_resume()
    {
        if (!m_object) {
            throw ObjectGone();
        }
        try {
            return m_awaiter.await_resume();
        } catch (const ObjectGone &) { // of the object that the task belongs to
            if constexpr (isResult<T>) {
                return cancelled();
            } else if constexpr (!std::is_void_v<T>) {
                throw;
            }
        }
    }

private:
    using Awaiter = decltype(std::declval<const QCoro::Task<T> &>().operator co_await());

    QPointer<const QObject> m_object;
    QCoro::Task<T> m_task;
    Awaiter m_awaiter;
};

} // namespace detail

/// Binds a coroutine to the life of an object, which is usually `this`: what comes after the co_await runs only while
/// the object lives. Where the object is destroyed before `task` ends, the coroutine is left as by an exception: its
/// locals are destroyed, nothing else of it runs. A coroutine that awaits it with whileAlive() gets Cancelled (nothing,
/// from a task without a result); detach() drops it silently. The object's thread.
///
///     QCoro::Task<void> AppsPane::load()
///     {
///         const auto apps = co_await whileAlive(this, m_service->listApps(m_organization));
///         m_list->show(apps); // the pane is there
///     }
///
/// Await everything that way in a coroutine that uses the object, and nothing in one that holds a lock which its caller
/// releases.
template <typename T> [[nodiscard]] detail::WhileAlive<T> whileAlive(const QObject *object, QCoro::Task<T> task)
{
    return detail::WhileAlive<T>(object, std::move(task));
}

template <typename T> [[nodiscard]] detail::WhileAlive<T> whileAlive(const QObject *object, QFuture<T> future)
{
    const auto wait = [](QFuture<T> awaited) -> QCoro::Task<T> { co_return co_await awaited; };
    return whileAlive(object, wait(std::move(future)));
}

} // namespace studio
