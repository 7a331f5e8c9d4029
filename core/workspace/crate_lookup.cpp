// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/crate_lookup.h"

#include "core/base/detach.h"
#include "core/compiler/compiler.h"

#include <QObject>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxLoaded = 500;
constexpr qsizetype maxEntries = 2'000;
constexpr qsizetype maxAsked = 100; ///< names that the registry is asked about, while the program runs
constexpr std::chrono::seconds offlineTime{60};
constexpr std::chrono::milliseconds searchPause{300};
constexpr qsizetype leastSearched = 2;

CrateLookup::Entry readLocal(const QString &home, const QString &name)
{
    CrateLookup::Entry entry;
    entry.crate = readIndexedCrate(home, name).value_or(std::nullopt);
    if (entry.crate) {
        for (const IndexedVersion &version :
             entry.crate->versions.first(std::min<qsizetype>(entry.crate->versions.size(), 200))) {
            entry.description = unpackedDescription(home, entry.crate->name, version.text);
            if (!entry.description.isEmpty()) {
                break;
            }
        }
    }
    return entry;
}

} // namespace

CrateLookup::CrateLookup(Compiler *compiler, QString cargoHome, QObject *parent)
    : QObject(parent), m_compiler(compiler), m_home(std::move(cargoHome))
{
    m_offline.setSingleShot(true);
    m_offline.setInterval(offlineTime);
    connect(&m_offline, &QTimer::timeout, this, [this] {
        m_isOffline = false;
        Q_EMIT canAskAgain();
    });
    m_noSearch.setSingleShot(true);
    m_noSearch.setInterval(offlineTime);
    connect(&m_noSearch, &QTimer::timeout, this, [this] { m_cannotSearch = false; });
    m_searchPause.setSingleShot(true);
    m_searchPause.setInterval(searchPause);
    connect(&m_searchPause, &QTimer::timeout, this, [this] { detach(searchNow()); });
}

CrateLookup::~CrateLookup()
{
    m_search.request_stop();
    m_stop.request_stop();
}

const CrateLookup::Entry *CrateLookup::entry(const QString &name) const
{
    const auto found = m_entries.constFind(name);
    return found == m_entries.cend() ? nullptr : &*found;
}

/// A crate that was not there may be there now: a compile has fetched it.
void CrateLookup::load(const QStringList &names)
{
    QStringList wanted;
    for (const QString &name : names) {
        const Entry *const known = entry(name);
        if ((!known || !known->crate) && wanted.size() < maxLoaded) {
            wanted << name;
        }
    }
    if (m_entries.size() > maxEntries) {
        m_entries.clear();
    }
    detach(readAll(wanted));
}

QCoro::Task<void> CrateLookup::readAll(QStringList names)
{
    const auto read = co_await whileAlive(this, onWorker([home = m_home, names] {
                                              QHash<QString, Entry> entries;
                                              for (const QString &name : names) {
                                                  entries.insert(name, readLocal(home, name));
                                              }
                                              return Result<QHash<QString, Entry>>(entries);
                                          }));
    for (auto one = read->cbegin(); one != read->cend(); ++one) {
        Entry &known = m_entries[one.key()];
        if (one->crate || !known.crate) {
            const bool isAbsent = known.isAbsent && !one->crate;
            known = *one;
            known.isAbsent = isAbsent;
        }
    }
    Q_EMIT changed();
}

Task<CrateLookup::Entry> CrateLookup::read(QString name)
{
    if (const Entry *const known = entry(name); known && known->crate) {
        co_return *known;
    }
    auto local =
        co_await whileAlive(this, onWorker([home = m_home, name] { return Result<Entry>(readLocal(home, name)); }));
    m_entries.insert(name, *local);
    co_return local;
}

Task<QStringList> CrateLookup::names(std::stop_token stop)
{
    co_return co_await whileAlive(
        this, onWorker([home = m_home, stop] { return Result<QStringList>(knownCrates(home, stop)); }));
}

Task<Toolchain> CrateLookup::toolchain()
{
    if (!m_compiler) {
        co_return fail(ErrorCode::Unavailable, QObject::tr("There is no Rust."));
    }
    const auto choice = co_await whileAlive(this, m_compiler->toolchain(RustTarget::Native));
    co_return choice.transform([](const ToolchainChoice &one) { return one.toolchain; });
}

void CrateLookup::ask(const QString &name)
{
    if (m_isOffline || m_asked.size() >= maxAsked || m_asked.contains(name)) {
        return;
    }
    m_asked.insert(name);
    m_queue << name;
    if (!m_isAsking) {
        m_isAsking = true;
        detach(askNext());
    }
}

QCoro::Task<void> CrateLookup::askNext()
{
    const auto rust = co_await whileAlive(this, toolchain());
    while (rust && !m_queue.isEmpty()) {
        const QString name = m_queue.takeFirst();
        const auto info = co_await whileAlive(this, crateInfo(*rust, name, {}, m_stop.get_token()));
        // Cargo has written down what it was told.
        const auto local =
            co_await whileAlive(this, onWorker([home = m_home, name] { return Result<Entry>(readLocal(home, name)); }));
        take(name, info, *local);
    }
    for (const QString &waiting : std::as_const(m_queue)) { // there is no toolchain that asks
        m_asked.remove(waiting);
    }
    m_queue.clear();
    m_isAsking = false;
    Q_EMIT changed();
}

void CrateLookup::take(const QString &name, const Result<CrateInfo> &info, const Entry &local)
{
    Entry entry = local;
    if (info) {
        entry.description = info->description;
        if (const auto version = CrateVersion::parse(info->version); version && !entry.crate) {
            entry.crate =
                IndexedCrate{.name = info->name,
                             .versions = {{.text = info->version, .version = *version, .features = info->features}}};
            entry.isComplete = false;
        }
    } else if (info.error().code == ErrorCode::NotFound) {
        entry.isAbsent = !entry.crate;
    } else if (info.error().code == ErrorCode::Unavailable) { // it is asked again some time later
        m_asked.remove(name);
        for (const QString &waiting : std::as_const(m_queue)) {
            m_asked.remove(waiting);
        }
        m_queue.clear();
        m_isOffline = true;
        m_offline.start();
    }
    m_entries.insert(name, entry);
    Q_EMIT changed();
}

void CrateLookup::search(const QString &words)
{
    if (m_cannotSearch || words.size() < leastSearched || words == m_searched) {
        return;
    }
    m_search.request_stop();
    m_searched = words;
    m_searchPause.start();
}

QCoro::Task<void> CrateLookup::searchNow()
{
    m_search = {};
    const QString words = m_searched;
    const std::stop_token stop = m_search.get_token();
    const auto rust = co_await whileAlive(this, toolchain());
    if (!rust || stop.stop_requested()) {
        co_return;
    }
    const auto found = co_await whileAlive(this, searchCrates(*rust, words, stop));
    if (!found) {
        if (found.error().code == ErrorCode::Unavailable) {
            m_cannotSearch = true; // not at every key
            m_noSearch.start();
        }
        co_return;
    }
    if (m_found.size() > maxEntries) {
        m_found.clear();
    }
    for (const CrateInfo &one : *found) {
        m_found.insert(one.name, one);
    }
    if (!found->isEmpty()) {
        Q_EMIT changed();
    }
}

} // namespace studio
