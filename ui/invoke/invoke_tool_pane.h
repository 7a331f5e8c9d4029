// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tool_pane.h"

namespace studio {

class InvokePane;

/// Sends requests to the open project's handler. What the person put into the request is remembered. Main thread.
class InvokeToolPane final : public ToolPane
{
    Q_OBJECT

public:
    explicit InvokeToolPane(QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("invoke"); }
    [[nodiscard]] QString title() const override { return tr("Invoke"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Right; }
    [[nodiscard]] QList<QAction *> actions() override { return {m_send}; }
    void attach(Workspace *workspace) override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const JsonReader &state) override;

    InvokePane *pane(); ///< makes the widget

protected:
    QWidget *makeWidget() override; ///< attach() comes first

private:
    void connectWorkspace();

    InvokePane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
    QString m_folder; ///< of the project whose answer is shown
    QAction *m_send;
};

} // namespace studio
