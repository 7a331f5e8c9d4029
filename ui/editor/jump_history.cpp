// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/jump_history.h"

namespace studio {

void JumpHistory::jumpedFrom(const JumpPlace &here)
{
    m_ahead.clear();
    if (!m_behind.isEmpty() && m_behind.last() == here) {
        return;
    }
    m_behind << here;
    if (m_behind.size() > maxPlaces) {
        m_behind.removeFirst();
    }
}

std::optional<JumpPlace> JumpHistory::move(QList<JumpPlace> &from, QList<JumpPlace> &to,
                                           const std::optional<JumpPlace> &here)
{
    while (!from.isEmpty() && from.last() == here) {
        from.removeLast(); // nothing would be seen to happen
    }
    if (from.isEmpty()) {
        return {};
    }
    if (here) {
        to << *here;
    }
    return from.takeLast();
}

} // namespace studio
