// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_reader.h"

#include "core/base/descriptor.h"
#include "core/base/task.h"
#include "core/collection/collection_file.h"
#include "core/collection/collection_files.h"

#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QtConcurrentMap>

#include <algorithm>
#include <atomic>
#include <tuple>
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

/// Builds the tree of a collection from its files: first their texts, folder by folder, then the values in them.
class CollectionReader
{
public:
    explicit CollectionReader(std::stop_token stop) : m_stop(std::move(stop)) {}

    Result<CollectionReading> read(const QString &folder)
    {
        const Descriptor root(openFile(QFile::encodeName(folder), O_RDONLY | O_DIRECTORY));
        if (!root.isOpen()) {
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
        if (const auto checked = checkProgress(); !checked) {
            return std::unexpected(checked.error());
        }
        m_reading.collection.root = std::move(*first);
        std::ranges::sort(m_reading.collection.environments, {}, [](const Environment &each) {
            return std::tie(each.name, each.path); // two may have one name: the first is taken, on every machine
        });
        m_reading.warnings = m_files.warnings();
        std::ranges::sort(m_reading.warnings, {},
                          [](const ReadWarning &each) { return std::tie(each.path, each.message); });
        return std::move(m_reading);
    }

private:
    Result<Folder> readRoot(int folder, const QString &name)
    {
        const QString file = rootFileName;
        if (!CollectionFiles::exists(folder, file.toUtf8())) {
            return fail(ErrorCode::NotFound,
                        QObject::tr("%1 has no %2, so it is not a collection of requests.").arg(name, file));
        }
        const auto text = readFile(folder, file.toUtf8(), file);
        if (!text) {
            return std::unexpected(text.error());
        }
        if (!*text) {
            return fail(ErrorCode::InvalidArgument, m_files.warnings().last().text());
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
        if (const auto checked = checkProgress(); !checked) {
            return checked;
        }
        const FolderNames names = m_files.list(folder, into.path);
        for (const QByteArray &name : names.files) {
            if (name == folderFile || (depth == 0 && name == rootFileName)) {
                continue;
            }
            if (const auto read = readRequest(folder, name, into); !read) {
                return read;
            }
        }
        for (const QByteArray &name : names.folders) {
            const QString path = pathBelow(into.path, name);
            const Descriptor below(openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (!below.isOpen()) {
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
        const bool hasOwnFile = CollectionFiles::exists(folder, folderFile);
        if (hasOwnFile) {
            const QString file = pathBelow(path, folderFile);
            const auto text = readFile(folder, folderFile, file);
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
        const bool isOfCollection = !made.requests.isEmpty() || !made.folders.isEmpty() || hasOwnFile;
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

    /// Whether to go on. Any thread.
    [[nodiscard]] Result<void> checkProgress() const
    {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        if (m_values > maxCollectionValues) {
            return fail(ErrorCode::ResourceExhausted,
                        QObject::tr("The files of the collection have more than %1 values.").arg(maxCollectionValues));
        }
        return {};
    }

    Result<std::optional<QByteArray>> readFile(int folder, const QByteArray &name, const QString &path)
    {
        const auto checked = checkProgress();
        return checked ? m_files.read(folder, name, path) : std::unexpected(checked.error());
    }

    /// Parses what was read on all processors: that is most of the time. The requests of a finished tree are in the
    /// order in which their texts were read.
    void parseRequests(Folder &root)
    {
        assignRequests(root);
        // Threads of its own: those of the global pool may all be such readers, and would wait for each other.
        QThreadPool parsers;
        QtConcurrent::blockingMap(&parsers, m_texts, [this](RequestText &each) {
            if (!checkProgress()) {
                return;
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
        for (const QByteArray &name : m_files.list(folder, environmentsFolderName).files) {
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

    void warn(const QString &path, int line, const QString &message) { m_files.warn(path, line, message); }

    struct RequestText
    {
        QByteArray text;
        SavedRequest *request = nullptr;
        std::optional<FileFault> fault;
    };

    static constexpr const char *folderFile = folderFileName.data();

    std::stop_token m_stop;
    CollectionFiles m_files;
    CollectionReading m_reading;
    std::vector<RequestText> m_texts;
    std::size_t m_assigned = 0;
    std::atomic<qint64> m_values = 0;
};

} // namespace

Result<CollectionReading> readCollection(const QString &folder, const std::stop_token &stop)
{
    return CollectionReader(stop).read(folder);
}

} // namespace studio::collection
