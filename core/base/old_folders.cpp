// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/old_folders.h"

#include <QDir>
#include <QFileInfo>

namespace studio {

void removeOldFolders(const QString &folder, qsizetype kept)
{
    const QFileInfoList all = QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
    for (qsizetype at = kept; at < all.size(); ++at) {
        QDir(all[at].absoluteFilePath()).removeRecursively();
    }
}

} // namespace studio
