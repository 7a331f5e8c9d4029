// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_lock.h"

#include <QDateTime>
#include <QString>

#include <memory>

namespace studio {

/// Text that was typed and not saved. A plain value.
struct RecoveryCopy
{
    QByteArray text;
    QDateTime keptAt; ///< when it was typed, half a second later at most

    bool operator==(const RecoveryCopy &) const = default;
};

/// Where text that was typed and not saved is kept, so that a kill loses nothing: one copy a file, in a folder that no
/// other running studio writes to. What a studio that has ended left behind is found by the next one. Blocks for a
/// moment; any one thread at a time.
class Recovery
{
public:
    /// `parent` holds the folders of all studios of this user. Where none can be had, nothing is kept.
    explicit Recovery(QString parent);

    /// The copy of this file (an absolute path): our own, otherwise the newest that an ended studio left, which becomes
    /// ours. NotFound when there is none.
    Result<RecoveryCopy> take(const QString &path);
    /// Keeps this text as the file's copy; a kill at any instant leaves the old copy or the new.
    [[nodiscard]] Result<void> keep(const QString &path, const QByteArray &text) const;
    /// The file was saved, or what was typed was given up.
    void drop(const QString &path) const;

private:
    [[nodiscard]] QString copyOf(const QString &path) const;
    void adopt(const QString &path);

    QString m_parent;
    QString m_folder; ///< ours; empty where none can be had
    std::unique_ptr<FileLock> m_lock;
};

} // namespace studio
