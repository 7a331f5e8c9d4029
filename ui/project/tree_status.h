// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/head_watcher.h"
#include "core/git/repository_status.h"

#include <QColor>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <stop_token>

namespace studio {

/// How the files of the project stand to git's last commit. It is read again when something asks for it, when the
/// repository's state may be another, and when the window comes to the front. Main thread; read by a process.
class TreeStatus final : public QObject
{
    Q_OBJECT

public:
    explicit TreeStatus(QObject *parent = nullptr);
    ~TreeStatus() override;

    void setFolder(const QString &folder); ///< canonical; empty for none
    void refresh();                        ///< soon: many at once are one
    [[nodiscard]] git::FileState stateOf(const QString &path) const { return m_status.stateOf(path); }

    static QString describe(git::FileState state); ///< a few words; empty for Unchanged
    static QColor colorOf(git::FileState state);   ///< of a name, on the theme's surface

Q_SIGNALS:
    void changed();

private:
    QCoro::Task<void> read();

    QString m_folder;
    git::RepositoryStatus m_status;
    git::HeadWatcher m_watcher;
    QTimer m_pause;
    std::stop_source m_stop;
    bool m_isReading = false;
    bool m_isOutdated = false; ///< something changed while it was read
};

} // namespace studio
