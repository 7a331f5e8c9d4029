// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/pane_group.h"

#include <QWidget>

class QVBoxLayout;

namespace studio {

/// Panes below one another, all of them seen; the first has the most room. Main thread.
class PaneColumn final : public QWidget, public PaneGroup
{
    Q_OBJECT

public:
    explicit PaneColumn(QWidget *parent = nullptr);

    void add(ToolPane *pane) override;
    [[nodiscard]] QList<ToolPane *> shownPanes() const override { return m_panes; }
    void bringForward(ToolPane *pane) override { Q_UNUSED(pane) }
    bool giveFocus(ToolPane *pane) override;
    void makeWidgets() override {}
    [[nodiscard]] QWidget *container() override { return this; }

private:
    QVBoxLayout *m_column;
};

} // namespace studio
