// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/studio_window.h"

#include "app/studio/analyzer_status.h"
#include "app/studio/help_commands.h"
#include "app/studio/panes.h"
#include "app/studio/preference_bindings.h"
#include "app/studio/project_commands.h"
#include "app/studio/settings_command.h"
#include "app/studio/toolchain_label.h"
#include "core/base/detach.h"
#include "core/local/local_platform.h"
#include "core/preferences/preferences.h"
#include "core/replay/execution_file.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/crate_trials.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/navigation.h"
#include "core/workspace/packing_fault.h"
#include "core/workspace/project_archive.h"
#include "core/workspace/project_watch.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"
#include "ui/common/after_first_paint.h"
#include "ui/common/banner.h"
#include "ui/common/tool_pane.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_tool_pane.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/editor_tool_pane.h"
#include "ui/editor/language_features.h"
#include "ui/platform/remote_chooser.h"
#include "ui/platform/remote_connection.h"
#include "ui/preferences/key_bindings.h"
#include "ui/search/quick_open.h"
#include "ui/search/search_tool_pane.h"
#include "ui/shell/handler_bar.h"
#include "ui/shell/handler_commands.h"
#include "ui/shell/instance_status.h"
#include "ui/shell/notice_presenter.h"
#include "ui/shell/project_button.h"
#include "ui/shell/project_opener.h"
#include "ui/shell/recent_menu.h"
#include "ui/shell/session_memory.h"
#include "ui/shell/theme_switcher.h"

#include <QFileInfo>
#include <QStatusBar>
#include <QTimer>

#include <chrono>

namespace studio {

namespace {

Banner::Kind bannerKind(WorkspaceMessage::Kind kind)
{
    switch (kind) {
    case WorkspaceMessage::Kind::Success:
        return Banner::Kind::Success;
    case WorkspaceMessage::Kind::Error:
        return Banner::Kind::Error;
    case WorkspaceMessage::Kind::Information:
        break;
    }
    return Banner::Kind::Information;
}

} // namespace

StudioWindow::StudioWindow(const Services &services)
    : m_services(services)
    , m_preferences(std::make_unique<Preferences>(services.paths.config + QStringLiteral("/settings.json")))
    , m_memory(std::make_unique<SessionMemory>(windowMemoryFile(services.paths.config)))
    , m_themes(std::make_unique<ThemeSwitcher>(m_memory->memory().theme))
    , m_workspace(std::make_unique<Workspace>(
          Workspace::Services{.compiler = services.compiler, .loop = services.loop, .platform = services.platform}))
    , m_connection(std::make_unique<RemoteConnection>(services.paths, m_workspace.get()))
    , m_commands(std::make_unique<HandlerCommands>(m_workspace.get()))
    , m_projectCommands(std::make_unique<ProjectCommands>(
          services.paths.resources, services.paths.data + QStringLiteral("/projects"), m_workspace.get()))
    , m_settings(std::make_unique<SettingsCommand>(SettingsCommand::Parts{.preferences = m_preferences.get(),
                                                                          .compiler = services.compiler,
                                                                          .workspace = m_workspace.get(),
                                                                          .cacheFolder = services.paths.cache}))
    , m_panes(makePanes({.paths = services.paths,
                         .connection = m_connection.get(),
                         .publish = m_commands->publish(),
                         .openFolder = m_projectCommands->open()}))
{
    QList<ToolPane *> panes;
    for (const auto &pane : m_panes) {
        pane->attach(m_workspace.get());
        panes << pane.get();
    }
    auto *const editor = pane<EditorToolPane>();
    editor->setSyntaxTheme(m_memory->memory().syntaxTheme);
    m_projectCommands->setSyntaxTheme([editor] { return editor->tabs()->syntaxTheme(); });
    connect(editor, &EditorToolPane::syntaxThemeChosen, m_memory.get(), &SessionMemory::setSyntaxTheme);
    m_window = std::make_unique<MainWindow>(panes);
    m_opener = std::make_unique<ProjectOpener>(m_window.get(), m_workspace.get(), m_memory.get(),
                                               services.paths.config + QStringLiteral("/open"));
    m_memory->watch(m_window.get(), m_workspace.get(), m_themes.get());
    addCommands();
    fillBars();
    connectMessages();
    connectOpening();
    pane<SearchToolPane>()->quickOpen()->setActions([this] { return m_window->allActions(); });
    pane<SearchToolPane>()->quickOpen()->setSymbols([editor] { return editor->tabs()->language()->symbols(); });
    m_window->finish();
    bindPreferences();
    m_window->restoreLayout(m_memory->memory().geometry, m_memory->memory().layout);
    if (services.usesAnalyzer) { // which takes both processors for a while
        QTimer::singleShot(afterFirstPaint, this, &StudioWindow::startAnalyzer);
    }
}

StudioWindow::~StudioWindow()
{
    if (m_analysis) {
        pane<EditorToolPane>()->tabs()->setAnalysis(nullptr);
    }
    for (const auto &pane : m_panes) {
        pane->attach(nullptr);
    }
}

void StudioWindow::addCommands()
{
    m_commands->setDialogParent(m_window.get());
    m_projectCommands->setDialogParent(m_window.get());
    m_window->addCommands({m_projectCommands->create(), m_projectCommands->open(), m_projectCommands->openArchive(),
                           m_projectCommands->openExecution(),
                           makeRecentAction(
                               m_window.get(), [this] { return m_memory->memory().recent; },
                               [this](const QString &folder) { m_opener->open(folder); })});
    m_window->addCommands(m_settings->actions());
    m_window->addCommands(makeHelpActions(this, m_window.get()));
    m_window->addCommands(m_commands->all());
    m_window->addCommands(m_themes->actions());
}

void StudioWindow::fillBars()
{
    auto *const project = new ProjectButton({m_projectCommands->create(), m_projectCommands->open()});
    connect(project, &ProjectButton::folderChosen, m_opener.get(), &ProjectOpener::open);
    const auto showProject = [this, project] { project->showProject(m_workspace->name(), m_memory->memory().recent); };
    connect(m_opener.get(), &ProjectOpener::opened, project, showProject);
    connect(m_workspace.get(), &Workspace::appIdChanged, project, showProject);
    auto *const status = new InstanceStatus;
    QToolButton *const run = fillHandlerBar(m_window->bar(), project, *m_commands, status);
    connect(m_services.loop, &DevLoop::statusChanged, status, [this, status, run] {
        const DevLoop::Status now = m_services.loop->status();
        status->show(now);
        showRun(run, *m_commands->run(), !now.isUpToDate());
    });

    auto *const rust = new ToolchainLabel(m_services.compiler, m_workspace.get());
    connect(rust, &ToolchainLabel::message, m_window->banner(), &Banner::say);
    connect(m_settings.get(), &SettingsCommand::toolchainsChanged, rust, &ToolchainLabel::askAgain);
    m_toolchainLabel = rust;
    auto *const remote = new RemoteChooser(m_connection.get(), m_window->banner());
    m_window->addCommands({remote->editAction()});
    m_window->statusBar()->addWidget(rust);
    m_window->statusBar()->addWidget(remote);
}

void StudioWindow::bindPreferences()
{
    auto *const editor = pane<EditorToolPane>();
    m_keys = std::make_unique<KeyBindings>(m_window->allActions(), m_preferences.get());
    m_bindings = std::make_unique<PreferenceBindings>(PreferenceBindings::Parts{.preferences = m_preferences.get(),
                                                                                .themes = m_themes.get(),
                                                                                .editor = editor,
                                                                                .compiler = m_services.compiler,
                                                                                .workspace = m_workspace.get()});
    connect(m_bindings.get(), &PreferenceBindings::toolchainChanged, m_toolchainLabel, &ToolchainLabel::askAgain);
    connect(m_bindings.get(), &PreferenceBindings::toolchainChanged, m_workspace->crateTrials(),
            &CrateTrials::askToolchain);
    m_settings->setKeys(m_keys.get());
    connect(m_settings.get(), &SettingsCommand::dialogRequested, this, [this, editor](bool atKeys) {
        m_settings->setSyntaxThemes(editor->tabs()->syntaxThemes());
        m_settings->open(m_window.get(), atKeys);
    });
    const auto sayProblems = [this] {
        for (const auto scope : {Preferences::Scope::Person, Preferences::Scope::Project}) {
            if (const QString problem = m_preferences->problem(scope); !problem.isEmpty()) {
                m_window->banner()->say(problem, true);
            }
        }
    };
    connect(m_preferences.get(), &Preferences::problemsChanged, this, sayProblems);
    connect(m_preferences.get(), &Preferences::notWritten, m_window->banner(),
            [this](const QString &sentence) { m_window->banner()->say(sentence, true); });
    QTimer::singleShot(afterFirstPaint, this, sayProblems);
}

void StudioWindow::startAnalyzer()
{
    m_analysis = std::make_unique<RustAnalysis>(m_workspace.get(), m_services.paths);
    auto *const status = new AnalyzerStatus(m_analysis.get(), m_workspace.get(), m_window->banner());
    m_window->statusBar()->insertWidget(1, status);
    pane<EditorToolPane>()->tabs()->setAnalysis(m_analysis.get());
    m_bindings->setAnalysis(m_analysis.get());
    const auto takeTrust = [this] {
        if (const auto trust = m_analysis->trust()) { // before, a Run may have answered it
            m_workspace->watch()->setTrust(trust);
        }
    };
    connect(m_analysis.get(), &RustAnalysis::stateChanged, m_workspace->watch(), takeTrust);
    takeTrust();
    const QPointer<RustAnalysis> analysis(m_analysis.get());
    m_workspace->crateTrials()->setTrust({.get = [analysis] { return analysis ? analysis->trust() : std::nullopt; },
                                          .set =
                                              [analysis](bool isTrusted) {
                                                  if (analysis) {
                                                      analysis->setTrust(isTrusted);
                                                  }
                                              }});
}

void StudioWindow::connectMessages()
{
    Banner *const banner = m_window->banner();
    connect(m_workspace->actions(), &BuildActions::begun, banner, &QWidget::hide);
    auto *const fault = new PackingFault(this);
    connect(m_workspace->actions(), &BuildActions::begun, fault, &PackingFault::stop);
    connect(fault, &PackingFault::solved, banner, &Banner::withdraw);
    connect(m_workspace->actions(), &BuildActions::message, this, [=, this](const WorkspaceMessage &message) {
        QList<QAction *> offers;
        if (const int version = message.sameAs; version > 0) {
            auto *const undo = new QAction(tr("Roll back to version %1").arg(version)); // the banner's
            connect(undo, &QAction::triggered, this,
                    [this, version] { detach(m_workspace->actions()->rollBack(version)); });
            offers << undo;
        }
        banner->show(bannerKind(message.kind), message.sentence, offers);
        if (message.kind == WorkspaceMessage::Kind::Error) {
            fault->watch(m_workspace->folder(), message.sentence);
        }
    });
    connect(m_services.platform, &ComputeService::recordsNotWritten, this, [this](const QString &reason) {
        m_recordsSentence =
            tr("Records of calls cannot be written. The newest are kept in memory until they can. %1").arg(reason);
        m_window->banner()->say(m_recordsSentence, true);
    });
    connect(m_services.platform, &ComputeService::recordsWrittenAgain, this,
            [this] { m_window->banner()->withdraw(m_recordsSentence); });
    QTimer::singleShot(afterFirstPaint, this, [this] {
        if (const auto &damage = m_connection->remotes()->damage()) {
            m_window->banner()->say(damage->message, true);
        }
    });
}

void StudioWindow::connectOpening()
{
    connect(m_projectCommands.get(), &ProjectCommands::folderChosen, m_opener.get(), &ProjectOpener::open);
    connect(m_window.get(), &MainWindow::pathDropped, this, [this](const QString &path) {
        if (QFileInfo(path).isDir()) {
            open(path);
        } else if (QFileInfo(path).isFile() && isExecutionFile(path)) {
            m_projectCommands->showExecution(path);
        } else if (QFileInfo(path).isFile() && isProjectArchive(path)) {
            m_projectCommands->askWhereTo(path);
        } else if (QFileInfo(path).isFile()) {
            m_workspace->navigation()->openLocation(path);
        }
    });
    connect(m_window.get(), &MainWindow::closing, m_workspace->watch(), &ProjectWatch::shutDown);
    connect(m_window.get(), &MainWindow::closing, m_services.loop, &DevLoop::stop);
}

QString StudioWindow::lastProject() const
{
    return m_memory->memory().project;
}

void StudioWindow::open(const QString &folder)
{
    m_opener->open(folder);
}

void StudioWindow::openArchive(const QString &archive)
{
    m_projectCommands->askWhereTo(archive);
}

void StudioWindow::openExecution(const QString &path)
{
    m_projectCommands->showExecution(path);
}

void StudioWindow::show(NoticePresenter *notices)
{
    notices->showIn(m_window.get(),
                    {.problems = [this](const QString &sentences) { m_window->banner()->say(sentences, true); },
                     .information =
                         [this](const QString &sentence) {
                             pane<ConsoleToolPane>()->pane()->appendLine(sentence, LineKind::Notice);
                         }});
}

} // namespace studio
