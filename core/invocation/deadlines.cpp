// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/deadlines.h"

#include "core/invocation/socket_thread.h"

#include <utility>

namespace studio {

void Deadlines::Deadline::set(Time time, std::function<void()> reached)
{
    withdraw();
    m_isReached = false;
    if (time == Time::max() || m_all.m_isStopped) {
        return;
    }
    m_time = time;
    m_reached = std::move(reached);
    m_all.m_set.emplace(time, this);
    if (time < m_all.m_waitsFor) {
        m_all.waitFor(time);
    }
}

void Deadlines::Deadline::withdraw()
{
    if (m_time != Time::max()) {
        m_all.m_set.erase({std::exchange(m_time, Time::max()), this});
    }
}

void Deadlines::stop()
{
    m_isStopped = true;
    while (!m_set.empty()) {
        m_set.begin()->second->withdraw();
    }
    m_timer.cancel();
}

void Deadlines::waitFor(Time time)
{
    m_waitsFor = time;
    m_timer.expires_at(time); // ends the wait for a later one
    m_timer.async_wait([this](const boost::system::error_code &error) {
        if (!error) {
            reach();
        }
    });
}

void Deadlines::reach()
{
    const auto now = std::chrono::steady_clock::now();
    while (!m_set.empty() && m_set.begin()->first <= now) {
        Deadline *const deadline = m_set.begin()->second;
        deadline->withdraw();
        deadline->m_isReached = true;
        const auto reached = std::exchange(deadline->m_reached, {});
        try {
            reached(); // and the deadline may be gone
        } catch (...) {
            logException("What a deadline was set for", std::current_exception());
        }
    }
    m_waitsFor = Time::max();
    if (!m_set.empty()) {
        waitFor(m_set.begin()->first);
    }
}

} // namespace studio
