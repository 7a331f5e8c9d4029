// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

namespace studio {

QIcon icon(const char *name)
{
    return QIcon::fromTheme(QString::fromLatin1(name));
}

} // namespace studio
