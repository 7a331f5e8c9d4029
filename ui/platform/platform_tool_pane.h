// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "ui/common/tool_pane.h"

namespace studio {

class ComputeService;
class RemoteConnection;

/// What the panes have in common that show an app as its platform knows it: they follow the app that is looked at and
/// the platform, and say together that a remote does not answer. Main thread.
class PlatformToolPane : public ToolPane
{
    Q_OBJECT

public:
    /// `connection` must outlive it.
    explicit PlatformToolPane(RemoteConnection *connection, QObject *parent = nullptr);

    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Bottom; }
    void attach(Workspace *workspace) final;

protected:
    QWidget *makeWidget() final;
    virtual QWidget *makePane() = 0;
    // Called while there is a widget.
    virtual void showApp(ComputeService *platform, const AppId &id) = 0;       ///< null: nothing
    virtual void showPlatform(ComputeService *platform) { Q_UNUSED(platform) } ///< null: nothing
    virtual void reload() = 0;                                                 ///< what is shown may be old

    void takeFailure(const Error &error);
    [[nodiscard]] Workspace *workspace() const { return m_workspace; }

private:
    void showAll();

    RemoteConnection *m_connection;
    Workspace *m_workspace = nullptr;
};

} // namespace studio
