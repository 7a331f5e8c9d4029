// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution.h"
#include "ui/platform/rows_model.h"

namespace studio {

/// The records of calls, newest first, as far as they were loaded.
class ExecutionsModel : public RowsModel<Execution>
{
    Q_OBJECT

public:
    enum Column { State, Answer, Time, Start, Code, Id, When, Request, Columns };

    explicit ExecutionsModel(QObject *parent) : RowsModel(Columns, parent) {}

    /// The one whose calls are listed; those of others name theirs.
    void setApp(const AppId &id) { m_app = id; }
    /// Puts in one that is new, or in the place of what it was.
    void put(const Execution &execution);
    [[nodiscard]] int rowOf(const QString &id) const { return find(&Execution::id, id); } ///< -1 for none

protected:
    [[nodiscard]] QVariant cell(const Execution &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;

private:
    AppId m_app;
};

} // namespace studio
