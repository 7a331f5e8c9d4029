// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/problems_model.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace studio {

/// Above the list of problems: what of them is shown, how they are grouped, and what mends all that can be mended
/// unseen. Main thread.
class ProblemsBar : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemsBar(QWidget *parent = nullptr);

    [[nodiscard]] ProblemsFilter filter() const;
    void setCounts(int errors, int warnings, int notes);
    void setFixes(int certain); ///< how many suggestions the button makes
    [[nodiscard]] ProblemsModel::Grouping grouping() const;
    void setGrouping(ProblemsModel::Grouping grouping);
    void focusFilter(); ///< and selects its text

Q_SIGNALS:
    void filterChanged();
    void groupingChanged();
    void fixAllRequested();
    void left(); ///< by Escape or Down: the list is to have the focus

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *makeSwitch(QHBoxLayout *row, Severity severity, const QString &name);

    QLineEdit *m_text;
    QToolButton *m_errors = nullptr;
    QToolButton *m_warnings = nullptr;
    QToolButton *m_notes = nullptr;
    QToolButton *m_grouping;
    QToolButton *m_fixAll;
};

} // namespace studio
