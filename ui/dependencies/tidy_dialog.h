// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_facts.h"
#include "core/workspace/workspace.h"

#include <QDialog>
#include <QPointer>

#include <optional>

class QTabWidget;

namespace studio {

class DependencyUpdates;
class PackagesPage;
class UnusedPage;
class UpdatePage;

/// Updates, packages and unused crates of the open project, one page each. Main thread.
class TidyDialog : public QDialog
{
    Q_OBJECT

public:
    enum class Page { Updates, Packages, Unused };

    /// Both outlive it.
    TidyDialog(Workspace *workspace, DependencyUpdates *updates, QWidget *parent = nullptr);
    ~TidyDialog() override;

    void setPage(Page page);
    void setDependencies(const QList<Dependency> &dependencies, const QHash<QString, DependencyFact> &facts);

private:
    void connectUnused();
    QCoro::Task<void> loadPackages();
    QCoro::Task<void> findUnused();
    QCoro::Task<void> removeAll(QList<Dependency> dependencies);

    QPointer<Workspace> m_workspace;
    QTabWidget *m_pages;
    UpdatePage *m_updates;
    PackagesPage *m_packages;
    UnusedPage *m_unused;
    std::stop_source m_search; ///< for unused crates
    std::stop_source m_load;   ///< of packages
    bool m_isLoading = false;
};

} // namespace studio
