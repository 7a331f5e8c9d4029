// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/run_comparison.h"

#include <QDialog>

class QTreeWidget;

namespace studio {

/// Two runs beside each other: what is new, what is gone, and how long each step took. Main thread.
class ComparisonDialog : public QDialog
{
    Q_OBJECT

public:
    ComparisonDialog(const RunSnapshot &before, const RunSnapshot &after, QWidget *parent = nullptr);

    [[nodiscard]] QTreeWidget *changes() const { return m_changes; }
    [[nodiscard]] QTreeWidget *steps() const { return m_steps; }

private:
    void showChanges(const RunComparison &changes);
    void showSteps(const CompileTiming &before, const CompileTiming &after);

    QTreeWidget *m_changes;
    QTreeWidget *m_steps;
};

} // namespace studio
