// SPDX-License-Identifier: GPL-3.0-or-later
// Cargo.toml: what the dependency list shows of it, and what it changes.
#include "core/base/detach.h"
#include "core/crates/crates.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/document.h"
#include "ui/editor/editor_tabs.h"
#include "ui/mainwindow/main_window.h"

#include <QPointer>

#include <algorithm>

namespace studio {

Result<QString> MainWindow::manifestText() const
{
    if (const CodeEditor *editor = m_editors->editorOf(manifestPath())) {
        return editor->text();
    }
    return readDocument(manifestPath()).transform([](const DocumentText &onDisk) { return onDisk.text; });
}

void MainWindow::readManifest()
{
    const auto manifest = manifestText().and_then(parseManifest);
    if (!manifest) {
        m_dependencies->setError(manifest.error().message);
        return;
    }
    m_dependencies->setError({});
    m_dependencies->setManifest(*manifest);
    if (m_name != manifest->packageName) {
        m_name = manifest->packageName;
        showApp(appId());
    }
}

/// Through the editor, so that it can be undone, and saved.
void MainWindow::changeManifest(const Result<QString> &text)
{
    if (!text) {
        m_dependencies->setError(text.error().message);
        return;
    }
    m_editors->openAt(manifestPath(), 0, 0);
    if (CodeEditor *editor = m_editors->editorOf(manifestPath())) {
        if (editor->isReadOnly()) {
            m_dependencies->setError(tr("Cargo.toml cannot be changed: it is read-only."));
            return;
        }
        editor->replaceText(*text);
        detach(m_editors->saveCurrent());
    }
}

void MainWindow::addCrate(const QString &spec)
{
    const auto dependency = parseDependencySpec(spec);
    const auto manifest = manifestText().and_then(parseManifest);
    if (!dependency || !manifest) {
        m_dependencies->setError(dependency ? manifest.error().message : dependency.error().message);
        return;
    }
    Dependency wanted = *dependency;
    const auto listed = std::ranges::find_if(manifest->dependencies, [&](const Dependency &one) {
        return one.key == wanted.key && one.table == wanted.table && one.platform.isEmpty() && !one.injected;
    });
    if (listed == manifest->dependencies.end()) {
        detach(addFromRegistry(wanted));
    } else if (listed->source.isEmpty()) {
        wanted.package = listed->package; // another name than its own has only the code for it
        detach(addFromRegistry(wanted));
    } else if (!wanted.requirement.isEmpty()) {
        changeManifest(manifestText().and_then([&](const QString &text) { return withDependency(text, wanted); }));
    } else {
        m_dependencies->setError(
            tr("Cargo.toml has %1 already: it comes from %2. Nothing was changed.").arg(wanted.key, listed->source));
    }
}

/// Asks the registry whether there is such a crate, and for its newest version where none is named.
QCoro::Task<void> MainWindow::addFromRegistry(Dependency dependency)
{
    const QPointer<MainWindow> self(this);
    const QString path = manifestPath();
    m_dependencies->setBusy(tr("Asking the registry about %1…").arg(dependency.package));
    const auto choice = co_await m_services.compiler->toolchain(RustTarget::Native);
    if (!self) {
        co_return;
    }
    Result<CrateInfo> info = choice ? Result<CrateInfo>(CrateInfo{}) : std::unexpected(choice.error());
    if (choice) {
        info = co_await crateInfo(choice->toolchain, dependency.package);
    }
    if (!self) {
        co_return;
    }
    m_dependencies->setBusy({});
    if (path != manifestPath()) {
        co_return; // another project is open by now
    }
    if (!info) {
        m_dependencies->setError(info.error().message);
        co_return;
    }
    if (dependency.key == dependency.package) {
        dependency.key = info->name;
    }
    dependency.package = dependency.key; // a listed one keeps its own
    if (dependency.requirement.isEmpty()) {
        dependency.requirement = info->version;
    }
    changeManifest(manifestText().and_then([&](const QString &text) { return withDependency(text, dependency); }));
}

void MainWindow::removeCrate(const Dependency &dependency)
{
    changeManifest(manifestText().and_then([&](const QString &text) {
        return withoutDependency(text, dependency.key, dependency.table, dependency.platform);
    }));
}

} // namespace studio
