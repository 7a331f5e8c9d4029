// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/session_memory.h"

#include "core/workspace/workspace.h"
#include "ui/common/tool_pane.h"
#include "ui/shell/main_window.h"
#include "ui/shell/theme_switcher.h"

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::seconds delay{1};

} // namespace

SessionMemory::SessionMemory(QString file) : m_file(std::move(file)), m_memory(readMemory(m_file))
{
    m_writer.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(delay);
    connect(&m_timer, &QTimer::timeout, this, &SessionMemory::remember);
}

SessionMemory::~SessionMemory()
{
    waitForWritten();
}

void SessionMemory::watch(MainWindow *window, Workspace *workspace, ThemeSwitcher *themes)
{
    m_window = window;
    m_workspace = workspace;
    m_themes = themes;
    for (const ToolPane *const pane : window->panes()) {
        connect(pane, &ToolPane::stateChanged, this, &SessionMemory::rememberSoon);
    }
    connect(window, &MainWindow::pageChanged, this, &SessionMemory::rememberSoon);
    connect(themes, &ThemeSwitcher::changed, this, &SessionMemory::rememberSoon);
    connect(workspace, &Workspace::targetChanged, this, &SessionMemory::rememberSoon);
    connect(workspace, &Workspace::closing, this, &SessionMemory::remember);
    connect(window, &MainWindow::closing, this, [this] {
        remember();
        waitForWritten();
    });
}

void SessionMemory::setProject(const QString &folder)
{
    m_memory.project = folder;
    m_memory.recent.removeAll(folder);
    m_memory.recent.prepend(folder);
    m_memory.recent.resize(std::min(m_memory.recent.size(), maxRecent));
}

void SessionMemory::setSyntaxTheme(const QString &name)
{
    m_memory.syntaxTheme = name;
    rememberSoon();
}

void SessionMemory::rememberSoon()
{
    if (!m_timer.isActive()) {
        m_timer.start();
    }
}

/// Panes that this program does not have keep what is known of them. Only that is copied: what was known of the others
/// can be large and is replaced.
Json SessionMemory::projectState() const
{
    Json panes = Json::object();
    for (const ToolPane *const pane : m_window->panes()) {
        if (Json ofPane = pane->saveState(); !ofPane.isNull()) {
            panes[toUtf8(pane->id())] = std::move(ofPane);
        }
    }
    const Json &known = m_memory.state(m_workspace->folder());
    for (const JsonMember &ofPane : known["panes"].members()) {
        if (!panes.contains(ofPane.name)) {
            panes[ofPane.name] = ofPane.value;
        }
    }
    Json state = Json::object();
    for (const JsonMember &member : known.members()) {
        if (member.name != "panes") {
            state[member.name] = member.value;
        }
    }
    state["target"] = targetName(m_workspace->target());
    state["page"] = m_window->page();
    state["panes"] = std::move(panes);
    return state;
}

void SessionMemory::remember()
{
    m_timer.stop();
    if (m_workspace->isOpen()) {
        m_memory.setState(m_workspace->folder(), projectState());
    }
    m_memory.theme = m_themes->theme();
    m_memory.geometry = m_window->saveGeometry();
    m_memory.layout = m_window->layoutState();
    m_writer.start([file = m_file, memory = m_memory] { writeMemory(file, memory); });
}

void SessionMemory::waitForWritten()
{
    m_writer.waitForDone();
}

} // namespace studio
