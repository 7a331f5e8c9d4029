// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace studio::git {

/// Tells when a repository's current commit may be another, whichever program made it: a few of its folders are
/// watched (inotify), and no file is read. Main thread.
class HeadWatcher final : public QObject
{
    Q_OBJECT

public:
    static constexpr int maxFolders = 64;

    explicit HeadWatcher(QObject *parent = nullptr);

    /// Beside those that are watched already; absolute. Whether there are new ones: what was read of the repository
    /// before may be outdated.
    bool watch(const QStringList &folders);
    void clear();

Q_SIGNALS:
    void changed(); ///< something was written there, and nothing more for a moment

private:
    QFileSystemWatcher m_watcher;
    QTimer m_pause;
};

} // namespace studio::git
