// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// A new UUID version 7 after RFC 9562, section 5.7, in lower-case text: ids that sort by the time they were made, also
/// within one millisecond of one process. Any thread.
QString uuid7();

} // namespace studio
