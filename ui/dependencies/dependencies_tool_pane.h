// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_facts.h"
#include "core/workspace/dependency_updates.h"
#include "ui/common/tool_pane.h"
#include "ui/dependencies/tidy_dialog.h"

#include <QTimer>

namespace studio {

class DependenciesPane;
class SettingsDialog;

/// The crates of the open project. Main thread.
class DependenciesToolPane final : public ToolPane
{
    Q_OBJECT

public:
    explicit DependenciesToolPane(QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("dependencies"); }
    [[nodiscard]] QString title() const override { return tr("Dependencies"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Left; }
    void attach(Workspace *workspace) override;
    [[nodiscard]] QList<QAction *> actions() override { return m_actions; }

protected:
    QWidget *makeWidget() override;

private:
    void showManifest();
    void leaveLearned();
    void loadFacts();
    void addAction(const char *id, const QString &text, void (DependenciesToolPane::*show)());
    void showUpdates() { showTidy(TidyDialog::Page::Updates); }
    void showPackages() { showTidy(TidyDialog::Page::Packages); }
    void showUnused() { showTidy(TidyDialog::Page::Unused); }
    void showCosts();
    void showSettings();
    void showTidy(TidyDialog::Page page);
    QCoro::Task<void> add(QString line);
    QCoro::Task<void> showDetails(Dependency dependency);

    QList<QAction *> m_actions; ///< about all crates: in the menu, the finder and the pane
    DependencyFacts m_facts;
    QTimer m_factsDelay;
    QTimer m_learnDelay;                          ///< until typing pauses
    QString m_learned;                            ///< the crate that is typed, where nothing is known of it; else empty
    std::unique_ptr<DependencyUpdates> m_updates; ///< of m_workspace
    QPointer<TidyDialog> m_tidy;                  ///< while it is open
    QPointer<SettingsDialog> m_settings;          ///< while it is open
    DependenciesPane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
    QString m_folder; ///< of the project whose crates are shown
};

} // namespace studio
