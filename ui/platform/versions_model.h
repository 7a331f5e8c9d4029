// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/version.h"
#include "ui/platform/rows_model.h"

namespace studio {

/// The versions of one app, newest first.
class VersionsModel : public RowsModel<Version>
{
    Q_OBJECT

public:
    enum Column { Number, State, Published, Note, Target, Size, Digest, Columns };

    explicit VersionsModel(QObject *parent) : RowsModel(Columns, parent) {}

    [[nodiscard]] int rowOf(int number) const { return find(&Version::number, number); } ///< -1 for none

protected:
    [[nodiscard]] QVariant cell(const Version &row, int column, int role) const override;
    [[nodiscard]] QString title(int column) const override;
};

} // namespace studio
