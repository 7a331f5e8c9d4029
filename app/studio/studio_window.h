// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "ui/shell/main_window.h"

#include <QObject>

#include <memory>
#include <vector>

namespace studio {

class Compiler;
class DevLoop;
class HandlerCommands;
class KeyBindings;
class LocalPlatform;
class NoticePresenter;
class PreferenceBindings;
class Preferences;
class ProjectCommands;
class ProjectOpener;
class RemoteConnection;
class RustAnalysis;
class SessionMemory;
class SettingsCommand;
class ThemeSwitcher;
class ToolPane;
class ToolchainLabel;
class Workspace;

/// What the window is composed with. All of it must outlive the window.
struct Services
{
    Paths paths;
    Compiler *compiler = nullptr;
    DevLoop *loop = nullptr;
    LocalPlatform *platform = nullptr;
    bool usesAnalyzer = false; ///< rust-analyzer is started with a project
};

/// Composes the studio: the workspace, the panes, the frame around them, and what belongs to no pane. It holds no
/// rules. Main thread.
///
///     StudioWindow studio({.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform});
///     studio.open(folder);
///     studio.window()->show();
class StudioWindow : public QObject
{
    Q_OBJECT

public:
    explicit StudioWindow(const Services &services);
    ~StudioWindow() override;

    [[nodiscard]] QString lastProject() const; ///< that was open in the last window; empty for none
    void open(const QString &folder);
    void openArchive(const QString &archive); ///< asks where to unpack it first
    void openExecution(const QString &path);  ///< that was exported to a file
    /// Shows the program's notices from now on: problems in the banner, information as a line of the console.
    void show(NoticePresenter *notices);

    [[nodiscard]] MainWindow *window() const { return m_window.get(); }
    [[nodiscard]] Workspace *workspace() const { return m_workspace.get(); }
    [[nodiscard]] ThemeSwitcher *themes() const { return m_themes.get(); }
    [[nodiscard]] Preferences *preferences() const { return m_preferences.get(); }

    /// The pane of this class.
    template <typename Pane> [[nodiscard]] Pane *pane() const
    {
        for (const auto &one : m_panes) {
            if (auto *const found = qobject_cast<Pane *>(one.get())) {
                return found;
            }
        }
        return nullptr;
    }

private:
    void addCommands();
    void fillBars();
    void connectMessages();
    void connectOpening();
    void bindPreferences();
    void startAnalyzer();

    Services m_services;
    // In the order in which each uses those before it.
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<SessionMemory> m_memory;
    std::unique_ptr<ThemeSwitcher> m_themes;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<RustAnalysis> m_analysis; ///< null where it is not used, and before the window was drawn
    std::unique_ptr<RemoteConnection> m_connection;
    std::unique_ptr<HandlerCommands> m_commands;
    std::unique_ptr<ProjectCommands> m_projectCommands;
    std::unique_ptr<SettingsCommand> m_settings;
    std::vector<std::unique_ptr<ToolPane>> m_panes;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<ProjectOpener> m_opener;
    std::unique_ptr<KeyBindings> m_keys;
    std::unique_ptr<PreferenceBindings> m_bindings;
    ToolchainLabel *m_toolchainLabel = nullptr; ///< the window's
    QString m_recordsSentence;                  ///< the last one about records that cannot be written
};

} // namespace studio
