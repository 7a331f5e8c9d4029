// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/compile_mark.h"

#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QObject>

namespace studio {

namespace {

QString folderOf(const QString &storeFolder)
{
    return storeFolder + QStringLiteral("/compiling");
}

} // namespace

Result<CompileMark> CompileMark::make(const QString &storeFolder, const QString &deployId)
{
    const QString folder = folderOf(storeFolder);
    if (const auto made = makePrivateFolder(folder); !made) {
        return std::unexpected(made.error());
    }
    const QString path = folder + u'/' + deployId;
    auto lock = FileLock::make(path);
    if (!lock) {
        return std::unexpected(lock.error());
    }
    if (!*lock) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not lock %1: another process holds it.").arg(path));
    }
    return CompileMark(path, std::move(*lock));
}

CompileMark::~CompileMark()
{
    if (m_lock) {
        QFile::remove(m_path);
    }
}

void CompileMark::removeAbandoned(const QString &storeFolder)
{
    const QDir folder(folderOf(storeFolder));
    for (const QString &name : folder.entryList(QDir::Files | QDir::Hidden)) {
        FileLock::removeUnheld(folder.filePath(name));
    }
}

bool CompileMark::isRunning(const QString &storeFolder, const QString &deployId)
{
    return !deployId.isEmpty() && !deployId.contains(u'/') && FileLock::isHeld(folderOf(storeFolder) + u'/' + deployId);
}

} // namespace studio
