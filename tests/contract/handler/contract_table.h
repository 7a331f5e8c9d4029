// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contract/handler/row.h"

#include <map>

namespace studio::test {

/// What came of the rows, as ./test prints it: a column for each way, "ok", "FAIL" or a dash for what was not run.
/// Several programs make one table, one after the other: each leaves its cells for the next in a file beside it.
class ContractTable
{
public:
    void add(const Row &row, const QString &way, bool isOk);
    /// Writes `path`.txt with the columns of these ways and of those whose cells are in `path`.json already; columns in
    /// the order in which they were run.
    [[nodiscard]] bool write(const QString &path, const QStringList &ways, const QList<Row> &rows) const;

private:
    std::map<QString, std::map<QString, bool>> m_cells; ///< by way and row
};

} // namespace studio::test
