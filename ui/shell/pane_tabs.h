// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/pane_group.h"

#include <QTabWidget>

class QHBoxLayout;

namespace studio {

/// Panes behind tabs. A pane's widget is made when its tab is shown for the first time. Main thread.
class PaneTabs final : public QTabWidget, public PaneGroup
{
    Q_OBJECT

public:
    enum class Bar { Always, WithSeveral }; ///< when the tabs are seen

    explicit PaneTabs(Bar bar, QWidget *parent = nullptr);

    void add(ToolPane *pane) override;
    [[nodiscard]] QList<ToolPane *> shownPanes() const override;
    void bringForward(ToolPane *pane) override;
    bool giveFocus(ToolPane *pane) override;
    void makeWidgets() override;
    [[nodiscard]] QWidget *container() override { return this; }
    /// Does not grow when a pane that needs more is made or shown: it scrolls in the height that there is.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentPaneChanged();

private:
    void makeWidget(int index);

    const Bar m_bar;

    QHBoxLayout *m_corner = nullptr; ///< made with the first corner widget
};

} // namespace studio
