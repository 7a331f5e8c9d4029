// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/assertions.h"

#include <QWidget>

class QLabel;

namespace studio {

class CellTable;

/// What the answer to a request must be, and which parts of it later requests have as variables; beside each, whether
/// it held. There is always an empty row at the end to type into; Delete removes a row. Main thread.
class ChecksTable : public QWidget
{
    Q_OBJECT

public:
    explicit ChecksTable(QWidget *parent = nullptr);

    void setChecks(const QList<collection::Assertion> &assertions, const QList<collection::Capture> &captures);
    [[nodiscard]] QList<collection::Assertion> assertions() const;
    [[nodiscard]] QList<collection::Capture> captures() const;
    [[nodiscard]] qsizetype count() const; ///< of those that are not disabled

    /// Of the last answer, as RequestRuns::check() gives them: of captures, then of assertions. None: not known.
    void setResults(const QList<collection::CheckResult> &results);

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeTable();
    void fill();
    void addRow(const QString &expression, const QString &operatorName, const QString &value, bool isEnabled,
                int origin);
    void keepEmptyRow();
    void take();
    void removeRow(int row);
    void showResults();
    void showHint();

    QList<collection::Assertion> m_assertions;
    QList<collection::Capture> m_captures;
    QList<collection::CheckResult> m_results;
    CellTable *m_table = nullptr; ///< made when it is first shown
    QLabel *m_hint = nullptr;     ///< with the table; while there are no checks
    bool m_isFilling = false;
};

} // namespace studio
