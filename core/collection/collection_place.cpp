// SPDX-License-Identifier: GPL-3.0-or-later
// Where a collection is, and where in it something is wrong.
#include "core/collection/collection_reader.h"

#include <QFileInfo>
#include <QObject>

namespace studio::collection {

QString ReadWarning::text() const
{
    return line > 0 ? QObject::tr("%1, line %2: %3.").arg(path).arg(line).arg(message)
                    : QObject::tr("%1: %2.").arg(path, message);
}

QString collectionFolderOf(const QString &folder)
{
    QString at = QFileInfo(folder).absoluteFilePath();
    for (int level = 0; level <= maxCollectionDepth; ++level) {
        if (QFileInfo::exists(at + u'/' + rootFileName)) {
            return at;
        }
        const QString above = QFileInfo(at).path();
        if (above == at) {
            break;
        }
        at = above;
    }
    return {};
}

} // namespace studio::collection
