// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/handler/contract_table.h"

#include <QFile>
#include <QSaveFile>

#include <algorithm>

namespace studio::test {

namespace {

constexpr int nameWidth = 56;

bool save(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
}

/// A list of {way, rows}; empty where nobody was here before.
Json read(const QString &path)
{
    QFile file(path);
    auto json = file.open(QIODevice::ReadOnly) ? parseJson(file.readAll()) : Result<Json>(Json::array());
    return json && json->is_array() ? *json : Json::array();
}

QString textOf(const Json &cells, const Row &row)
{
    const auto cell = cells.find(toUtf8(row.name));
    if (cell == cells.end()) {
        return QStringLiteral("–");
    }
    return cell->get<bool>() ? QStringLiteral("ok") : QStringLiteral("FAIL");
}

QString lineOf(const QString &name, const QStringList &cells, const QStringList &ways)
{
    QString line = name.first(std::min<qsizetype>(name.size(), nameWidth)).leftJustified(nameWidth);
    for (qsizetype at = 0; at < ways.size(); ++at) {
        line += QLatin1Char(' ') + cells[at].leftJustified(ways[at].size() + 1);
    }
    return line.trimmed() + QLatin1Char('\n');
}

} // namespace

void ContractTable::add(const Row &row, const QString &way, bool isOk)
{
    m_cells[way][row.name] = isOk;
}

bool ContractTable::write(const QString &path, const QStringList &ways, const QList<Row> &rows) const
{
    Json columns = read(path + QStringLiteral(".json"));
    for (const QString &way : ways) {
        std::erase_if(columns.get_ref<Json::array_t &>(),
                      [&](const Json &column) { return column.at("way") == toUtf8(way); });
        Json cells = Json::object();
        if (const auto found = m_cells.find(way); found != m_cells.end()) {
            for (const auto &[row, isOk] : found->second) {
                cells[toUtf8(row)] = isOk;
            }
        }
        columns.push_back({{"way", toUtf8(way)}, {"rows", cells}});
    }
    QStringList names;
    QString totals;
    for (const Json &column : columns) {
        names << toQString(column.at("way").get<std::string>());
        const auto good = std::ranges::count_if(
            rows, [&](const Row &row) { return textOf(column.at("rows"), row) == QLatin1String("ok"); });
        totals += QStringLiteral("%1: %2 of %3 rows\n").arg(names.last()).arg(good).arg(column.at("rows").size());
    }
    QString text = lineOf(QStringLiteral("handler contract"), names, names);
    for (const Row &row : rows) {
        QStringList cells;
        for (const Json &column : columns) {
            cells << textOf(column.at("rows"), row);
        }
        text += lineOf(row.name, cells, names);
    }
    return save(path + QStringLiteral(".json"), QByteArray::fromStdString(columns.dump(1))) &&
           save(path + QStringLiteral(".txt"), (text + totals).toUtf8());
}

} // namespace studio::test
