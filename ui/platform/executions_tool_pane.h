// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/call_targets.h"
#include "core/workspace/execution_source.h"
#include "ui/platform/platform_tool_pane.h"

namespace studio {

class ExecutionsPane;

/// The calls of the app that is looked at. Main thread.
class ExecutionsToolPane final : public PlatformToolPane
{
    Q_OBJECT

public:
    /// `connection` must outlive it. Sources of versions are unpacked below `cache`.
    ExecutionsToolPane(RemoteConnection *connection, QString cache, QObject *parent = nullptr);

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
    QCoro::Task<void> openSource(Execution execution, SourcePlace place);
    bool openWorkingCopy(const SourcePlace &place);

    void showTargets();

    QString m_cache;
    RemoteConnection *m_connection;
    ComputeService *m_local = nullptr;      ///< whose targets they are
    std::unique_ptr<CallTargets> m_targets; ///< of the app that is looked at
    ComputeService *m_platform = nullptr;
    ExecutionsPane *m_pane = nullptr;
};

} // namespace studio
