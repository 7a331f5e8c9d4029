// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/executions_model.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/platform/words.h"

namespace studio {

namespace {

/// The end of an id tells two of one second apart; its beginning is the time.
QString shortId(const QString &id)
{
    return id.size() > 16 ? id.first(8) + QStringLiteral("…") + id.last(6) : id;
}

QIcon mark(ExecutionStatus status)
{
    switch (status) {
    case ExecutionStatus::Running:
        return icon("media-playback-start", &Theme::information);
    case ExecutionStatus::Succeeded:
        return icon("checkmark", &Theme::success);
    case ExecutionStatus::Failed:
    case ExecutionStatus::TimedOut:
        return icon("dialog-error", &Theme::danger);
    case ExecutionStatus::Cancelled:
    case ExecutionStatus::Lost:
        break;
    }
    return icon("dialog-cancel", &Theme::muted);
}

QString cell(const Execution &execution, int column)
{
    switch (column) {
    case ExecutionsModel::State:
        return statusText(execution.status);
    case ExecutionsModel::Answer:
        return execution.response.status > 0 ? QString::number(execution.response.status) : QString();
    case ExecutionsModel::Id:
        return shortId(execution.id);
    case ExecutionsModel::Code:
        return codeText(execution);
    case ExecutionsModel::Start:
        return execution.coldStart ? ExecutionsModel::tr("cold") : ExecutionsModel::tr("warm");
    case ExecutionsModel::Time:
        return execution.status == ExecutionStatus::Running ? QString() : microsecondsText(execution.totalUs);
    case ExecutionsModel::When:
        return whenText(execution.createdAtMs);
    case ExecutionsModel::Request:
        return QString::fromLatin1(execution.request.method + ' ' + execution.request.target);
    default:
        return {};
    }
}

} // namespace

void ExecutionsModel::setExecutions(const QList<Execution> &executions)
{
    if (executions == m_rows) {
        return;
    }
    beginResetModel();
    m_rows = executions;
    endResetModel();
}

void ExecutionsModel::append(const QList<Execution> &older)
{
    if (older.isEmpty()) {
        return;
    }
    beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(m_rows.size() + older.size()) - 1);
    m_rows += older;
    endInsertRows();
}

void ExecutionsModel::put(const Execution &execution)
{
    if (const int row = rowOf(execution.id); row >= 0) {
        m_rows[row] = execution;
        Q_EMIT dataChanged(index(row, 0), index(row, Columns - 1));
        return;
    }
    const auto place = std::ranges::lower_bound(m_rows, execution.id, std::ranges::greater(), &Execution::id);
    const int row = static_cast<int>(place - m_rows.begin());
    beginInsertRows({}, row, row);
    m_rows.insert(row, execution);
    endInsertRows();
}

int ExecutionsModel::rowOf(const QString &id) const
{
    const auto found = std::ranges::find(m_rows, id, &Execution::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ExecutionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ExecutionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant ExecutionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Execution &execution = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cell(execution, index.column());
    case Qt::DecorationRole:
        return index.column() == State ? QVariant(mark(execution.status)) : QVariant();
    case Qt::FontRole:
        return index.column() == Id ? QVariant(monospaceFont()) : QVariant();
    case Qt::ToolTipRole:
        return asTip(index.column() == Id ? execution.id : execution.error);
    default:
        return {};
    }
}

QVariant ExecutionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case State:
        return QStringLiteral("  ") + tr("Status"); // where the rows begin
    case Id:
        return tr("Execution");
    case Code:
        return tr("Code");
    case Start:
        return tr("Start");
    case Time:
        return tr("Time");
    case When:
        return tr("When");
    case Request:
        return tr("Request");
    default:
        return {};
    }
}

} // namespace studio
