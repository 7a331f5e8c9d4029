// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/pending_records.h"

#include <QSet>

#include <utility>

namespace studio {

qsizetype memoryBytes(const Execution &record)
{
    constexpr qsizetype lineOverhead = 32; // a QByteArray's own header, and the time
    qsizetype bytes = static_cast<qsizetype>(sizeof(Execution)) + record.request.target.size() +
                      record.request.body.size() + record.response.body.size() + 2 * record.error.size();
    for (const Headers *headers : {&record.request.headers, &record.response.headers}) {
        for (const auto &[name, value] : *headers) {
            bytes += name.size() + value.size() + lineOverhead;
        }
    }
    for (const ExecutionLine &line : record.lines) {
        bytes += line.text.size() + lineOverhead;
    }
    return bytes;
}

void PendingRecords::add(Execution record)
{
    m_bytes += memoryBytes(record);
    const auto place = m_places.constFind(record.id);
    if (place == m_places.cend()) {
        m_places.insert(record.id, m_dropped + m_records.size());
        m_records.append(std::move(record));
    } else {
        Execution &known = m_records[*place - m_dropped];
        m_bytes -= memoryBytes(known);
        known = std::move(record);
    }
}

void PendingRecords::putBack(const QList<Execution> &records)
{
    const QList<Execution> newer = take();
    QSet<QString> known;
    for (const Execution &record : newer) {
        known.insert(record.id);
    }
    for (const Execution &record : records) {
        if (!known.contains(record.id)) {
            add(record);
        }
    }
    for (const Execution &record : newer) {
        add(record);
    }
}

qsizetype PendingRecords::keepNewest(qsizetype maxRecords, qsizetype maxBytes)
{
    const qsizetype before = size();
    while (size() > maxRecords || (m_bytes > maxBytes && !isEmpty())) {
        dropOldest();
    }
    return before - size();
}

void PendingRecords::dropOldest()
{
    const Execution oldest = m_records.takeFirst();
    m_bytes -= memoryBytes(oldest);
    m_places.remove(oldest.id);
    ++m_dropped;
}

QList<Execution> PendingRecords::take()
{
    m_places.clear();
    m_bytes = 0;
    m_dropped = 0;
    return std::exchange(m_records, {});
}

} // namespace studio
