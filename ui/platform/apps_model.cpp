// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/apps_model.h"

#include "ui/common/tip.h"
#include "ui/platform/words.h"

#include <QFont>

namespace studio {

namespace {

QString cell(const App &app, int column)
{
    switch (column) {
    case AppsModel::Name:
        return app.id.toString();
    case AppsModel::Active:
        return app.activeVersion > 0 ? QStringLiteral("v%1").arg(app.activeVersion) : QStringLiteral("–");
    case AppsModel::Target:
        return targetName(app.target);
    case AppsModel::Tier:
        return app.tier;
    case AppsModel::Limits:
        return AppsModel::tr("%1 MB · %2 s · %n instance(s)", nullptr, app.maxReplicas)
            .arg(app.memoryMb)
            .arg(app.timeoutSecs);
    case AppsModel::Updated:
        return whenText(app.updatedAtMs);
    case AppsModel::Description:
        return app.description.simplified();
    default:
        return {};
    }
}

} // namespace

void AppsModel::setApps(const QList<App> &apps)
{
    if (apps == m_rows) {
        return;
    }
    beginResetModel();
    m_rows = apps;
    endResetModel();
}

void AppsModel::setCurrent(const AppId &id)
{
    m_current = id;
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {Qt::FontRole});
    }
}

int AppsModel::rowOf(const AppId &id) const
{
    const auto found = std::ranges::find(m_rows, id, &App::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int AppsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AppsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant AppsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const App &app = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cell(app, index.column());
    case Qt::ToolTipRole:
        return asTip(app.description);
    case Qt::FontRole:
        if (index.column() == Name && app.id == m_current) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    default:
        return {};
    }
}

QVariant AppsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Name:
        return QStringLiteral("  ") + tr("App"); // where the rows begin
    case Active:
        return tr("Active");
    case Target:
        return tr("Target");
    case Tier:
        return tr("Tier");
    case Limits:
        return tr("Limits");
    case Updated:
        return tr("Changed");
    case Description:
        return tr("Description");
    default:
        return {};
    }
}

} // namespace studio
