// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// Which code of an app a call goes to.
struct InvokeTarget
{
    enum Kind { Active, Draft, Numbered } kind = Active;
    int version = 0;

    bool operator==(const InvokeTarget &) const = default;
};

} // namespace studio
