// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/dependencies_tool_pane.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/crate_search.h"
#include "core/workspace/crate_trials.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/common/after_first_paint.h"
#include "ui/common/icons.h"
#include "ui/dependencies/cost_dialog.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/dependencies/settings_dialog.h"

namespace studio {

namespace {

constexpr std::chrono::milliseconds learnDelay{700}; ///< after the last key of a name

} // namespace

DependenciesToolPane::DependenciesToolPane(QObject *parent) : ToolPane(parent)
{
    addAction("dependencies.update", tr("Update crates…"), &DependenciesToolPane::showUpdates);
    addAction("dependencies.costs", tr("Cost of dependencies…"), &DependenciesToolPane::showCosts);
    addAction("dependencies.packages", tr("Packages…"), &DependenciesToolPane::showPackages);
    addAction("dependencies.unused", tr("Unused crates…"), &DependenciesToolPane::showUnused);
    addAction("dependencies.settings", tr("Package, profiles and lints…"), &DependenciesToolPane::showSettings);
}

void DependenciesToolPane::addAction(const char *id, const QString &text, void (DependenciesToolPane::*show)())
{
    QAction *const action =
        makeAction(this, {.id = QString::fromLatin1(id), .text = text, .menu = ActionMenu::Handler, .section = 50});
    action->setEnabled(false); // without a project
    connect(action, &QAction::triggered, this, show);
    m_actions << action;
}

QIcon DependenciesToolPane::icon() const
{
    return studio::icon("list-add");
}

QWidget *DependenciesToolPane::makeWidget()
{
    m_pane = new DependenciesPane;
    // Each signal is a call of the manifest's editor with the same values.
    const auto change = [this](auto call) {
        return [this, call](const auto &...values) {
            if (m_workspace) {
                detach((m_workspace->manifest()->*call)(values...));
            }
        };
    };
    connect(m_pane, &DependenciesPane::addRequested, this, [this](const QString &line) {
        if (m_workspace) {
            detach(add(line));
        }
    });
    connect(m_pane, &DependenciesPane::removeRequested, this, change(&ManifestEditor::removeCrate));
    connect(m_pane, &DependenciesPane::requirementEdited, this, change(&ManifestEditor::setRequirement));
    connect(m_pane, &DependenciesPane::featureToggled, this, change(&ManifestEditor::setFeature));
    connect(m_pane, &DependenciesPane::defaultFeaturesToggled, this, change(&ManifestEditor::setDefaultFeatures));
    connect(m_pane, &DependenciesPane::optionalToggled, this, change(&ManifestEditor::setOptional));
    connect(m_pane, &DependenciesPane::moveRequested, this, change(&ManifestEditor::moveCrate));
    connect(m_pane, &DependenciesPane::explicitRequested, this, change(&ManifestEditor::makeExplicit));
    connect(m_pane, &DependenciesPane::historyRequested, this, change(&ManifestEditor::step));
    connect(m_pane, &DependenciesPane::detailsRequested, this,
            [this](const Dependency &dependency) { detach(showDetails(dependency)); });
    connect(m_pane, &DependenciesPane::searchRequested, this, [this](const QString &word) {
        if (m_workspace) {
            m_workspace->crateSearch()->search(word);
        }
    });
    m_factsDelay.setSingleShot(true);
    m_factsDelay.setInterval(afterFirstPaint);
    connect(&m_factsDelay, &QTimer::timeout, this, [this] {
        if (m_workspace) {
            m_facts.load(m_workspace->folder(), m_workspace->manifest()->manifest());
            m_workspace->crateTrials()->load();
        }
    });
    // Cargo has not met it yet: with its versions there is something to choose, and to try.
    m_learnDelay.setSingleShot(true);
    m_learnDelay.setInterval(learnDelay);
    connect(&m_learnDelay, &QTimer::timeout, this, [this] {
        if (m_workspace && !m_learned.isEmpty()) {
            m_workspace->crateSearch()->learn(m_learned);
        }
    });
    connect(m_pane, &DependenciesPane::typedLeft, this, &DependenciesToolPane::leaveLearned);
    connect(&m_facts, &DependencyFacts::changed, this, [this] { m_pane->setFacts(m_facts.facts()); });
    connect(&m_facts, &DependencyFacts::changed, this, [this] {
        if (m_tidy && m_workspace) {
            m_tidy->setDependencies(m_workspace->manifest()->manifest().dependencies, m_facts.facts());
        }
    });
    m_pane->setActions(m_actions);
    connect(m_pane, &DependenciesPane::lineRequested, this, [this](int line) {
        if (m_workspace) {
            m_workspace->navigation()->openLocation(m_workspace->manifest()->path(), line, 0);
        }
    });
    return m_pane;
}

void DependenciesToolPane::showCosts()
{
    if (m_workspace) {
        auto *const dialog = new CostDialog(m_workspace->crateTrials(), m_pane);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setDependencies(m_workspace->manifest()->manifest().dependencies);
        dialog->open();
    }
}

void DependenciesToolPane::showSettings()
{
    if (m_workspace) {
        m_settings = new SettingsDialog(m_workspace->manifest(), m_workspace->name(), m_pane);
        m_settings->setAttribute(Qt::WA_DeleteOnClose);
        m_settings->open();
    }
}

void DependenciesToolPane::showTidy(TidyDialog::Page page)
{
    if (m_workspace && !m_tidy) {
        m_tidy = new TidyDialog(m_workspace, m_updates.get(), m_pane);
        m_tidy->setAttribute(Qt::WA_DeleteOnClose);
        m_tidy->setDependencies(m_workspace->manifest()->manifest().dependencies, m_facts.facts());
        m_tidy->setPage(page);
        m_tidy->open();
    }
}

void DependenciesToolPane::attach(Workspace *workspace)
{
    if (m_workspace != workspace) {
        if (m_workspace) {
            m_workspace->manifest()->disconnect(this);
            m_workspace->manifest()->disconnect(m_pane);
            m_workspace->loop()->disconnect(&m_factsDelay);
            m_factsDelay.stop();
            m_workspace->crateSearch()->disconnect(m_pane);
            m_pane->setTrials(nullptr);
            m_facts.setCompiler(nullptr);
            leaveLearned();
            delete m_tidy;
            delete m_settings;
            m_updates.reset();
        }
        m_workspace = workspace;
        if (workspace) {
            ManifestEditor *const manifest = workspace->manifest();
            widget();
            connect(manifest, &ManifestEditor::textRead, this, &DependenciesToolPane::showManifest);
            connect(manifest, &ManifestEditor::manifestChanged, this, &DependenciesToolPane::loadFacts);
            m_pane->setTrials(workspace->crateTrials());
            m_facts.setCompiler(workspace->compiler());
            // The versions of a compile are those that are locked.
            connect(workspace->loop(), &DevLoop::compileFinished, &m_factsDelay, qOverload<>(&QTimer::start));
            m_updates = std::make_unique<DependencyUpdates>(workspace);
            connect(m_updates.get(), &DependencyUpdates::changed, this, &DependenciesToolPane::loadFacts);
            CrateSearch *const search = workspace->crateSearch();
            connect(search, &CrateSearch::found, m_pane, &DependenciesPane::setSuggestions);
            connect(search, &CrateSearch::learned, m_pane, &DependenciesPane::setLearned);
            connect(manifest, &ManifestEditor::busy, m_pane, &DependenciesPane::setBusy);
            connect(manifest, &ManifestEditor::failed, this,
                    [this](const Error &error) { m_pane->setError(error.message); });
        }
    }
    const QString folder = workspace ? workspace->folder() : QString();
    if (m_pane && folder != m_folder) {
        m_pane->setManifest({});
    }
    m_folder = folder;
    for (QAction *const action : std::as_const(m_actions)) {
        action->setEnabled(workspace && workspace->isOpen());
    }
    if (workspace) {
        showManifest();
        loadFacts();
    }
}

void DependenciesToolPane::showManifest()
{
    const ManifestEditor &editor = *m_workspace->manifest();
    m_pane->setUnreadable(editor.readError() ? editor.readError()->message : QString());
    if (!editor.readError()) {
        m_pane->setManifest(editor.manifest());
    }
}

/// Files of some megabytes are read for them, so they wait until typing pauses, and until the window is shown.
void DependenciesToolPane::loadFacts()
{
    m_pane->setError({});
    m_factsDelay.start();
}

QCoro::Task<void> DependenciesToolPane::add(QString line)
{
    if (co_await whileAlive(this, m_workspace->manifest()->addCrate(std::move(line)))) {
        m_pane->setAdded();
    }
}

/// Nobody waits for the versions of the crate that was typed any more.
void DependenciesToolPane::leaveLearned()
{
    m_learned.clear();
    m_learnDelay.stop();
    if (m_workspace) {
        m_workspace->crateSearch()->learn({});
    }
}

QCoro::Task<void> DependenciesToolPane::showDetails(Dependency dependency)
{
    const bool isTyped = dependency.line == 0 && !dependency.injected;
    isTyped ? leaveLearned() : m_learned.clear();
    const auto details = co_await whileAlive(this, m_facts.details(dependency));
    if (!details) {
        co_return;
    }
    m_pane->setDetails(*details);
    if (isTyped && details->version.isEmpty() && dependency.source.isEmpty()) {
        m_learned = dependency.package;
        m_learnDelay.start();
    }
}

} // namespace studio
