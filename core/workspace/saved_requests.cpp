// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/saved_requests.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/collection/collection_edits.h"
#include "core/collection/collection_writer.h"
#include "core/config/handler_info.h"
#include "core/interchange/handler_request.h"
#include "core/workspace/source_watcher.h"

#include <QCoroSignal>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace studio {

using namespace collection;

namespace {

/// The collection is the one before where it is the same, so that views need not show it anew.
struct Reading
{
    std::shared_ptr<const Collection> collection;
    QList<ReadWarning> warnings;
};

constexpr qint64 maxInfoBytes = 1 << 20;

/// Makes the collection of a project where there is none, with the `test_input` of its info.yaml as the first request.
Result<void> beginCollection(const QString &folder)
{
    if (QFileInfo::exists(QDir(folder).filePath(rootFileName))) {
        return {};
    }
    const QString project = QFileInfo(folder).path();
    if (const auto made = makeCollection(folder, QFileInfo(project).fileName()); !made) {
        return made;
    }
    const auto info = readRegularFile(project + QStringLiteral("/info.yaml"), maxInfoBytes);
    const auto reading = info && *info ? readHandlerInfo(**info) : fail(ErrorCode::NotFound, QString());
    const auto first = reading ? interchange::requestOfHandlerInfo(reading->info) : std::nullopt;
    return first ? addRequest(folder, *first, {}).transform([](const QString &) {}) : Result<void>();
}

const SavedRequest *find(const Folder &folder, const QString &path)
{
    const auto found = std::ranges::find(folder.requests, path, &SavedRequest::path);
    return found == folder.requests.end() ? nullptr : &*found;
}

} // namespace

SavedRequests::SavedRequests(QObject *parent) : QObject(parent), m_collection(std::make_shared<const Collection>())
{
    connect(&m_projectWatcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!m_isThere && QFileInfo::exists(QDir(folder()).filePath(rootFileName))) {
            detach(read());
        }
    });
}

SavedRequests::~SavedRequests()
{
    m_stop.request_stop();
}

QString SavedRequests::folder() const
{
    return m_project.isEmpty() ? QString() : m_project + u'/' + requestsFolderName;
}

bool SavedRequests::holds(const QString &relative) const
{
    return m_isThere && relative.startsWith(requestsFolderName + u'/');
}

const SavedRequest *SavedRequests::request(const QString &path) const
{
    return path.isEmpty() ? nullptr : find(*foldersOf(*m_collection, path).last(), path);
}

void SavedRequests::setProject(const QString &folder)
{
    if (folder == m_project) {
        return;
    }
    if (!m_project.isEmpty()) {
        m_projectWatcher.removePath(m_project);
    }
    m_project = folder;
    m_watcher.reset();
    m_stop.request_stop();
    m_ended = ++m_asked; // what is read of the one before is dropped
    m_isThere = false;
    m_isRead = false;
    m_collection = std::make_shared<const Collection>();
    m_warnings.clear();
    m_error.reset();
    Q_EMIT changed();
    if (!folder.isEmpty()) {
        detach(read());
    }
}

Task<void> SavedRequests::read()
{
    const int asked = ++m_asked;
    m_stop.request_stop();
    m_stop = {};
    if (!m_watcher && QFileInfo::exists(QDir(folder()).filePath(rootFileName))) {
        co_await whileAlive(this, watchFolder()); // first: what changes while it is read is told then
    }
    auto reading = co_await whileAlive(
        this, onWorker([folder = folder(), stop = m_stop.get_token(), before = m_collection]() -> Result<Reading> {
            return readCollection(folder, stop).transform([&](CollectionReading &&read) {
                const bool isSame = read.collection == *before;
                return Reading{isSame ? before : std::make_shared<const Collection>(std::move(read.collection)),
                               std::move(read.warnings)};
            });
        }));
    if (asked != m_asked) { // a later one reads it, which may have ended before
        while (m_ended < asked) {
            co_await whileAlive(this, qCoro(this, &SavedRequests::changed));
        }
        co_return Result<void>();
    }
    m_ended = asked;
    m_isRead = true;
    m_isThere = reading || reading.error().code != ErrorCode::NotFound;
    m_error = reading || !m_isThere ? std::nullopt : std::optional(reading.error());
    if (reading) {
        m_warnings = std::move(reading->warnings);
    } else {
        m_warnings.clear();
    }
    // One that cannot be read now, as in the middle of a merge, leaves what was read before.
    if (reading || !m_isThere) {
        m_collection = reading ? reading->collection : std::make_shared<const Collection>();
    }
    if (!m_isThere) {
        m_watcher.reset();
        m_projectWatcher.addPath(m_project);
    }
    Q_EMIT changed();
    co_return Result<void>();
}

QCoro::Task<void> SavedRequests::watchFolder()
{
    const QString watched = folder();
    auto watcher = co_await whileAlive(this, SourceWatcher::watchLater(watched));
    if (!watcher || watched != folder() || m_watcher) {
        co_return; // too many folders for the system: it is read again when something is saved here
    }
    m_watcher = std::move(*watcher);
    connect(m_watcher.get(), &SourceWatcher::changed, this, [this] { detach(read()); });
    connect(
        m_watcher.get(), &SourceWatcher::gone, this,
        [this] {
            m_watcher.reset();
            detach(read());
        },
        Qt::QueuedConnection);
}

template <typename T> Task<T> SavedRequests::write(std::function<Result<T>(const QString &)> work)
{
    auto written = co_await whileAlive(
        this, onWorker([folder = folder(), work = std::move(work)] {
            return folder.isEmpty()
                       ? Result<T>(fail(ErrorCode::FailedPrecondition, QObject::tr("There is no project open.")))
                       : work(folder);
        }));
    (void)co_await whileAlive(this, read());
    co_return written;
}

Task<QString> SavedRequests::add(SavedRequest request, QString below)
{
    return write<QString>([request = std::move(request), below = std::move(below)](const QString &folder) {
        return beginCollection(folder).and_then([&] { return addRequest(folder, request, below); });
    });
}

Task<void> SavedRequests::save(SavedRequest request, SavedRequest before)
{
    return write<void>([request = std::move(request), before = std::move(before)](const QString &folder) {
        return saveRequest(folder, request, &before);
    });
}

Task<QString> SavedRequests::addFolder(QString below, QString name)
{
    return write<QString>([below = std::move(below), name = std::move(name)](const QString &folder) {
        return beginCollection(folder).and_then([&] { return collection::addFolder(folder, below, name); });
    });
}

Task<QString> SavedRequests::addEnvironment(Environment environment)
{
    return write<QString>([environment = std::move(environment)](const QString &folder) {
        return beginCollection(folder).and_then([&] { return collection::addEnvironment(folder, environment); });
    });
}

Task<void> SavedRequests::saveEnvironment(Environment environment, Environment before)
{
    return write<void>([environment = std::move(environment), before = std::move(before)](const QString &folder) {
        return collection::saveEnvironment(folder, environment, &before);
    });
}

Task<void> SavedRequests::moveToTrash(QString path)
{
    return write<void>([path = std::move(path)](const QString &folder) -> Result<void> {
        QFile file(folder + u'/' + path);
        if (path.isEmpty() || !file.moveToTrash()) {
            return fail(ErrorCode::Internal,
                        QObject::tr("%1 cannot be moved to the trash: %2").arg(path, file.errorString()));
        }
        return {};
    });
}

} // namespace studio
