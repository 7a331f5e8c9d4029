// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/store_watch.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/store/database.h"

#include <QFileInfo>

namespace studio {

namespace {

constexpr std::chrono::milliseconds afterAWrite{80}; ///< several commits are looked at together
constexpr std::chrono::milliseconds withoutWatching{250};
constexpr std::chrono::milliseconds whileWatching{2'000}; ///< should the system have missed something

} // namespace

StoreWatch::StoreWatch(StoreThread *store, const QString &folder, QString writer)
    : m_store(store)
    , m_log(databaseFile(folder + QStringLiteral("/store.sqlite")) + QStringLiteral("-wal"))
    , m_writer(std::move(writer))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(afterAWrite);
    connect(&m_soon, &QTimer::timeout, this, [this] { detach(look()); });
    connect(&m_regularly, &QTimer::timeout, this, [this] { detach(look()); });
    connect(&m_files, &QFileSystemWatcher::fileChanged, this, [this] {
        if (!m_soon.isActive()) {
            m_soon.start();
        }
    });
}

void StoreWatch::start()
{
    if (!std::exchange(m_started, true)) {
        m_regularly.start(withoutWatching);
        detach(look()); // at once: what changes after a list was read, which comes later, is told
    }
}

/// The store's thread does one thing after the other, and the first look was asked for by start().
Task<void> StoreWatch::begun()
{
    if (!m_started || m_seen.dataVersion >= 0) {
        co_return Result<void>{};
    }
    co_return co_await m_store->run([](Store &) { return Result<void>{}; });
}

Result<StoreWatch::Look> StoreWatch::look(const Store &store, Seen seen, const QString &writer)
{
    Look found;
    const auto version = store.dataVersion();
    if (!version || *version == seen.dataVersion) {
        found.seen = std::move(seen);
        return version.transform([&](qint64) { return found; });
    }
    const auto marks = store.appMarks();
    auto news = store.executions().changesSince(seen.news, writer);
    if (!marks || !news) {
        return std::unexpected(marks ? news.error() : marks.error());
    }
    found.executions = std::move(*news);
    found.seen = {.dataVersion = *version, .news = seen.news, .apps = {}};
    const bool isFirst = seen.dataVersion < 0;
    for (const auto &[id, mark] : *marks) {
        const auto before = seen.apps.take(id.toString());
        if (!isFirst && before.second != mark) {
            found.apps << id;
        }
        found.seen.apps.insert(id.toString(), {id, mark});
    }
    for (const auto &gone : std::as_const(seen.apps)) {
        found.apps << gone.first;
    }
    return found;
}

QCoro::Task<void> StoreWatch::look()
{
    if (std::exchange(m_looking, true)) {
        co_return;
    }
    const auto found = co_await whileAlive(this, m_store->run([seen = m_seen, writer = m_writer](const Store &store) {
        return look(store, seen, writer);
    }));
    m_looking = false;
    if (found) { // else the next look may find it better
        watchLog();
        m_seen = found->seen;
        notify(*found);
    }
}

/// The log is there once the store was opened; a store that was moved away has a new one.
void StoreWatch::watchLog()
{
    if (m_files.files().isEmpty() && QFileInfo::exists(m_log)) {
        m_files.addPath(m_log);
    }
    m_regularly.setInterval(m_files.files().isEmpty() ? withoutWatching : whileWatching);
}

void StoreWatch::notify(const Look &found)
{
    const QPointer<StoreWatch> self(this);
    for (const AppId &id : found.apps) {
        if (self) {
            Q_EMIT appChanged(id);
        }
    }
    for (const ExecutionChange &news : found.executions) {
        if (self) {
            Q_EMIT executionChanged(news.app, news.id);
        }
    }
}

} // namespace studio
