// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QObject>

#include <memory>

namespace studio {

/// Tells when the sources of a project change, whichever program changes them: files that are written in place or
/// replaced by renaming, new folders and what is in them by then, files that go. What is not packed with the project
/// (`target`, `.git`, …) is not watched, and files that editors keep beside the one that is edited are passed over.
/// inotify. Main thread; nothing blocks but the first walk through the folders.
class SourceWatcher : public QObject
{
    Q_OBJECT

public:
    /// NotFound: no such folder. ResourceExhausted: the system's limit of watched folders, which the error names.
    static Result<std::unique_ptr<SourceWatcher>> watch(const QString &folder);
    /// The same, with the walk on a worker.
    static Task<std::unique_ptr<SourceWatcher>> watchLater(QString folder);
    ~SourceWatcher() override;

Q_SIGNALS:
    /// Something has changed, and nothing more did for `quietTime`; at the latest `maxDelay` after the first change.
    /// `files` are those that changed, relative to the folder, at most a few; empty where that is not known.
    void changed(const QStringList &files);
    /// A folder that came later cannot be watched, as with watch(): changes in it are not seen. At most once.
    void incomplete(const studio::Error &error);
    void gone(); ///< the folder itself was removed or moved: nothing more is told

private:
    class Private;
    static Result<std::shared_ptr<Private>> begin(const QString &folder);
    explicit SourceWatcher(std::shared_ptr<Private> p);
    std::shared_ptr<Private> d;
};

} // namespace studio
