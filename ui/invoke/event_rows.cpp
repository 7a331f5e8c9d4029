// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/event_rows.h"

#include "core/base/display.h"
#include "ui/common/fonts.h"
#include "ui/common/tip.h"

namespace studio {

namespace {

constexpr qsizetype maxShown = 1'000; ///< characters of the data in its row
constexpr qsizetype maxTip = 8 << 10; ///< and in its tooltip

QString inOneLine(const QString &text)
{
    return text.left(maxShown).replace(u'\n', u'⏎');
}

} // namespace

void EventRows::restart()
{
    beginResetModel();
    m_parser = {};
    m_rows.clear();
    m_characters = 0;
    m_total = 0;
    m_clock.start();
    endResetModel();
}

void EventRows::append(QByteArrayView bytes)
{
    const QList<ServerEvent> events = m_parser.feed(bytes);
    if (events.isEmpty()) {
        return;
    }
    m_total += events.size();
    const auto first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(events.size()) - 1);
    for (const ServerEvent &event : events) {
        m_rows.append({m_clock.nsecsElapsed() / 1000, event});
        m_characters += event.name.size() + event.data.size();
    }
    endInsertRows();
    const qsizetype over = m_rows.size() - maxRows;
    qsizetype rows = 0;
    for (qint64 kept = m_characters; rows < over || kept > maxCharacters; ++rows) {
        kept -= m_rows[rows].event.name.size() + m_rows[rows].event.data.size();
    }
    drop(rows);
}

/// The first ones.
void EventRows::drop(qsizetype rows)
{
    if (rows == 0) {
        return;
    }
    beginRemoveRows({}, 0, static_cast<int>(rows) - 1);
    for (qsizetype row = 0; row < rows; ++row) {
        m_characters -= m_rows[row].event.name.size() + m_rows[row].event.data.size();
    }
    m_rows.remove(0, rows);
    endRemoveRows();
}

int EventRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EventRows::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventRows::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[index.row()];
    if (role == Qt::ToolTipRole && index.column() == Data) {
        return asTip(row.event.data.left(maxTip));
    }
    if (role == Qt::FontRole && index.column() == Data) {
        return monospaceFont();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (index.column()) {
    case Time:
        return durationText(row.microseconds);
    case Name:
        return row.event.name;
    default:
        return inOneLine(row.event.data);
    }
}

QVariant EventRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    return section == Time ? tr("After") : section == Name ? tr("Event") : tr("Data");
}

} // namespace studio
