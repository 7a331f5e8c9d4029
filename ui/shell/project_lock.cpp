// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/project_lock.h"

#include "core/base/files.h"

#include <QCryptographicHash>

namespace studio {

bool ProjectLock::hold(const QString &project)
{
    m_lock.reset();
    (void)makePrivateFolder(m_folder);
    const QByteArray name = QCryptographicHash::hash(project.toUtf8(), QCryptographicHash::Sha256).toHex().first(24);
    auto lock = FileLock::tryLock(m_folder + QLatin1Char('/') + QString::fromLatin1(name));
    if (!lock) {
        return true; // it cannot be known
    }
    m_lock = std::move(*lock);
    return m_lock != nullptr;
}

} // namespace studio
