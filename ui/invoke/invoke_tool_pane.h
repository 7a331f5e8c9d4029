// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/call_targets.h"
#include "ui/common/tool_pane.h"

#include <functional>
#include <memory>

namespace studio {

class HandlerSchema;
class InvokePane;
class RequestActions;
class SavedRequestLink;

/// Sends requests to the open project's handler. What the person put into the request is remembered. Main thread.
class InvokeToolPane final : public ToolPane
{
    Q_OBJECT

public:
    /// The remotes that Send can call; their services must outlive the calls.
    using ReadRemotes = std::function<QList<CallTargets::RemoteService>()>;

    explicit InvokeToolPane(ReadRemotes remotes = {}, QObject *parent = nullptr);
    ~InvokeToolPane() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("invoke"); }
    [[nodiscard]] QString title() const override { return tr("Invoke"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Right; }
    bool find(const SearchQuery &query) override; ///< in the answer; never the editor's
    [[nodiscard]] QList<QAction *> actions() override;
    void attach(Workspace *workspace) override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const JsonReader &state) override;

    InvokePane *pane();   ///< makes the widget
    void updateRemotes(); ///< they are others now

protected:
    QWidget *makeWidget() override;

private:
    void connectWorkspace();
    void connectTargets();

    ReadRemotes m_remotes;
    std::unique_ptr<CallTargets> m_targets;    ///< of the workspace, once there is a widget
    std::unique_ptr<HandlerSchema> m_schema;   ///< likewise
    std::unique_ptr<SavedRequestLink> m_saved; ///< likewise
    InvokePane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
    QString m_folder; ///< of the project whose answer is shown
    QAction *m_send;
    RequestActions *m_requestActions;
};

} // namespace studio
