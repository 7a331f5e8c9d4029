// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/event_rows.h"

#include "core/base/display.h"
#include "ui/common/fonts.h"

namespace studio {

namespace {

constexpr qsizetype maxShown = 1'000; ///< characters of the data in its row
constexpr qsizetype maxTip = 8 << 10; ///< and in its tooltip

QString inOneLine(QString text)
{
    return text.replace(u'\n', u'⏎').left(maxShown);
}

} // namespace

void EventRows::restart()
{
    beginResetModel();
    m_parser = {};
    m_rows.clear();
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
    const qsizetype over = m_rows.size() + events.size() - maxRows;
    if (over > 0 && !m_rows.isEmpty()) {
        const auto dropped = static_cast<int>(std::min(over, m_rows.size()));
        beginRemoveRows({}, 0, dropped - 1);
        m_rows.remove(0, dropped);
        endRemoveRows();
    }
    const QList<ServerEvent> kept = events.last(std::min<qsizetype>(events.size(), maxRows));
    const auto first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(kept.size()) - 1);
    for (const ServerEvent &event : kept) {
        m_rows.append({m_clock.nsecsElapsed() / 1000, event});
    }
    endInsertRows();
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
        return row.event.data.left(maxTip).toHtmlEscaped();
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
