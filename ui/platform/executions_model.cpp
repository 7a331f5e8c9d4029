// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/executions_model.h"

#include "core/base/display.h"
#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/platform/words.h"

namespace studio {

namespace {

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

QString textOf(const Execution &execution, int column)
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
        // Known once the call has ended.
        return execution.totalUs == 0 ? QString()
               : execution.coldStart  ? ExecutionsModel::tr("cold")
                                      : ExecutionsModel::tr("warm");
    case ExecutionsModel::Time:
        return execution.totalUs == 0 ? QString() : durationText(execution.totalUs);
    case ExecutionsModel::When:
        return whenText(execution.createdAtMs);
    case ExecutionsModel::Request:
        return QString::fromLatin1(execution.request.method + ' ' + execution.request.target);
    default:
        return {};
    }
}

} // namespace

void ExecutionsModel::put(const Execution &execution)
{
    if (const int row = rowOf(execution.id); row >= 0) {
        rows()[row] = execution;
        Q_EMIT dataChanged(index(row, 0), index(row, Columns - 1));
        return;
    }
    const auto place = std::ranges::lower_bound(rows(), execution.id, std::ranges::greater(), &Execution::id);
    const int row = static_cast<int>(place - rows().begin());
    beginInsertRows({}, row, row);
    rows().insert(row, execution);
    endInsertRows();
}

QVariant ExecutionsModel::cell(const Execution &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == Code && row.app != m_app ? row.app.name + u' ' + codeText(row) : textOf(row, column);
    case Qt::DecorationRole:
        return column == State ? QVariant(mark(row.status)) : QVariant();
    case Qt::FontRole:
        return column == Id ? QVariant(monospaceFont()) : QVariant();
    case Qt::ForegroundRole:
        // The handler's own refusal is a call that succeeded, and no failure of it; it is seen all the same.
        return column == Answer && row.response.status >= 400
                   ? QVariant(row.response.status >= 500 ? Theme::current().danger : Theme::current().warning)
                   : QVariant();
    case Qt::ToolTipRole:
        return asTip(column == Id ? row.id : row.error);
    default:
        return {};
    }
}

QString ExecutionsModel::title(int column) const
{
    switch (column) {
    case State:
        return tr("Status");
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
