// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// Which code of an app a call goes to.
struct InvokeTarget
{
    enum Kind {
        Active,
        Draft,
        Numbered,
        DevInstance, ///< what Run of the window, or `ignite dev`, starts; in that process only
    } kind = Active;
    int version = 0; ///< of Numbered

    bool operator==(const InvokeTarget &) const = default;
};

} // namespace studio
