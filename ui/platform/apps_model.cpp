// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/apps_model.h"

#include "ui/common/icons.h"
#include "ui/common/tip.h"
#include "ui/platform/words.h"

#include <QFont>

namespace studio {

namespace {

QString textOf(const App &app, int column)
{
    switch (column) {
    case AppsModel::Name:
        return app.id.toString();
    case AppsModel::Active:
        return app.damaged             ? AppsModel::tr("damaged")
               : app.activeVersion > 0 ? QStringLiteral("v%1").arg(app.activeVersion)
                                       : QStringLiteral("–");
    case AppsModel::Target:
        return targetName(app.target);
    case AppsModel::Tier:
        return app.tier;
    case AppsModel::Limits:
        return AppsModel::tr("%1 MB · %2 s · ").arg(app.memoryMb).arg(app.timeoutSecs) +
               counted(app.maxReplicas, AppsModel::tr("1 instance"), AppsModel::tr("%1 instances"));
    case AppsModel::Updated:
        return whenText(app.updatedAtMs);
    case AppsModel::Description:
        return app.description.simplified();
    default:
        return {};
    }
}

} // namespace

void AppsModel::setCurrent(const AppId &id)
{
    m_current = id;
    if (rowCount() != 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {Qt::FontRole});
    }
}

QVariant AppsModel::cell(const App &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return textOf(row, column);
    case Qt::ToolTipRole:
        return asTip(row.damaged ? tr("What is kept of this app does not match its checksum. Set it again with "
                                      "“ignite app update”; its versions are looked at on their own.")
                                 : row.description);
    case Qt::DecorationRole:
        return column == Active && row.damaged ? QVariant(icon("dialog-warning")) : QVariant();
    case Qt::FontRole:
        if (column == Name && row.id == m_current) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    default:
        return {};
    }
}

QString AppsModel::title(int column) const
{
    switch (column) {
    case Name:
        return tr("App");
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
