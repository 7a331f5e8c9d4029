// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_files.h"

#include "core/base/descriptor.h"
#include "core/base/display.h"

#include <QFile>
#include <QObject>

#include <algorithm>
#include <dirent.h>
#include <memory>

namespace studio::collection {

FolderNames CollectionFiles::list(int folder, const QString &path)
{
    FolderNames names;
    const int own = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    const std::unique_ptr<DIR, int (*)(DIR *)> entries(own < 0 ? nullptr : fdopendir(own), closedir);
    if (!entries) {
        warn(path, 0, qt_error_string(errno));
        if (own >= 0) {
            close(own);
        }
        return names;
    }
    while (const dirent *const entry = readdir(entries.get())) {
        const QByteArray name(entry->d_name);
        if (!name.startsWith('.') && name != ignoredFolderName) {
            add(folder, path, name, entry->d_type, names);
        }
    }
    return names;
}

void CollectionFiles::add(int folder, const QString &path, const QByteArray &name, unsigned char type,
                          FolderNames &names)
{
    const bool isWanted = std::ranges::any_of(m_endings, [&](const QByteArray &each) { return name.endsWith(each); });
    struct stat found{};
    if (type == DT_UNKNOWN && fstatat(folder, name.constData(), &found, AT_SYMLINK_NOFOLLOW) == 0) {
        type = S_ISDIR(found.st_mode) ? DT_DIR : S_ISLNK(found.st_mode) ? DT_LNK : DT_REG;
    }
    if (type == DT_DIR) {
        names.folders.append(name);
    } else if (type == DT_LNK) {
        if (isWanted && name != folderFileName) { // of that it is said where it is read
            warn(pathBelow(path, name), 0, QObject::tr("links are not followed"));
        }
    } else if (isWanted) {
        names.files.append(name);
    }
}

bool CollectionFiles::exists(int folder, const QByteArray &name)
{
    struct stat status{};
    return fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

Result<std::optional<QByteArray>> CollectionFiles::read(int folder, const QByteArray &name, const QString &path)
{
    if (++m_files > maxCollectionFiles) {
        return fail(ErrorCode::ResourceExhausted,
                    QObject::tr("The collection has more than %1 files.").arg(maxCollectionFiles));
    }
    const auto passOver = [&](const QString &reason) {
        warn(path, 0, reason);
        return std::optional<QByteArray>();
    };
    // A pipe would hold open() up, and a terminal would become that of the process.
    const Descriptor file(openat(folder, name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status{};
    if (!file.isOpen() || fstat(file.number(), &status) != 0) {
        return passOver(errno == ELOOP ? QObject::tr("links are not followed") : qt_error_string(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return passOver(QObject::tr("it is not a file"));
    }
    const bool isTooLarge = status.st_size > maxCollectionFileBytes;
    auto text = isTooLarge ? QByteArray() : readAll(file.number(), maxCollectionFileBytes);
    if (!text) {
        return passOver(qt_error_string(errno));
    }
    if (isTooLarge || text->size() > maxCollectionFileBytes) { // it may grow while it is read
        return passOver(QObject::tr("it is larger than %1").arg(sizeText(maxCollectionFileBytes)));
    }
    m_bytes += text->size();
    if (m_bytes > maxCollectionBytes) {
        return fail(
            ErrorCode::ResourceExhausted,
            QObject::tr("The files of the collection are larger than %1 together.").arg(sizeText(maxCollectionBytes)));
    }
    return text;
}

QString pathBelow(const QString &folder, const QByteArray &name)
{
    const QString decoded = QFile::decodeName(name);
    return folder.isEmpty() ? decoded : folder + u'/' + decoded;
}

} // namespace studio::collection
