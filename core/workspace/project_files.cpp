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

using Stamps = QHash<QString, qint64>;

qint64 stampOf(const QString &path)
{
    return QFileInfo(path).lastModified().toMSecsSinceEpoch();
}

/// A file may vanish while the folder is read, which ends that.
Result<Stamps> rustFilesIn(const QString &folder)
{
    constexpr int maxAttempts = 3;
    auto files = listSourceFiles(folder);
    for (int attempt = 1; !files && attempt < maxAttempts; ++attempt) {
        files = listSourceFiles(folder);
    }
    return files.transform([&](const QList<SourceFile> &all) {
        Stamps found;
        for (const SourceFile &file : all) {
            const QString path = folder + QLatin1Char('/') + file.path;
            if (isRust(path) && found.size() < maxKnown) {
                found.insert(path, stampOf(path));
            }
        }
        return found;
    });
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
    const auto known = co_await whileAlive(this, onWorker([folder] { return rustFilesIn(folder); }));
    if (known && m_folder == folder) {
        m_known = *known;
    }
}

/// A folder, what is gone, or more files than are told: all are listed.
QCoro::Task<void> ProjectFiles::take(QStringList files)
{
    const QString folder = m_folder;
    const auto pathOf = [&](const QString &file) { return folder + QLatin1Char('/') + file; };
    QStringList changed;
    QStringList deleted;
    if (!files.isEmpty() &&
        std::ranges::all_of(files, [](const QString &path) { return QFileInfo(path).isFile(); }, pathOf)) {
        for (const QString &file : files) {
            if (isRust(file)) {
                changed << pathOf(file);
                if (m_known.size() < maxKnown) {
                    m_known.insert(changed.last(), stampOf(changed.last()));
                }
            }
        }
    } else {
        const auto now = co_await whileAlive(this, onWorker([folder] { return rustFilesIn(folder); }));
        if (!now || folder != m_folder) {
            co_return;
        }
        const Stamps before = std::exchange(m_known, *now);
        for (const auto &[path, stamp] : now->asKeyValueRange()) {
            if (before.value(path, -1) != stamp) {
                changed << path;
            }
        }
        for (const auto &[path, stamp] : before.asKeyValueRange()) {
            if (!now->contains(path)) {
                deleted << path;
            }
        }
    }
    const bool isManifest =
        std::ranges::any_of(files, [](const QString &file) { return file.endsWith(QLatin1String("Cargo.toml")); });
    m_client->didChangeFiles(changed, deleted);
    if (isManifest || files.isEmpty() || !changed.isEmpty() || !deleted.isEmpty()) {
        Q_EMIT this->changed();
    }
}

} // namespace studio
