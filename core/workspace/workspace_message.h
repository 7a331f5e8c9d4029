// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// A sentence for the person, for a banner or a terminal.
struct WorkspaceMessage
{
    enum class Kind { Information, Success, Error } kind = Kind::Information;
    QString sentence;
    int sameAs = 0; ///< of a publish: the version before that is the same, which BuildActions::rollBack() returns to

    bool operator==(const WorkspaceMessage &) const = default;
};

} // namespace studio
