// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// The path of one of the studio's own helper programs ("ignite-git"): installed in libexec, beside the folder of the
/// programs; in a build where it was built. The file may be missing. Any thread.
QString helperProgram(const QString &name);

} // namespace studio
