// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/search_values.h"

#include <QHash>
#include <QObject>
#include <QThread>

namespace studio {

/// Searches the files of a project with ripgrep: what git does not ignore, and unsaved documents in their open text.
/// What is printed is read and cut on a thread of its own; matches come in batches, at most maxSearchMatches in all.
///
///     connect(&search, &ProjectSearch::found, model, &SearchModel::add);
///     search.start({.words = QStringLiteral("handler")}, workspace->folder(), unsavedTexts);
///
/// One search at a time: start() and cancel() end the one before, of which nothing more is told. Main thread.
class ProjectSearch : public QObject
{
    Q_OBJECT

public:
    explicit ProjectSearch(QObject *parent = nullptr);
    ~ProjectSearch() override;

    /// `unsaved`: the texts of documents that are not as on disk, by their paths relative to the folder.
    void start(const ProjectQuery &query, const QString &folder, const QHash<QString, QString> &unsaved = {});
    void cancel(); ///< finished() comes at once, where a search runs
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void found(const QList<studio::FileMatches> &batch);
    void finished(const studio::SearchSummary &summary);

private:
    class Worker;

    QThread m_thread;
    Worker *m_worker; ///< lives on the thread, which destroys it at its end
    int m_generation = 0;
    int m_matches = 0;
    bool m_isRunning = false;
};

} // namespace studio
