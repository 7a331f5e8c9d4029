// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tool_pane.h"
#include "ui/search/search_fields.h"

namespace studio {

class QuickOpen;
class SearchPane;

/// Find and replace in the open project, and its quick open. Main thread.
class SearchToolPane final : public ToolPane
{
    Q_OBJECT

public:
    explicit SearchToolPane(QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("search"); }
    [[nodiscard]] QString title() const override { return tr("Search"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Bottom; }
    QWidget *focusTarget() override;
    [[nodiscard]] QList<QAction *> actions() override { return m_actions; }
    void attach(Workspace *workspace) override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const JsonReader &state) override;

    SearchPane *pane(); ///< makes the widget
    [[nodiscard]] QuickOpen *quickOpen() const { return m_quickOpen; }

protected:
    QWidget *makeWidget() override;

private:
    void open(bool withReplace);

    QuickOpen *m_quickOpen;
    SearchPane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
    SearchInput m_input; ///< of the last time, for the pane that is not made yet
    QList<QAction *> m_actions;
    QAction *m_undo = nullptr;
};

} // namespace studio
