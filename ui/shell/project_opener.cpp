// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/project_opener.h"

#include "core/base/notices.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/workspace.h"
#include "ui/common/after_first_paint.h"
#include "ui/common/banner.h"
#include "ui/common/tool_pane.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session_memory.h"

#include <QTimer>

namespace studio {

ProjectOpener::ProjectOpener(MainWindow *window, Workspace *workspace, SessionMemory *memory, QString lockFolder)
    : m_window(window), m_workspace(workspace), m_memory(memory), m_lock(std::move(lockFolder))
{
    connect(workspace->manifest(), &ManifestEditor::manifestChanged, this, &ProjectOpener::withdrawProjectError);
}

void ProjectOpener::open(const QString &folder)
{
    Banner *const banner = m_window->banner();
    if (const auto opened = m_workspace->open(folder); !opened) {
        banner->say(opened.error().message, true);
        return;
    }
    m_window->setWindowFilePath(m_workspace->folder()); // messages give paths within it
    banner->hide();
    m_projectError.clear();
    if (const auto &error = m_workspace->projectError()) {
        m_projectError = error->message;
        banner->say(m_projectError, true); // it can be mended here
    }
    m_memory->setProject(m_workspace->folder());
    m_window->setWindowTitle(QStringLiteral("%1 – Ignite Studio").arg(m_workspace->name()));
    const Json known = m_memory->memory().state(m_workspace->folder());
    m_workspace->setTarget(known["target"].text() == targetName(RustTarget::Wasm) ? RustTarget::Wasm
                                                                                  : RustTarget::Native);
    restorePanes(known);
    restorePage(known["page"].text());
    if (!m_lock.hold(m_workspace->folder())) {
        banner->say(tr("%1 is open in another window of the studio. What is saved there appears here, and one compile "
                       "waits for the other.")
                        .arg(m_workspace->name()),
                    false);
    }
    Q_EMIT opened(m_workspace->folder());
}

/// Once Cargo.toml can be read.
void ProjectOpener::withdrawProjectError()
{
    if (!m_projectError.isEmpty() && !m_workspace->manifest()->readError()) {
        m_window->banner()->withdraw(std::exchange(m_projectError, {}));
    }
}

void ProjectOpener::restorePanes(const Json &known)
{
    const JsonReader project(known);
    const JsonReader states = project["panes"];
    for (ToolPane *const pane : m_window->panes()) {
        pane->attach(m_workspace);
    }
    for (ToolPane *const pane : m_window->panes()) {
        pane->restoreState(states[toUtf8(pane->id())]);
    }
    if (const auto checked = project.check(); !checked) {
        notice(tr("Some of what was remembered of %1 is damaged and was left out. %2")
                   .arg(m_workspace->name(), checked.error().message));
    }
}

/// Unless something else has come forward meanwhile.
void ProjectOpener::restorePage(const QString &id)
{
    // A list behind a tab must not hold up the window.
    QTimer::singleShot(afterFirstPaint, this, [this, id, folder = m_workspace->folder(), shown = m_window->page()] {
        if (m_workspace->folder() == folder && m_window->page() == shown && !m_workspace->actions()->isWorking()) {
            m_window->setPage(id);
        }
    });
}

} // namespace studio
