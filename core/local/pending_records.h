// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution.h"

#include <QHash>

namespace studio {

/// The records that have not been written yet, each call once, the oldest first. A value. One thread.
class PendingRecords
{
public:
    [[nodiscard]] qsizetype size() const { return m_records.size(); }
    [[nodiscard]] bool isEmpty() const { return m_records.isEmpty(); }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; } ///< see memoryBytes()
    [[nodiscard]] bool contains(const QString &id) const { return m_places.contains(id); }

    /// Adds it, or puts it in place of what is known of the same call.
    void add(Execution record);
    /// Puts records that were taken before the others again, except those that are known in a newer state.
    void putBack(const QList<Execution> &records);
    /// Drops the oldest while there are more records than `maxRecords` or they take more than `maxBytes`; how many.
    qsizetype keepNewest(qsizetype maxRecords, qsizetype maxBytes);
    /// All, and forgets them.
    [[nodiscard]] QList<Execution> take();

private:
    void dropOldest();

    QList<Execution> m_records;
    qint64 m_dropped = 0;            ///< how many places before the first record are gone
    QHash<QString, qint64> m_places; ///< by id: the place in m_records plus m_dropped
    qsizetype m_bytes = 0;
};

/// About what a record takes in memory: its bodies, headers and lines.
qsizetype memoryBytes(const Execution &record);

} // namespace studio
