// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/platform/platform_tool_pane.h"

namespace studio {

class ExecutionsPane;

/// The calls of the app that is looked at. Main thread.
class ExecutionsToolPane final : public PlatformToolPane
{
    Q_OBJECT

public:
    using PlatformToolPane::PlatformToolPane;

    [[nodiscard]] QString id() const override { return QStringLiteral("executions"); }
    [[nodiscard]] QString title() const override { return tr("Executions"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] QKeySequence shortcut() const override { return QKeySequence(QStringLiteral("Alt+3")); }
    bool find(const SearchQuery &query) override;

protected:
    QWidget *makePane() override;
    void showApp(ComputeService *platform, const AppId &id) override;
    void reload() override;

private:
    void openPanic(const QString &file, int line, int column);

    ExecutionsPane *m_pane = nullptr;
};

} // namespace studio
