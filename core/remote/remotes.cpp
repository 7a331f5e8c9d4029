// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/remotes.h"

#include "core/remote/remote_platform.h"

#include <algorithm>

namespace studio {

namespace {

QString fileOf(const Paths &paths)
{
    return paths.config + QStringLiteral("/profiles.json");
}

} // namespace

Remotes::Remotes(Paths paths) : m_paths(std::move(paths))
{
    auto read = readRemoteList(fileOf(m_paths));
    if (read) {
        m_list = std::move(*read);
    } else {
        m_damage = read.error();
    }
    m_list.current.clear();
}

Remotes::~Remotes() = default;

ComputeService *Remotes::choose(const QString &name)
{
    m_list.current = m_list.find(name) ? name : QString();
    return service(name);
}

ComputeService *Remotes::service(const QString &name)
{
    const Remote *const wanted = m_list.find(name);
    if (!wanted) {
        return nullptr;
    }
    auto &platform = m_platforms[wanted->endpoint];
    if (!platform) {
        platform = std::make_unique<RemotePlatform>(
            QUrl(wanted->endpoint), [this, endpoint = wanted->endpoint] { return token(endpoint); }, m_paths);
    }
    return platform.get();
}

Task<QByteArray> Remotes::token(QString endpoint)
{
    const auto kept = co_await m_secrets.get(gatewayTokenKey(endpoint));
    co_return kept.value_or(QByteArray());
}

Task<bool> Remotes::save(RemoteList list, QStringList tokens)
{
    const std::weak_ptr<bool> alive = m_alive;
    if (m_damage) {
        if (const auto now = readRemoteList(fileOf(m_paths)); !now) {
            co_return std::unexpected(now.error());
        }
        m_damage.reset(); // it was mended or removed
    }
    bool areKept = true;
    for (qsizetype row = 0; row < std::min(tokens.size(), list.remotes.size()); ++row) {
        if (tokens[row].isEmpty()) {
            continue;
        }
        const auto place =
            co_await m_secrets.set(gatewayTokenKey(list.remotes[row].endpoint), tokens[row].trimmed().toUtf8());
        if (!place) {
            co_return std::unexpected(place.error());
        }
        if (alive.expired()) {
            co_return cancelled();
        }
        areKept = areKept && place->inKeychain;
    }
    const auto written = co_await onWorker([file = fileOf(m_paths), list]() -> Result<bool> {
        return writeRemoteList(file, list).transform([] { return true; });
    });
    if (!written || alive.expired()) {
        co_return written ? cancelled() : std::unexpected(written.error());
    }
    // A token may be another one now: the next use asks for it.
    for (auto &[endpoint, platform] : m_platforms) {
        if (!std::ranges::contains(list.remotes, endpoint, &Remote::endpoint)) {
            platform->stop();
        }
        m_retired.push_back(std::move(platform));
    }
    m_platforms.clear();
    m_list = std::move(list);
    co_return areKept;
}

} // namespace studio
