// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/temporary_folder.h"

#include "core/base/system_error.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

#include <cerrno>

namespace studio {

Result<std::unique_ptr<QTemporaryDir>> makeTemporaryFolder(const QString &shape)
{
    errno = 0;
    auto folder = shape.isEmpty() ? std::make_unique<QTemporaryDir>() : std::make_unique<QTemporaryDir>(shape);
    if (!folder->isValid()) {
        const int number = errno != 0 ? errno : EIO;
        const QString parent = shape.isEmpty() ? QDir::tempPath() : QFileInfo(shape).path();
        return std::unexpected(
            systemError(QObject::tr("Could not make a folder for temporary files in %1: %2."), parent, number));
    }
    return folder;
}

} // namespace studio
