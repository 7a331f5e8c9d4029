// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/recovery.h"

#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace studio {

/// Keeps recovery copies of what is typed in editors: at once, at most half a second later, on a thread of its own.
/// Main thread.
class RecoveryKeeper : public QObject
{
    Q_OBJECT

public:
    /// The text of a file that is not saved; nothing where there is none.
    using UnsavedText = std::function<std::optional<QString>(const QString &path)>;

    RecoveryKeeper(const QString &folder, UnsavedText unsavedText, QObject *parent = nullptr);
    ~RecoveryKeeper() override; ///< waits until what was kept is written

    void noteTyped(const QString &path); ///< the file's text has changed: its copy is behind
    void keep();                         ///< writes the copies that are behind, and drops those that nothing needs
    void drop(const QString &path);      ///< the file was saved
    /// See Recovery::take(). Waits for copies that are being written: the file may have been closed a moment ago.
    Result<RecoveryCopy> take(const QString &path);

Q_SIGNALS:
    void failed(const QString &reason); ///< a copy could not be written; once

private:
    UnsavedText m_unsavedText;
    std::shared_ptr<Recovery> m_recovery; ///< used by one thread at a time: the writer's, or ours while that rests
    QThreadPool m_writer;                 ///< one thread, so that copies are written in the order of typing
    QTimer m_timer;
    QSet<QString> m_typed; ///< files whose copy is behind
    bool m_hasFailed = false;
};

} // namespace studio
