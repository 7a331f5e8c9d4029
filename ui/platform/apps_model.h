// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "ui/platform/rows_model.h"

namespace studio {

/// The apps of an organization, by name.
class AppsModel : public RowsModel<App>
{
    Q_OBJECT

public:
    enum Column { Name, Active, Target, Tier, Limits, Updated, Description, Columns };

    explicit AppsModel(QObject *parent) : RowsModel(Columns, parent) {}

    void setCurrent(const AppId &id); ///< the one that the other panes show, in bold
    [[nodiscard]] int rowOf(const AppId &id) const { return find(&App::id, id); } ///< -1 for none

protected:
    [[nodiscard]] QVariant cell(const App &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    AppId m_current;
};

} // namespace studio
