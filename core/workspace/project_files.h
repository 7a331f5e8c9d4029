// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace studio {

class SourceWatcher;
class Workspace;
namespace lsp {
class LspClient;
}

/// Tells a language server which Rust files of the project changed on disk, by any program. rust-analyzer watches
/// each folder once it has seen it, so it misses what is put into a new one at once, and what goes away with a folder
/// that is renamed. Main thread.
class ProjectFiles : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    ProjectFiles(Workspace *workspace, lsp::LspClient *client, QObject *parent = nullptr);
    ~ProjectFiles() override;

Q_SIGNALS:
    void changed(); ///< some Rust file or manifest of the project

private:
    QCoro::Task<void> follow(QString folder);
    QCoro::Task<void> take(QStringList files);

    lsp::LspClient *m_client;
    std::unique_ptr<SourceWatcher> m_watcher;
    QString m_folder;
    QHash<QString, qint64> m_known; ///< when each Rust file was modified, by its absolute path; a limited number
};

} // namespace studio
