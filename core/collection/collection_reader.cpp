// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_reader.h"

#include "core/base/descriptor.h"
#include "core/base/display.h"
#include "core/collection/collection_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QSet>
#include <QtConcurrentMap>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace studio::collection {

namespace {

/// The order of what stands in one folder.
constexpr auto runsBefore = [](const auto &left, const auto &right) {
    const int leftSequence = left.sequence.value_or(1);
    const int rightSequence = right.sequence.value_or(1);
    return leftSequence != rightSequence ? leftSequence < rightSequence
           : left.name != right.name     ? left.name < right.name
                                         : left.path < right.path;
};

struct FolderNames
{
    QList<QByteArray> files;
    QList<QByteArray> folders;
};

/// Reads through descriptors of folders, so that nothing that is renamed or linked meanwhile leads out of them.
class CollectionReader
{
public:
    explicit CollectionReader(std::stop_token stop) : m_stop(std::move(stop)) {}

    Result<CollectionReading> read(const QString &folder)
    {
        const QByteArray path = QFile::encodeName(folder);
        const Descriptor root(open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (root.number() < 0) {
            return fail(ErrorCode::NotFound,
                        QObject::tr("The folder %1 cannot be read: %2.").arg(folder, qt_error_string(errno)));
        }
        auto first = readRoot(root.number(), folder);
        if (!first) {
            return std::unexpected(first.error());
        }
        m_reading.collection.folder = QFileInfo(folder).absoluteFilePath();
        if (const auto read = readEntries(root.number(), *first, 0); !read) {
            return std::unexpected(read.error());
        }
        parseRequests(*first);
        if (m_values > maxCollectionValues) {
            return tooManyValues();
        }
        m_reading.collection.root = std::move(*first);
        std::ranges::sort(m_reading.collection.environments, {}, &Environment::name);
        std::ranges::sort(m_reading.warnings, {}, &ReadWarning::path);
        return std::move(m_reading);
    }

private:
    Result<Folder> readRoot(int folder, const QString &name)
    {
        const QString file = rootFileName;
        struct stat found{};
        if (fstatat(folder, "opencollection.yml", &found, AT_SYMLINK_NOFOLLOW) != 0) {
            return fail(ErrorCode::NotFound,
                        QObject::tr("%1 has no %2, so it is no collection of requests.").arg(name, file));
        }
        const auto text = readFile(folder, file.toUtf8(), file);
        if (!text) {
            return std::unexpected(text.error());
        }
        if (!*text) {
            return fail(ErrorCode::InvalidArgument, m_reading.warnings.last().text());
        }
        auto parsed = counted(parseRoot, **text);
        if (!parsed) {
            return fail(ErrorCode::InvalidArgument,
                        ReadWarning{file, parsed.error().line, parsed.error().message}.text());
        }
        parsed->path.clear();
        if (parsed->name.isEmpty()) {
            parsed->name = QFileInfo(name).fileName();
        }
        return std::move(*parsed);
    }

    /// Fills `into` with what is in the folder, whose own file is read already.
    Result<void> readEntries(int folder, Folder &into, int depth)
    {
        if (m_stop.stop_requested()) {
            return std::unexpected(Error{ErrorCode::Cancelled, QStringLiteral("Cancelled."), {}});
        }
        const FolderNames names = list(folder, into.path);
        for (const QByteArray &name : names.files) {
            if (name == "folder.yml" || (depth == 0 && name == "opencollection.yml")) {
                continue;
            }
            if (const auto read = readRequest(folder, name, into); !read) {
                return read;
            }
        }
        for (const QByteArray &name : names.folders) {
            const QString path = pathBelow(into.path, name);
            const Descriptor below(openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (below.number() < 0) {
                warn(path, 0, qt_error_string(errno));
            } else if (depth == 0 && path == environmentsFolderName) {
                if (const auto read = readEnvironments(below.number()); !read) {
                    return read;
                }
            } else if (const auto read = readFolder(below.number(), path, into, depth + 1); !read) {
                return read;
            }
        }
        return {};
    }

    Result<void> readFolder(int folder, const QString &path, Folder &parent, int depth)
    {
        if (depth > maxCollectionDepth) {
            return fail(ErrorCode::ResourceExhausted,
                        QObject::tr("%1 is nested deeper than %2 folders.").arg(path).arg(maxCollectionDepth));
        }
        Folder made;
        struct stat found{};
        if (fstatat(folder, "folder.yml", &found, AT_SYMLINK_NOFOLLOW) == 0) {
            const QString file = path + u'/' + folderFileName;
            const auto text = readFile(folder, "folder.yml", file);
            if (!text) {
                return std::unexpected(text.error());
            }
            if (*text) {
                auto parsed = counted(parseFolder, **text);
                if (parsed) {
                    made = std::move(*parsed);
                } else {
                    warn(file, parsed.error().line, parsed.error().message);
                }
            }
        }
        made.path = path;
        if (made.name.isEmpty()) {
            made.name = path.section(u'/', -1);
        }
        if (const auto read = readEntries(folder, made, depth); !read) {
            return read;
        }
        const bool isOfCollection = !made.requests.isEmpty() || !made.folders.isEmpty() || found.st_ino != 0;
        if (isOfCollection) { // not a folder of files that requests send
            parent.folders.append(std::move(made));
        }
        return {};
    }

    /// Takes its text only. See parseRequests().
    Result<void> readRequest(int folder, const QByteArray &name, Folder &into)
    {
        SavedRequest request;
        request.path = pathBelow(into.path, name);
        auto text = readFile(folder, name, request.path);
        if (!text) {
            return std::unexpected(text.error());
        }
        if (*text) {
            m_texts.push_back({.text = std::move(**text), .request = nullptr, .fault = {}});
            into.requests.append(std::move(request));
        }
        return {};
    }

    template <typename T> Parsed<T> counted(Parsed<T> (*parse)(const QByteArray &, int *), const QByteArray &text)
    {
        int values = 0;
        auto parsed = parse(text, &values);
        m_values += values;
        return parsed;
    }

    static std::unexpected<Error> tooManyValues()
    {
        return fail(ErrorCode::ResourceExhausted,
                    QObject::tr("The files of the collection have more than %1 values.").arg(maxCollectionValues));
    }

    /// Parses what was read on all processors: that is most of the time. The requests of a finished tree are in the
    /// order in which their texts were read.
    void parseRequests(Folder &root)
    {
        assignRequests(root);
        QtConcurrent::blockingMap(m_texts, [this](RequestText &each) {
            if (m_values > maxCollectionValues) {
                return; // it is given up
            }
            auto parsed = counted(parseRequest, std::exchange(each.text, {}));
            if (!parsed) {
                each.fault = std::move(parsed.error());
                return;
            }
            parsed->path = each.request->path;
            if (parsed->name.isEmpty()) {
                parsed->name = QFileInfo(parsed->path).completeBaseName();
            }
            *each.request = std::move(*parsed);
        });
        QSet<QString> damaged;
        for (const RequestText &each : m_texts) {
            if (each.fault) {
                warn(each.request->path, each.fault->line, each.fault->message);
                damaged.insert(each.request->path);
            }
        }
        m_texts.clear();
        order(root, damaged);
    }

    void assignRequests(Folder &folder)
    {
        for (SavedRequest &request : folder.requests) {
            m_texts[m_assigned++].request = &request;
        }
        for (Folder &below : folder.folders) {
            assignRequests(below);
        }
    }

    static void order(Folder &folder, const QSet<QString> &damaged)
    {
        if (!damaged.isEmpty()) {
            folder.requests.removeIf([&](const SavedRequest &each) { return damaged.contains(each.path); });
        }
        std::ranges::sort(folder.requests, runsBefore);
        std::ranges::sort(folder.folders, runsBefore);
        for (Folder &below : folder.folders) {
            order(below, damaged);
        }
    }

    Result<void> readEnvironments(int folder)
    {
        for (const QByteArray &name : list(folder, environmentsFolderName).files) {
            const QString path = pathBelow(environmentsFolderName, name);
            const auto text = readFile(folder, name, path);
            if (!text) {
                return std::unexpected(text.error());
            }
            if (!*text) {
                continue;
            }
            auto environment = counted(parseEnvironment, **text);
            if (!environment) {
                warn(path, environment.error().line, environment.error().message);
                continue;
            }
            environment->path = path;
            if (environment->name.isEmpty()) {
                environment->name = QFileInfo(path).completeBaseName();
            }
            m_reading.collection.environments.append(std::move(*environment));
        }
        return {};
    }

    /// The files NAME.yml and the folders; what is hidden is no part of a collection.
    FolderNames list(int folder, const QString &path)
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

    void add(int folder, const QString &path, const QByteArray &name, unsigned char type, FolderNames &names)
    {
        const bool isYaml = name.endsWith(".yml");
        struct stat found{};
        if (type == DT_UNKNOWN && fstatat(folder, name.constData(), &found, AT_SYMLINK_NOFOLLOW) == 0) {
            type = S_ISDIR(found.st_mode) ? DT_DIR : S_ISLNK(found.st_mode) ? DT_LNK : DT_REG;
        }
        if (type == DT_DIR) {
            names.folders.append(name);
        } else if (type == DT_LNK) {
            if (isYaml && name != "folder.yml") { // of that it is said where it is read
                warn(pathBelow(path, name), 0, QObject::tr("links are not followed"));
            }
        } else if (isYaml) {
            names.files.append(name);
        }
    }

    /// Nothing where it was passed over. A failure is one of the whole collection.
    Result<std::optional<QByteArray>> readFile(int folder, const QByteArray &name, const QString &path)
    {
        if (++m_files > maxCollectionFiles) {
            return fail(ErrorCode::ResourceExhausted,
                        QObject::tr("The collection has more than %1 files.").arg(maxCollectionFiles));
        }
        if (m_values > maxCollectionValues) {
            return tooManyValues();
        }
        // A pipe would hold open() up.
        const Descriptor file(openat(folder, name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        struct stat found{};
        if (file.number() < 0 || fstat(file.number(), &found) != 0) {
            warn(path, 0, errno == ELOOP ? QObject::tr("links are not followed") : qt_error_string(errno));
            return std::optional<QByteArray>();
        }
        if (!S_ISREG(found.st_mode)) {
            warn(path, 0, QObject::tr("it is not a file"));
            return std::optional<QByteArray>();
        }
        if (found.st_size > maxCollectionFileBytes) {
            warn(path, 0, QObject::tr("it is larger than %1").arg(sizeText(maxCollectionFileBytes)));
            return std::optional<QByteArray>();
        }
        m_bytes += found.st_size;
        if (m_bytes > maxCollectionBytes) {
            return fail(ErrorCode::ResourceExhausted,
                        QObject::tr("The files of the collection are larger than %1 together.")
                            .arg(sizeText(maxCollectionBytes)));
        }
        QByteArray text(found.st_size, Qt::Uninitialized);
        qint64 size = 0;
        while (size < text.size()) {
            const ssize_t got = ::read(file.number(), text.data() + size, static_cast<std::size_t>(text.size() - size));
            if (got < 0 && errno != EINTR) {
                warn(path, 0, qt_error_string(errno));
                return std::optional<QByteArray>();
            }
            if (got == 0) {
                break;
            }
            size += std::max<ssize_t>(got, 0);
        }
        text.truncate(size);
        return std::optional(std::move(text));
    }

    static QString pathBelow(const QString &folder, const QByteArray &name)
    {
        const QString decoded = QFile::decodeName(name);
        return folder.isEmpty() ? decoded : folder + u'/' + decoded;
    }

    void warn(const QString &path, int line, const QString &message)
    {
        m_reading.warnings.append({path, line, message});
    }

    struct RequestText
    {
        QByteArray text;
        SavedRequest *request = nullptr;
        std::optional<FileFault> fault;
    };

    std::stop_token m_stop;
    CollectionReading m_reading;
    std::vector<RequestText> m_texts;
    std::size_t m_assigned = 0;
    int m_files = 0;
    qint64 m_bytes = 0;
    std::atomic<qint64> m_values = 0;
};

} // namespace

Result<CollectionReading> readCollection(const QString &folder, const std::stop_token &stop)
{
    return CollectionReader(stop).read(folder);
}

} // namespace studio::collection
