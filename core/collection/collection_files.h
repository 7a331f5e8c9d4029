// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection_reader.h"

#include <optional>

namespace studio::collection {

/// What may belong to a collection in one of its folders.
struct FolderNames
{
    QList<QByteArray> files; ///< with the ending that was asked for
    QList<QByteArray> folders;
};

/// Reads the files of a collection through descriptors of their folders, so that nothing that is renamed or linked
/// meanwhile leads out of them. Counts what is read against the limits of collection_reader.h, and notes what is passed
/// over. `path` is for warnings, below the collection's folder. Blocks; one thread.
class CollectionFiles
{
public:
    /// `endings`: of the files that are wanted.
    explicit CollectionFiles(QByteArrayList endings = {QByteArrayLiteral(".yml")}) : m_endings(std::move(endings)) {}

    /// What is hidden is no part of a collection.
    FolderNames list(int folder, const QString &path);
    [[nodiscard]] static bool exists(int folder, const QByteArray &name); ///< whatever it is, also a link
    /// Nothing where it was passed over. A failure is one of the whole collection.
    Result<std::optional<QByteArray>> read(int folder, const QByteArray &name, const QString &path);

    void warn(const QString &path, int line, const QString &message) { m_warnings.append({path, line, message}); }
    [[nodiscard]] const QList<ReadWarning> &warnings() const { return m_warnings; }

private:
    void add(int folder, const QString &path, const QByteArray &name, unsigned char type, FolderNames &names);

    QByteArrayList m_endings;
    QList<ReadWarning> m_warnings;
    int m_files = 0;
    qint64 m_bytes = 0;
};

/// "orders/get.yml" of "orders" and a name in it.
QString pathBelow(const QString &folder, const QByteArray &name);

} // namespace studio::collection
