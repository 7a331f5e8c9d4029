// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/platform/platform_tool_pane.h"

namespace studio {

class AppsPane;

/// The apps of the organization; choosing one makes it the app that is looked at. Main thread.
class AppsToolPane final : public PlatformToolPane
{
    Q_OBJECT

public:
    using PlatformToolPane::PlatformToolPane;

    [[nodiscard]] QString id() const override { return QStringLiteral("apps"); }
    [[nodiscard]] QString title() const override { return tr("Apps"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] QKeySequence shortcut() const override { return QKeySequence(QStringLiteral("Alt+5")); }

protected:
    QWidget *makePane() override;
    void showApp(ComputeService *platform, const AppId &id) override;
    void showPlatform(ComputeService *platform) override;
    void reload() override;

private:
    AppsPane *m_pane = nullptr;
};

} // namespace studio
