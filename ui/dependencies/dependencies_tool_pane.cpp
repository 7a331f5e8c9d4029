// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/dependencies_tool_pane.h"

#include "core/base/detach.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/dependencies/dependencies_pane.h"

namespace studio {

QIcon DependenciesToolPane::icon() const
{
    return studio::icon("list-add");
}

QWidget *DependenciesToolPane::makeWidget()
{
    m_pane = new DependenciesPane;
    connect(m_pane, &DependenciesPane::addRequested, this, [this](const QString &line) {
        if (m_workspace) {
            detach(m_workspace->manifest()->addCrate(line));
        }
    });
    connect(m_pane, &DependenciesPane::removeRequested, this, [this](const Dependency &dependency) {
        if (m_workspace) {
            detach(m_workspace->manifest()->removeCrate(dependency));
        }
    });
    connect(m_pane, &DependenciesPane::lineRequested, this, [this](int line) {
        if (m_workspace) {
            m_workspace->navigation()->openLocation(m_workspace->manifest()->path(), line, 0);
        }
    });
    return m_pane;
}

void DependenciesToolPane::attach(Workspace *workspace)
{
    if (m_workspace != workspace) {
        if (m_workspace) {
            m_workspace->manifest()->disconnect(this);
            m_workspace->manifest()->disconnect(m_pane);
        }
        m_workspace = workspace;
        if (workspace) {
            ManifestEditor *const manifest = workspace->manifest();
            widget();
            connect(manifest, &ManifestEditor::manifestChanged, this, &DependenciesToolPane::showManifest);
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
    if (workspace) {
        showManifest();
    }
}

void DependenciesToolPane::showManifest()
{
    const ManifestEditor &editor = *m_workspace->manifest();
    m_pane->setError(editor.readError() ? editor.readError()->message : QString());
    if (!editor.readError()) {
        m_pane->setManifest(editor.manifest());
    }
}

} // namespace studio
