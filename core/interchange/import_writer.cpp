// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/descriptor.h"
#include "core/base/files.h"
#include "core/base/system_error.h"
#include "core/collection/collection_edits.h"
#include "core/collection/collection_writer.h"
#include "core/interchange/collection_import.h"

#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace studio::interchange {

namespace {

/// Writes the files of a collection into a folder of it, or into the folder of all.
class ImportWriter
{
public:
    ImportWriter(QString root, QString prefix) : m_root(std::move(root)), m_prefix(std::move(prefix)) {}

    Result<QStringList> write(collection::Collection imported)
    {
        chooseEnvironmentNames(imported);
        if (const auto checked = checkFree(imported); !checked) {
            return std::unexpected(checked.error());
        }
        if (const auto written = writeAllOf(imported); !written) {
            for (const QString &path : std::as_const(m_written)) {
                QFile::remove(m_root + u'/' + path);
            }
            return std::unexpected(written.error());
        }
        const Descriptor root(openFile(QFile::encodeName(m_root), O_RDONLY | O_DIRECTORY));
        syncfs(root.number()); // once for thousands of files; one by one they take milliseconds each
        return m_written;
    }

private:
    [[nodiscard]] bool isThere(const QString &path) const
    {
        const QFileInfo info(m_root + u'/' + path);
        return info.exists() || info.isSymLink();
    }

    [[nodiscard]] QString placed(const QString &path) const
    {
        return m_prefix.isEmpty() ? path : path.isEmpty() ? m_prefix : m_prefix + u'/' + path;
    }

    [[nodiscard]] QString ownFile(const collection::Folder &folder) const
    {
        const QString path = placed(folder.path);
        return path.isEmpty() ? QString(collection::rootFileName) : path + u'/' + collection::folderFileName;
    }

    /// An environment that has the name of one that is there gets another.
    void chooseEnvironmentNames(collection::Collection &imported) const
    {
        for (collection::Environment &environment : imported.environments) {
            const QString name = environment.name;
            for (int number = 2; isThere(environment.path); ++number) {
                environment.name = QStringLiteral("%1 %2").arg(name).arg(number);
                environment.path = collection::environmentsFolderName + u'/' +
                                   collection::fileNameOf(environment.name, QStringLiteral("local")) +
                                   QStringLiteral(".yml");
            }
        }
    }

    Result<void> checkFree(const collection::Collection &imported) const
    {
        const QString first = m_prefix.isEmpty() ? QString() : m_prefix;
        return isThere(first) && !first.isEmpty() ? exists(first) : checkFolder(imported.root);
    }

    [[nodiscard]] static std::unexpected<Error> exists(const QString &path)
    {
        return fail(ErrorCode::AlreadyExists,
                    QObject::tr("There is %1 already. Nothing was written; name another folder.").arg(path));
    }

    Result<void> checkFolder(const collection::Folder &folder) const
    {
        if (QFileInfo(m_root + u'/' + placed(folder.path)).isSymLink()) {
            return exists(placed(folder.path));
        }
        if (isThere(ownFile(folder))) {
            return exists(ownFile(folder));
        }
        for (const collection::SavedRequest &request : folder.requests) {
            if (isThere(placed(request.path))) {
                return exists(placed(request.path));
            }
        }
        for (const collection::Folder &below : folder.folders) {
            if (auto checked = checkFolder(below); !checked) {
                return checked;
            }
        }
        return {};
    }

    Result<void> writeAllOf(const collection::Collection &imported)
    {
        if (auto written = writeFolder(imported.root); !written) {
            return written;
        }
        for (const collection::Environment &environment : imported.environments) {
            if (auto written = writeNew(environment.path, collection::environmentText(environment)); !written) {
                return written;
            }
        }
        return {};
    }

    Result<void> writeFolder(const collection::Folder &folder)
    {
        const QString file = ownFile(folder);
        const bool isRoot = file == collection::rootFileName;
        if (auto written = writeNew(file, isRoot ? collection::rootText(folder) : collection::folderText(folder));
            !written) {
            return written;
        }
        for (const collection::Folder &below : folder.folders) {
            if (auto written = writeFolder(below); !written) {
                return written;
            }
        }
        for (const collection::SavedRequest &request : folder.requests) {
            if (auto written = writeNew(placed(request.path), collection::requestText(request)); !written) {
                return written;
            }
        }
        return {};
    }

    /// Nothing that appears meanwhile is written over.
    Result<void> writeNew(const QString &path, const QByteArray &content)
    {
        const bool isPlain = std::ranges::none_of(path.split(u'/'), [](const QString &part) {
            return part.isEmpty() || part.startsWith(u'.') || part.contains(QChar(0));
        });
        const QString whole = m_root + u'/' + path;
        if (!isPlain) {
            return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is not the path of a saved request.").arg(path));
        }
        if (const QString folder = QFileInfo(whole).path(); folder != m_folder) {
            if (auto made = makeFolder(folder); !made) {
                return made;
            }
            m_folder = folder;
        }
        Descriptor file(openFile(QFile::encodeName(whole), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666));
        if (!file.isOpen() && errno == EEXIST) {
            return exists(path);
        }
        if (file.isOpen()) {
            m_written << path;
        }
        if (!file.isOpen() || !writeAll(file.number(), content) || !file.close()) {
            return std::unexpected(systemError(QObject::tr("Could not write %1: %2."), whole, errno));
        }
        return {};
    }

    QString m_root;
    QString m_prefix; ///< the folder of the collection in which it becomes; empty for all of it
    QString m_folder; ///< the one that was made last
    QStringList m_written;
};

} // namespace

Result<QStringList> writeImported(const collection::Collection &imported, const QString &folder)
{
    const QString target = QFileInfo(folder).absoluteFilePath();
    const QString existing = collection::collectionFolderOf(target);
    if (existing.isEmpty()) {
        return ImportWriter(target, {}).write(imported);
    }
    const QString prefix = existing == target ? collection::fileNameOf(imported.root.name, QStringLiteral("Imported"))
                                              : target.sliced(existing.size() + 1);
    return ImportWriter(existing, prefix).write(imported);
}

} // namespace studio::interchange
