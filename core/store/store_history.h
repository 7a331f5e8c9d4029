// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/database.h"

namespace studio {

/// How the garbage collection knows that the database beside the blobs is the one that they belong to, and that it has
/// not lost what it knew: a copy that was restored, a write-ahead log that was removed or damaged. Such a database does
/// not refer to blobs that are needed.
///
/// The database counts the changes of apps, drafts and versions. The file `blobs/.history` holds, in one line, the
/// database's id, the count after the last change, and the Unix milliseconds before which blobs are never collected (0:
/// all may be); or “lost” for the id, once a change was made in a database that does not know all. It is written after
/// each commit, so it is never ahead of a database that has lost nothing. A file that is missing or cannot be read
/// begins anew: what was there by then is kept. Thread and errors of the Store.
class StoreHistory
{
public:
    StoreHistory(const Database &database, const QString &blobsFolder)
        : m_database(database), m_path(blobsFolder + QStringLiteral("/.history"))
    {
    }

    /// In the transaction of each change of an app, a draft or a version.
    [[nodiscard]] Result<void> countChange();
    /// After its commit. A file that cannot be written delays the collection and fails nothing.
    void noteChange() const;

    /// The Unix milliseconds before which no blob may be collected. FailedPrecondition: the database does not know all
    /// changes, or is another one.
    [[nodiscard]] Result<qint64> collectableSince() const;

    /// Removes what processes that were killed have left half written.
    void removeAbandoned() const;

private:
    struct Note
    {
        QString store;
        qint64 changes = 0;
        qint64 sinceMs = 0;

        bool operator==(const Note &) const = default;
    };

    [[nodiscard]] Result<Note> known() const; ///< by the database
    [[nodiscard]] std::optional<Note> noted() const;
    bool write(const Note &note) const;
    [[nodiscard]] QString besidePrefix() const;

    const Database &m_database;
    QString m_path;
};

} // namespace studio
