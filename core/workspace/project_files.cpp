// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/project_files.h"

#include "core/archive/archive.h"
#include "core/base/detach.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/source_watcher.h"
#include "core/workspace/workspace.h"

#include <QFileInfo>

namespace studio {

namespace {

constexpr qsizetype maxKnown = 20'000;

bool isRust(const QString &path)
{
    return path.endsWith(QLatin1String(".rs"));
}

QSet<QString> rustFilesIn(const QString &folder)
{
    QSet<QString> found;
    for (const SourceFile &file : listSourceFiles(folder).value_or(QList<SourceFile>())) {
        if (isRust(file.path) && found.size() < maxKnown) {
            found.insert(folder + QLatin1Char('/') + file.path);
        }
    }
    return found;
}

} // namespace

ProjectFiles::ProjectFiles(Workspace *workspace, lsp::LspClient *client, QObject *parent)
    : QObject(parent), m_client(client)
{
    connect(workspace, &Workspace::opened, this, [this](const QString &folder) { detach(follow(folder)); });
    if (workspace->isOpen()) {
        detach(follow(workspace->folder()));
    }
}

ProjectFiles::~ProjectFiles() = default;

/// Where the system watches no more folders, the server's own watching has to do.
QCoro::Task<void> ProjectFiles::follow(QString folder)
{
    m_folder = folder;
    m_watcher.reset();
    m_known.clear();
    auto watcher = co_await whileAlive(this, SourceWatcher::watchLater(folder));
    if (!watcher || m_folder != folder) {
        co_return;
    }
    m_watcher = std::move(*watcher);
    connect(m_watcher.get(), &SourceWatcher::changed, this, [this](const QStringList &files) { detach(take(files)); });
    co_await take({});
}

/// A folder, what is gone, or more files than are told: all are listed.
QCoro::Task<void> ProjectFiles::take(QStringList files)
{
    const QString folder = m_folder;
    QStringList paths;
    for (const QString &file : files) {
        paths << folder + QLatin1Char('/') + file;
    }
    if (files.isEmpty() || !std::ranges::all_of(paths, [](const QString &path) { return QFileInfo(path).isFile(); })) {
        const QSet<QString> now = co_await whileAlive(this, onWorker([folder] { return rustFilesIn(folder); }));
        if (folder != m_folder) {
            co_return;
        }
        const QSet<QString> before = std::exchange(m_known, now);
        paths << (before - now).values() << (files.isEmpty() ? now : now - before).values();
    }
    const bool isManifest =
        std::ranges::any_of(files, [](const QString &file) { return file.endsWith(QLatin1String("Cargo.toml")); });
    paths.removeIf([](const QString &path) { return !isRust(path); });
    m_known += QSet<QString>(paths.cbegin(), paths.cend());
    m_client->didChangeFiles(paths);
    if (isManifest || !paths.isEmpty()) {
        Q_EMIT changed();
    }
}

} // namespace studio
