// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_model.h"

#include "ui/common/tip.h"
#include "ui/search/search_texts.h"

#include <algorithm>

namespace studio {

struct SearchModel::File
{
    QString path;
    QList<LineMatch> matches;
    QList<bool> isChecked; ///< of each match
    bool isExpanded = true;
};

SearchModel::SearchModel(QObject *parent) : QAbstractListModel(parent) {}
SearchModel::~SearchModel() = default;

int SearchModel::firstRowOf(const QString &path) const
{
    const auto found = std::ranges::lower_bound(m_rows, path, {}, [](const Row &row) { return row.file->path; });
    return static_cast<int>(found - m_rows.begin());
}

void SearchModel::add(const QList<FileMatches> &batch)
{
    for (const FileMatches &found : batch) {
        addTo(found);
    }
    Q_EMIT checkedChanged();
}

void SearchModel::addTo(const FileMatches &found)
{
    const auto place = std::ranges::lower_bound(m_files, found.file, {}, [](const auto &file) { return file->path; });
    const bool isNew = place == m_files.end() || (*place)->path != found.file;
    File *file = isNew ? nullptr : place->get();
    int row = firstRowOf(found.file);
    if (isNew) {
        file = m_files.insert(place, std::make_unique<File>())->get();
        file->path = found.file;
    }
    const auto before = static_cast<int>(file->matches.size());
    file->matches += found.matches;
    file->isChecked += QList<bool>(found.matches.size(), true);
    m_matches += static_cast<int>(found.matches.size());
    if (isNew) {
        addRows(row, file, -1);
    } else {
        if (file->isExpanded) {
            addRows(row + 1 + before, file, before);
        }
        Q_EMIT dataChanged(index(row), index(row));
    }
}

/// From this match of the file on; -1 is the file's own row.
void SearchModel::addRows(int row, File *file, int from)
{
    const auto end = static_cast<int>(file->matches.size());
    if (from >= end) {
        return;
    }
    QList<Row> rows;
    for (int match = from; match < end; ++match) {
        rows.append({file, match});
    }
    beginInsertRows({}, row, row + static_cast<int>(rows.size()) - 1);
    m_rows.insert(row, rows.size(), {});
    std::ranges::copy(rows, m_rows.begin() + row);
    endInsertRows();
}

void SearchModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_files.clear();
    m_matches = 0;
    endResetModel();
    Q_EMIT checkedChanged();
}

void SearchModel::setReplacer(const std::optional<Replacer> &replacer)
{
    m_replacer = replacer;
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
    }
    Q_EMIT checkedChanged();
}

void SearchModel::setExpanded(int row, bool isExpanded)
{
    File *const file = m_rows[row].file;
    if (m_rows[row].match >= 0 || file->isExpanded == isExpanded) {
        return;
    }
    file->isExpanded = isExpanded;
    if (isExpanded) {
        addRows(row + 1, file, 0);
    } else {
        beginRemoveRows({}, row + 1, row + static_cast<int>(file->matches.size()));
        m_rows.remove(row + 1, file->matches.size());
        endRemoveRows();
    }
    Q_EMIT dataChanged(index(row), index(row));
}

void SearchModel::remove(int row)
{
    const auto [file, match] = m_rows[row];
    const int fileRow = rowOfFile(row);
    const bool isWhole = match < 0 || file->matches.size() == 1;
    if (isWhole) {
        const qsizetype shown = 1 + (file->isExpanded ? file->matches.size() : 0);
        m_matches -= static_cast<int>(file->matches.size());
        beginRemoveRows({}, fileRow, fileRow + static_cast<int>(shown) - 1);
        m_rows.remove(fileRow, shown);
        std::erase_if(m_files, [gone = file](const auto &one) { return one.get() == gone; });
        endRemoveRows();
    } else {
        --m_matches;
        beginRemoveRows({}, row, row);
        file->matches.removeAt(match);
        file->isChecked.removeAt(match);
        m_rows.removeAt(row);
        for (int i = row; i < m_rows.size() && m_rows[i].file == file; ++i) {
            --m_rows[i].match;
        }
        endRemoveRows();
        Q_EMIT dataChanged(index(fileRow), index(fileRow));
    }
    Q_EMIT checkedChanged();
}

QList<FileMatches> SearchModel::checked() const
{
    QList<FileMatches> chosen;
    for (const auto &file : m_files) {
        FileMatches one{.file = file->path, .matches = {}};
        for (qsizetype i = 0; i < file->matches.size(); ++i) {
            if (file->isChecked[i]) {
                one.matches.append(file->matches[i]);
            }
        }
        if (!one.matches.isEmpty()) {
            chosen.append(one);
        }
    }
    return chosen;
}

int SearchModel::checkedCount() const
{
    qsizetype count = 0;
    for (const auto &file : m_files) {
        count += file->isChecked.count(true);
    }
    return static_cast<int>(count);
}

int SearchModel::rowOfFile(int row) const
{
    const int match = m_rows[row].match;
    return row - match - 1;
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

Qt::CheckState SearchModel::checkStateOf(const File &file)
{
    const qsizetype count = file.isChecked.count(true);
    return count == 0 ? Qt::Unchecked : count == file.isChecked.size() ? Qt::Checked : Qt::PartiallyChecked;
}

QVariant SearchModel::fileData(const File &file, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return tr("%1, %2").arg(file.path, matchesText(static_cast<int>(file.matches.size())));
    case Qt::ToolTipRole:
        return asTip(file.path);
    case Qt::CheckStateRole:
        return isReplacing() ? QVariant(checkStateOf(file)) : QVariant();
    case IsFileRole:
        return true;
    case IsExpandedRole:
        return file.isExpanded;
    case CountRole:
        return static_cast<int>(file.matches.size());
    default:
        return {};
    }
}

QString SearchModel::spokenText(const LineMatch &match) const
{
    const QString line = tr("Line %1: %2").arg(match.line).arg(match.shown.trimmed());
    if (!isReplacing()) {
        return line;
    }
    const auto with = m_replacer->textFor(match.shown, match.shownAt, match.matched);
    return with ? tr("%1. Becomes: %2").arg(line, *with) : tr("%1. Cannot be replaced").arg(line);
}

QVariant SearchModel::matchData(const Row &row, int role) const
{
    const LineMatch &match = row.file->matches[row.match];
    switch (role) {
    case Qt::DisplayRole:
        return spokenText(match);
    case Qt::CheckStateRole:
        return isReplacing() ? QVariant(row.file->isChecked[row.match] ? Qt::Checked : Qt::Unchecked) : QVariant();
    case IsFileRole:
        return false;
    case MatchRole:
        return QVariant::fromValue(match);
    case ReplacementRole:
        if (const auto with = isReplacing() && !match.isCut
                                  ? m_replacer->textFor(match.shown, match.shownAt, match.matched)
                                  : std::nullopt) {
            return *with;
        }
        return {};
    default:
        return {};
    }
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row &row = m_rows[index.row()];
    if (role == FileRole) {
        return row.file->path;
    }
    return row.match < 0 ? fileData(*row.file, role) : matchData(row, role);
}

bool SearchModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole) {
        return false;
    }
    const Row &row = m_rows[index.row()];
    const bool isChecked = value.toInt() == Qt::Checked;
    const int fileRow = rowOfFile(index.row());
    if (row.match < 0) {
        row.file->isChecked.fill(isChecked);
    } else {
        row.file->isChecked[row.match] = isChecked;
    }
    const auto shown = row.file->isExpanded ? static_cast<int>(row.file->matches.size()) : 0;
    Q_EMIT dataChanged(this->index(fileRow), this->index(fileRow + shown));
    Q_EMIT checkedChanged();
    return true;
}

Qt::ItemFlags SearchModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return isReplacing() ? flags | Qt::ItemIsUserCheckable : flags;
}

} // namespace studio
