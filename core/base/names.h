// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QStringView>

namespace studio {

/// The organization of the embedded platform, and of the command line where nothing else is configured.
inline constexpr QLatin1String defaultOrganization("org");

/// Whether `text` is a name for an app or an organization: 1 to 63 of the letters a to z and A to Z, digits, "-" and
/// "_", beginning with a letter or a digit. It stands in addresses, file names and commands. Any thread.
bool isValidName(QStringView text);

} // namespace studio
