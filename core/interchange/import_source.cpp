// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/import_source.h"

#include "core/base/descriptor.h"
#include "core/base/files.h"
#include "core/base/task.h"
#include "core/collection/collection_files.h"
#include "core/interchange/import_formats.h"

#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace studio::interchange {

namespace {

const QByteArrayList &wantedEndings()
{
    static const QByteArrayList endings{".bru", ".http", ".rest", ".hurl", ".json", ".yaml", ".yml"};
    return endings;
}

class SourceReader
{
public:
    SourceReader(ImportSource &source, const std::stop_token &stop)
        : m_source(source), m_stop(stop), m_files(wantedEndings())
    {
    }

    Result<void> readFolder(int folder, const QString &path, int depth)
    {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        if (depth > collection::maxCollectionDepth) {
            return fail(
                ErrorCode::ResourceExhausted,
                QObject::tr("%1 is nested deeper than %2 folders.").arg(path).arg(collection::maxCollectionDepth));
        }
        const collection::FolderNames names = m_files.list(folder, path);
        for (const QByteArray &name : names.files) {
            const QString file = collection::pathBelow(path, name);
            auto content = m_files.read(folder, name, file);
            if (!content) {
                return std::unexpected(content.error());
            }
            if (*content) {
                m_source.files.append({file, std::move(**content)});
            }
        }
        for (const QByteArray &name : names.folders) {
            const Descriptor below(openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (!below.isOpen()) {
                m_files.warn(collection::pathBelow(path, name), 0, qt_error_string(errno));
            } else if (auto read = readFolder(below.number(), collection::pathBelow(path, name), depth + 1); !read) {
                return read;
            }
        }
        return {};
    }

    void finish()
    {
        m_source.warnings = m_files.warnings();
        std::ranges::sort(m_source.files, {}, &SourceFile::path);
    }

private:
    ImportSource &m_source;
    const std::stop_token &m_stop;
    collection::CollectionFiles m_files;
};

Result<void> readOne(const QString &path, ImportSource &source, bool isOptional)
{
    auto content = readRegularFile(path, collection::maxCollectionFileBytes);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (*content) {
        source.files.append({QFileInfo(path).fileName(), std::move(**content)});
    } else if (!isOptional) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no file or folder %1.").arg(path));
    }
    return {};
}

} // namespace

QString SourceFile::text() const
{
    QString made = QString::fromUtf8(content);
    if (made.startsWith(QChar(0xfeff))) {
        made.removeFirst();
    }
    return made.replace(QLatin1String("\r\n"), QLatin1String("\n"));
}

QString SourceFile::baseName() const
{
    return QFileInfo(name()).completeBaseName();
}

Result<ImportSource> readImportSource(const QString &path, const std::stop_token &stop)
{
    const QFileInfo info(path);
    ImportSource source;
    source.name = info.completeBaseName();
    if (info.isDir()) {
        source.name = QFileInfo(info.absoluteFilePath()).fileName();
        const Descriptor folder(openFile(QFile::encodeName(path), O_RDONLY | O_DIRECTORY));
        if (!folder.isOpen()) {
            return fail(ErrorCode::Unavailable,
                        QObject::tr("The folder %1 cannot be read: %2.").arg(path, qt_error_string(errno)));
        }
        SourceReader reader(source, stop);
        if (const auto read = reader.readFolder(folder.number(), {}, 0); !read) {
            return std::unexpected(read.error());
        }
        reader.finish();
        return source;
    }
    if (const auto read = readOne(path, source, false); !read) {
        return std::unexpected(read.error());
    }
    if (isHttpFileName(source.files.first().name())) {
        for (const QLatin1StringView name : httpEnvironmentFiles) {
            if (const auto read = readOne(info.absolutePath() + u'/' + name, source, true); !read) {
                return std::unexpected(read.error());
            }
        }
    }
    return source;
}

} // namespace studio::interchange
