// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/pane_group.h"

#include <QWidget>

class QBoxLayout;

namespace studio {

/// Panes below one another, or beside one another where that has more room, all of them seen; the first has the most.
/// Main thread.
class PaneColumn final : public QWidget, public PaneGroup
{
    Q_OBJECT

public:
    explicit PaneColumn(QWidget *parent = nullptr);

    void add(ToolPane *pane) override;
    [[nodiscard]] QList<ToolPane *> shownPanes() const override { return m_panes; }
    void bringForward(ToolPane *pane) override { Q_UNUSED(pane) }
    bool giveFocus(ToolPane *pane) override;
    void setWide(bool isWide) override;
    void makeWidgets() override {}
    [[nodiscard]] QWidget *container() override { return this; }

private:
    QBoxLayout *m_column;
};

} // namespace studio
