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
    return json && json->isArray() ? *json : Json::array();
}

QString textOf(const Json &cells, const Row &row)
{
    const Json *cell = cells.find(toUtf8(row.name));
    if (!cell) {
        return QStringLiteral("–");
    }
    return cell->boolean() ? QStringLiteral("ok") : QStringLiteral("FAIL");
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
    Json columns = Json::array();
    const Json before = read(path + QStringLiteral(".json"));
    for (const Json &column : before.elements()) {
        if (!ways.contains(column["way"].text())) {
            columns.push_back(column);
        }
    }
    for (const QString &way : ways) {
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
    for (const Json &column : columns.elements()) {
        names << toQString(column["way"].utf8());
        const auto good = std::ranges::count_if(
            rows, [&](const Row &row) { return textOf(column["rows"], row) == QLatin1String("ok"); });
        totals += QStringLiteral("%1: %2 of %3 rows\n").arg(names.last()).arg(good).arg(column["rows"].size());
    }
    QString text = lineOf(QStringLiteral("handler contract"), names, names);
    for (const Row &row : rows) {
        QStringList cells;
        for (const Json &column : columns.elements()) {
            cells << textOf(column["rows"], row);
        }
        text += lineOf(row.name, cells, names);
    }
    return save(path + QStringLiteral(".json"), columns.toUtf8(1)) &&
           save(path + QStringLiteral(".txt"), (text + totals).toUtf8());
}

} // namespace studio::test
