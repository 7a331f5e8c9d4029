// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/collection_place.h"

#include "core/collection/collection_reader.h"

#include <QDir>
#include <QFileInfo>

namespace studio::cli {

Result<CollectionPlace> collectionPlace(const QString &given)
{
    using namespace collection;
    const QString folder = given.isEmpty() ? QDir::currentPath() : QFileInfo(given).absoluteFilePath();
    const QString ofProject = QDir(folder).filePath(QStringLiteral("requests"));
    if (QFileInfo::exists(QDir(folder).filePath(rootFileName))) {
        return CollectionPlace{folder, {}};
    }
    if (QFileInfo::exists(QDir(ofProject).filePath(rootFileName))) {
        return CollectionPlace{ofProject, {}};
    }
    const QString above = QFileInfo::exists(folder) ? collectionFolderOf(folder) : QString();
    if (above.isEmpty()) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("There are no saved requests in %1: neither it nor its folder requests has a file %2.")
                .arg(folder, rootFileName));
    }
    return CollectionPlace{above, QDir(above).relativeFilePath(folder)};
}

} // namespace studio::cli
