// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/tidy_dialog.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/crate_trials.h"
#include "core/workspace/dependency_tidy.h"
#include "core/workspace/dependency_updates.h"
#include "core/workspace/manifest_editor.h"
#include "ui/dependencies/packages_page.h"
#include "ui/dependencies/unused_page.h"
#include "ui/dependencies/update_page.h"

#include <QDialogButtonBox>
#include <QTabWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr QSize tidySize{820, 560};

} // namespace

TidyDialog::TidyDialog(Workspace *workspace, DependencyUpdates *updates, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_pages(new QTabWidget)
    , m_updates(new UpdatePage(updates))
    , m_packages(new PackagesPage)
    , m_unused(new UnusedPage)
{
    setWindowTitle(tr("Dependencies of %1").arg(workspace->name()));
    resize(tidySize);
    m_pages->addTab(m_updates, tr("Updates"));
    m_pages->addTab(m_packages, tr("Packages"));
    m_pages->addTab(m_unused, tr("Unused"));
    auto *const close = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_pages, 1);
    column->addWidget(close);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_packages, &PackagesPage::wanted, this, [this] {
        if (!m_isLoading) {
            detach(loadPackages());
        }
    });
    connect(updates, &DependencyUpdates::changed, this, [this] { detach(loadPackages()); });
    connectUnused();
}

TidyDialog::~TidyDialog()
{
    m_search.request_stop();
    m_load.request_stop();
}

void TidyDialog::connectUnused()
{
    m_unused->setTrust(m_workspace->crateTrials()->trust());
    connect(m_unused, &UnusedPage::searchRequested, this, [this] { detach(findUnused()); });
    connect(m_unused, &UnusedPage::stopRequested, this, [this] { m_search.request_stop(); });
    connect(m_unused, &UnusedPage::trustGiven, this, [this] {
        m_workspace->crateTrials()->allow();
        m_unused->setTrust(true);
    });
    connect(m_unused, &UnusedPage::removeRequested, this,
            [this](const QList<Dependency> &dependencies) { detach(removeAll(dependencies)); });
}

void TidyDialog::setPage(Page page)
{
    m_pages->setCurrentIndex(static_cast<int>(page));
}

void TidyDialog::setDependencies(const QList<Dependency> &dependencies, const QHash<QString, DependencyFact> &facts)
{
    m_updates->setDependencies(dependencies, facts);
}

QCoro::Task<void> TidyDialog::loadPackages()
{
    m_load.request_stop();
    m_load = {};
    m_isLoading = true;
    m_packages->setState(tr("Asking cargo…"), false);
    const std::stop_token stop = m_load.get_token();
    const auto graph = co_await whileAlive(this, resolvedPackages(m_workspace, stop));
    if (stop.stop_requested()) {
        co_return; // another one is on its way
    }
    m_isLoading = false;
    if (!graph) {
        m_packages->setState(graph.error().message, true);
        co_return;
    }
    m_packages->setGraph(*graph);
    const auto advisories = co_await whileAlive(this, packageAdvisories(*graph));
    if (advisories && !stop.stop_requested()) {
        m_packages->setAdvisories(*advisories);
    }
}

QCoro::Task<void> TidyDialog::findUnused()
{
    m_search = {};
    m_unused->setTrust(m_workspace->crateTrials()->trust()); // it may have been given or taken back elsewhere
    m_unused->setSearching(true);
    const QPointer<UnusedPage> page(m_unused);
    const auto progress = [page](int done, int total) {
        if (page) {
            page->setProgress(done, total);
        }
    };
    const auto unused = co_await whileAlive(this, unusedDependencies(m_workspace, progress, m_search.get_token()));
    m_unused->setSearching(false);
    if (unused) {
        m_unused->setUnused(*unused);
    } else {
        const bool isCancelled = unused.error().code == ErrorCode::Cancelled;
        m_unused->setError(isCancelled ? QString() : unused.error().message);
    }
}

/// Each is an edit of Cargo.toml that can be undone.
QCoro::Task<void> TidyDialog::removeAll(QList<Dependency> dependencies)
{
    for (const Dependency &one : std::as_const(dependencies)) {
        const auto removed = co_await whileAlive(this, m_workspace->manifest()->removeCrate(one));
        if (!removed) {
            m_unused->setError(removed.error().message);
            co_return;
        }
        m_unused->setRemoved(one);
    }
    m_unused->setError({});
}

} // namespace studio
