// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_table_model.h"

#include "ui/common/fonts.h"
#include "ui/common/tip.h"
#include "ui/invoke/json_colors.h"
#include "ui/invoke/json_outline.h"

#include <algorithm>
#include <utility>

namespace studio {

namespace {

constexpr qint64 maxInspected = 100; // elements and members that say what is a table, and its columns
constexpr qsizetype maxColumns = 100;
constexpr qsizetype cellBytes = 200;
constexpr qsizetype cellTipBytes = 2'000;

bool isTable(const JsonOutline &outline, qint64 line)
{
    const qint64 count = outline.childCount(line);
    if (!outline.isArray(line) || count == 0) {
        return false;
    }
    qint64 child = line + 1;
    for (qint64 i = 0; i < std::min(count, maxInspected); ++i, child = outline.next(child)) {
        if (!outline.isObject(child)) {
            return false;
        }
    }
    return true;
}

} // namespace

qint64 JsonTableModel::tableIn(const JsonOutline &outline)
{
    if (!outline.isObject(0)) {
        return isTable(outline, 0) ? 0 : -1;
    }
    const qint64 members = std::min(outline.childCount(0), maxInspected);
    for (qint64 i = 0, member = 1; i < members; ++i, member = outline.next(member)) {
        if (isTable(outline, member)) {
            return member;
        }
    }
    return -1;
}

bool JsonTableModel::setArray(std::shared_ptr<const JsonOutline> outline, qint64 line)
{
    if (outline == m_outline && line == m_line) {
        return false;
    }
    beginResetModel();
    m_outline = std::move(outline);
    m_line = line;
    m_count = m_outline ? m_outline->childCount(line) : 0;
    readColumns();
    endResetModel();
    return true;
}

void JsonTableModel::readColumns()
{
    m_columns.clear();
    qint64 element = m_line + 1;
    for (qint64 i = 0; i < std::min(m_count, maxInspected); ++i, element = m_outline->next(element)) {
        const qint64 members = std::min(m_outline->childCount(element), maxInspected);
        for (qint64 j = 0, member = element + 1; j < members; ++j, member = m_outline->next(member)) {
            const QByteArray key = m_outline->key(member).toByteArray();
            if (m_columns.size() < maxColumns && !m_columns.contains(key)) {
                m_columns << key;
            }
        }
    }
}

int JsonTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(std::min(m_count, maxTableRows));
}

int JsonTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

/// Of a key that stands twice the last one counts, as JSON's readers take it.
qint64 JsonTableModel::cellLine(const QModelIndex &index) const
{
    const qint64 element = m_outline->child(m_line, index.row());
    qint64 found = -1;
    if (m_outline->opens(element) && m_outline->isObject(element)) {
        const qint64 members = std::min(m_outline->childCount(element), maxInspected);
        for (qint64 i = 0, member = element + 1; i < members; ++i, member = m_outline->next(member)) {
            found = m_outline->key(member) == m_columns[index.column()] ? member : found;
        }
    }
    return found;
}

QString JsonTableModel::cellText(const QModelIndex &index) const
{
    const qint64 line = index.isValid() ? cellLine(index) : -1;
    return line < 0 ? QString() : m_outline->plainText(line);
}

QVariant JsonTableModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::FontRole) {
        return monospaceFont();
    }
    const bool isTip = role == Qt::ToolTipRole;
    if (role != Qt::DisplayRole && role != Qt::ForegroundRole && role != Qt::TextAlignmentRole && !isTip) {
        return {};
    }
    const qint64 line = cellLine(index);
    if (line < 0) {
        return {};
    }
    const QByteArrayView value = m_outline->wholeValue(line);
    const bool isString = value.startsWith('"');
    const bool isNumber = !isString && (value.front() == '-' || (value.front() >= '0' && value.front() <= '9'));
    if (role == Qt::ForegroundRole) {
        return isString ? QVariant() : tokenColor(isNumber ? JsonTokenKind::Number : JsonTokenKind::Punctuation);
    }
    if (role == Qt::TextAlignmentRole) {
        return isNumber ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    }
    const qsizetype bytes = isTip ? cellTipBytes : cellBytes;
    QString text = isString ? stringFromJson(value, bytes) : QString::fromUtf8(firstBytes(value, bytes));
    if (value.size() > bytes + 2) {
        text += u'…';
    }
    return isTip ? asTip(text) : text.replace(u'\n', u' ');
}

QVariant JsonTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole) {
        return {};
    }
    return orientation == Qt::Horizontal ? stringFromJson(m_columns[section], cellBytes) : QString::number(section);
}

} // namespace studio
