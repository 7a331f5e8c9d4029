// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace studio {

class ToolPane;

/// The panes of one area of the window. Main thread.
class PaneGroup
{
public:
    virtual ~PaneGroup() = default;
    Q_DISABLE_COPY_MOVE(PaneGroup)

    virtual void add(ToolPane *pane) = 0; ///< behind those that are there
    /// Those that are seen, in the order in which F6 comes to them.
    [[nodiscard]] virtual QList<ToolPane *> shownPanes() const = 0;
    virtual void bringForward(ToolPane *pane) = 0; ///< without the focus
    /// Gives it the focus, or where nothing in it can have it what stands for it (its tab). False where that cannot
    /// have it either.
    virtual bool giveFocus(ToolPane *pane) = 0;
    virtual void setWide(bool isWide) { Q_UNUSED(isWide) } ///< stands where there is more width than height
    virtual void makeWidgets() = 0;                        ///< of the panes that were not shown yet

    [[nodiscard]] const QList<ToolPane *> &panes() const { return m_panes; }
    [[nodiscard]] virtual QWidget *container() = 0;

protected:
    PaneGroup() = default;

    QList<ToolPane *> m_panes;
};

} // namespace studio
