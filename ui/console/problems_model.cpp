// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problems_model.h"

#include "core/base/error.h"
#include "ui/console/ansi_text.h"

#include <algorithm>

namespace studio {

namespace {

/// What follows the first line explains it, and is in the detail.
QString firstLine(const Diagnostic &found)
{
    return found.message.section(u'\n', 0, 0);
}

/// What rustc drew, without its colours.
QString plainText(const QString &rendered)
{
    QStringList lines;
    for (const QString &line : rendered.trimmed().split(u'\n')) {
        lines << parseAnsi(line.toUtf8()).text;
    }
    return lines.join(u'\n');
}

} // namespace

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return ProblemsModel::tr("Error");
    case Severity::Warning:
        return ProblemsModel::tr("Warning");
    case Severity::Note:
        break;
    }
    return ProblemsModel::tr("Note");
}

QString placeText(const Diagnostic &diagnostic)
{
    if (diagnostic.file.isEmpty() || diagnostic.line <= 0) {
        return diagnostic.file;
    }
    const QString place = QStringLiteral("%1:%2").arg(diagnostic.file).arg(diagnostic.line);
    return diagnostic.column > 0 ? QStringLiteral("%1:%2").arg(place).arg(diagnostic.column) : place;
}

QString problemText(const Diagnostic &diagnostic)
{
    if (!diagnostic.rendered.isEmpty()) {
        return plainText(diagnostic.rendered);
    }
    const QString code = diagnostic.code.isEmpty() ? QString() : QStringLiteral("[%1]").arg(diagnostic.code);
    QString text = severityName(diagnostic.severity).toLower() + code + QStringLiteral(": ") + diagnostic.message;
    if (const QString place = placeText(diagnostic); !place.isEmpty()) {
        text += QStringLiteral("\n --> ") + place;
    }
    return diagnostic.help.isEmpty() ? text : text + QStringLiteral("\nhelp: ") + diagnostic.help;
}

/// Cargo repeats one for each target that it checks.
bool ProblemsModel::isListed(const Diagnostic &diagnostic)
{
    const size_t hash = qHashMulti(0, diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message);
    const bool isKnown = m_hashes.contains(hash) && m_rows.contains(diagnostic);
    m_hashes.insert(hash);
    return isKnown;
}

int ProblemsModel::append(const Diagnostic &diagnostic)
{
    if (isListed(diagnostic)) {
        return -1;
    }
    const auto place = std::ranges::upper_bound(m_rows, diagnostic.severity, {}, &Diagnostic::severity);
    const auto row = static_cast<int>(place - m_rows.begin());
    beginInsertRows({}, row, row);
    m_rows.insert(row, diagnostic);
    endInsertRows();
    return row;
}

void ProblemsModel::setAll(const QList<Diagnostic> &diagnostics)
{
    beginResetModel();
    m_rows.clear();
    m_hashes.clear();
    for (const Diagnostic &one : diagnostics) {
        if (!isListed(one)) {
            m_rows << one;
        }
    }
    std::ranges::stable_sort(m_rows, {}, &Diagnostic::severity);
    endResetModel();
}

int ProblemsModel::count(Severity severity) const
{
    return static_cast<int>(std::ranges::count(m_rows, severity, &Diagnostic::severity));
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Diagnostic &found = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: // what a screen reader says
        return QStringLiteral("%1: %2 %3")
            .arg(severityName(found.severity), firstLine(found), placeText(found))
            .trimmed();
    case Qt::ToolTipRole:
        return problemText(found);
    case SeverityRole:
        return static_cast<int>(found.severity);
    case PlaceRole:
        return placeText(found);
    case CodeRole:
        return found.code;
    case MessageRole:
        return firstLine(found);
    default:
        return {};
    }
}

} // namespace studio
