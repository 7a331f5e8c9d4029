// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"

#include <QList>
#include <QString>

#include <optional>

namespace studio {

/// Where a jump in the sources begins or ends. A plain value.
struct JumpPlace
{
    QString path; ///< absolute
    TextPlace place;

    bool operator==(const JumpPlace &) const = default;
};

/// The places that jumps left, to go back to them and forward again. A value.
class JumpHistory
{
public:
    static constexpr qsizetype maxPlaces = 200;

    void jumpedFrom(const JumpPlace &here); ///< what was ahead is forgotten
    /// Where to go from `here`; nothing where no jump was made.
    std::optional<JumpPlace> back(const std::optional<JumpPlace> &here) { return move(m_behind, m_ahead, here); }
    std::optional<JumpPlace> forward(const std::optional<JumpPlace> &here) { return move(m_ahead, m_behind, here); }

private:
    static std::optional<JumpPlace> move(QList<JumpPlace> &from, QList<JumpPlace> &to,
                                         const std::optional<JumpPlace> &here);

    QList<JumpPlace> m_behind; ///< the last one is the next
    QList<JumpPlace> m_ahead;
};

} // namespace studio
