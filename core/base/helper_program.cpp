// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/helper_program.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace studio {

QString helperProgram(const QString &name)
{
    const QString installed =
        QDir::cleanPath(QCoreApplication::applicationDirPath() + QStringLiteral("/" STUDIO_HELPERS "/") + name);
    return QFileInfo::exists(installed) ? installed : QStringLiteral(STUDIO_BUILD_PROGRAMS "/") + name;
}

} // namespace studio
