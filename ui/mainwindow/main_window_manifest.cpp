// SPDX-License-Identifier: GPL-3.0-or-later
// Cargo.toml: the dependency list shows what the workspace reads of it, and forwards changes.
#include "core/base/detach.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/editor/editor_tabs.h"
#include "ui/mainwindow/main_window.h"

namespace studio {

void MainWindow::connectManifest()
{
    ManifestEditor *const manifest = m_workspace->manifest();
    m_workspace->documents()->setOpener([this](const QString &path) { return m_editors->open(path); });
    connect(manifest, &ManifestEditor::manifestChanged, this, [this, manifest] {
        m_dependencies->setError(manifest->readError() ? manifest->readError()->message : QString());
        if (!manifest->readError()) {
            m_dependencies->setManifest(manifest->manifest());
        }
    });
    connect(manifest, &ManifestEditor::busy, m_dependencies, &DependenciesPane::setBusy);
    connect(manifest, &ManifestEditor::failed, m_dependencies,
            [this](const Error &error) { m_dependencies->setError(error.message); });
    connect(m_dependencies, &DependenciesPane::addRequested, manifest,
            [manifest](const QString &line) { detach(manifest->addCrate(line)); });
    connect(m_dependencies, &DependenciesPane::removeRequested, manifest,
            [manifest](const Dependency &dependency) { detach(manifest->removeCrate(dependency)); });
    connect(m_dependencies, &DependenciesPane::lineRequested, this,
            [this, manifest](int line) { m_editors->openAt(manifest->path(), line, 0); });
}

} // namespace studio
