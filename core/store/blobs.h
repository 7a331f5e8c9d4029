// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <chrono>
#include <sys/stat.h>

namespace studio {

class HeldFile;

/// Immutable files by their SHA-256 (lower-case hex), as `blobs/ab/cdef…` below the store's folder. A blob appears
/// whole, synced, or not at all. Several processes may add at once. Not for several threads.
class Blobs
{
public:
    explicit Blobs(QString folder) : m_folder(std::move(folder)) {}

    /// Copies a file in and tells its hash. A damaged blob of that hash is replaced, so saving again mends it.
    /// ResourceExhausted: disk full. Unavailable: not readable or writable.
    Result<QByteArray> put(const QString &file, bool executable);
    /// The same with bytes.
    Result<QByteArray> put(QByteArrayView bytes);

    /// The path of a blob that exists and has its checksum. NotFound, or Internal for a damaged one; both name it.
    /// What was read once is read again only when size or time of the file changed; by another process also when it was
    /// read a day ago, or where the file system keeps no extended attributes.
    [[nodiscard]] Result<QString> path(const QByteArray &sha256);

    /// Whether there is a file of that name, whatever it holds.
    [[nodiscard]] bool isThere(const QByteArray &sha256) const;
    /// Blobs that were last put in at least `age` ago, but not before `sinceMs`, in Unix milliseconds.
    [[nodiscard]] QList<QByteArray> olderThan(std::chrono::seconds age, qint64 sinceMs = 0) const;
    /// Removes what processes that were killed have left half written.
    void removeAbandoned() const;
    /// The bytes that it had, or -1 where it could not be removed.
    qint64 remove(const QByteArray &sha256);

private:
    struct Seen // what a file looked like when its checksum was right
    {
        ino_t inode = 0;
        qint64 size = 0;
        qint64 mtimeNs = 0;

        bool operator==(const Seen &) const = default;
    };

    [[nodiscard]] QString fileOf(const QByteArray &sha256) const;
    [[nodiscard]] QString newFolder() const { return m_folder + QStringLiteral("/.new"); }
    Result<QString> makeNewFolder();
    Result<void> moveIn(HeldFile *temporary, const QByteArray &sha256);
    /// Whether the blob is there and whole. One of another size is not, whatever it is: it is not read.
    bool hasGood(const QByteArray &sha256, qint64 bytes, bool executable);
    [[nodiscard]] std::unexpected<Error> writeFailed(int number) const;
    static Seen look(const struct stat &info);
    /// A note on the file itself, for other processes: reading 20 MB takes longer than all else of a command.
    static bool wasIntact(int file, const Seen &now);
    static void noteIntact(int file, const Seen &now);

    QString m_folder;
    QHash<QByteArray, Seen> m_seen;
};

} // namespace studio
