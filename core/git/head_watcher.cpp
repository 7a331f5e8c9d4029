// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/head_watcher.h"

namespace studio::git {

namespace {

constexpr auto quietInterval = std::chrono::milliseconds(150);

} // namespace

HeadWatcher::HeadWatcher(QObject *parent) : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(quietInterval);
    connect(&m_pause, &QTimer::timeout, this, &HeadWatcher::changed);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_pause, qOverload<>(&QTimer::start));
}

bool HeadWatcher::watch(const QStringList &folders)
{
    const QStringList known = m_watcher.directories();
    bool isMore = false;
    for (const QString &folder : folders) {
        if (!known.contains(folder) && m_watcher.directories().size() < maxFolders) {
            isMore = m_watcher.addPath(folder) || isMore;
        }
    }
    return isMore;
}

void HeadWatcher::clear()
{
    m_pause.stop();
    if (const QStringList known = m_watcher.directories(); !known.isEmpty()) {
        m_watcher.removePaths(known);
    }
}

} // namespace studio::git
