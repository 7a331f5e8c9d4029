// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/event_stream.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>

namespace studio {

/// The server-sent events of one answer as rows: when each came, its name, its data. Main thread; bounded.
class EventRows : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Name, Data, ColumnCount };
    // The first rows are dropped for more.
    static constexpr int maxRows = 10'000;
    static constexpr qint64 maxCharacters = 8 << 20; ///< of all events

    using QAbstractTableModel::QAbstractTableModel;

    void restart(); ///< for an answer that begins now

    void append(QByteArrayView bytes);
    [[nodiscard]] qint64 total() const { return m_total; } ///< events that came, also those that were dropped

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void drop(qsizetype rows);

    struct Row
    {
        qint64 microseconds = 0; ///< since the answer began
        ServerEvent event;
    };

    EventStreamParser m_parser;
    QElapsedTimer m_clock;
    QList<Row> m_rows;
    qint64 m_characters = 0; ///< of the rows
    qint64 m_total = 0;
};

} // namespace studio
