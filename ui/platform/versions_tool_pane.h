// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/platform/platform_tool_pane.h"
#include "ui/platform/versions_pane.h"

namespace studio {

/// The versions of the app that is looked at. Main thread.
class VersionsToolPane final : public PlatformToolPane
{
    Q_OBJECT

public:
    /// What versions are compared in is unpacked below `scratch`. `publish` is offered where nothing is published yet;
    /// it must outlive the pane.
    VersionsToolPane(RemoteConnection *connection, QString scratch, QAction *publish, QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("versions"); }
    [[nodiscard]] QString title() const override { return tr("Versions"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] QKeySequence shortcut() const override { return QKeySequence(QStringLiteral("Alt+4")); }
    [[nodiscard]] QList<QAction *> actions() override { return m_actions.all(); }

protected:
    QWidget *makePane() override;
    void showApp(ComputeService *platform, const AppId &id) override;
    void reload() override;

private:
    QString m_scratch;
    QAction *m_publish;
    VersionsPane *m_pane = nullptr;
    VersionActions m_actions;
};

} // namespace studio
