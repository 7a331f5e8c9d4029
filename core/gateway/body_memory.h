// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace studio::gateway {

/// The bytes of the request bodies that all connections hold at a time. Sockets' thread.
class BodyMemory
{
public:
    explicit BodyMemory(qint64 most) : m_most(most) {}

    /// What one connection holds of it, given back at its end. The memory must outlive it.
    class Share
    {
    public:
        explicit Share(BodyMemory &memory) : m_memory(memory) {}
        ~Share() { hold(0); }
        Q_DISABLE_COPY_MOVE(Share)

        /// From now on so many bytes. False, and nothing changes, where the limit would be exceeded.
        bool hold(qint64 bytes)
        {
            const qint64 all = m_memory.m_held - m_bytes + bytes;
            if (bytes > m_bytes && all > m_memory.m_most) {
                return false;
            }
            m_memory.m_held = all;
            m_bytes = bytes;
            return true;
        }

    private:
        BodyMemory &m_memory;
        qint64 m_bytes = 0;
    };

private:
    qint64 m_most;
    qint64 m_held = 0;
};

} // namespace studio::gateway
