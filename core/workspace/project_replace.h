// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/search/replacer.h"

#include <QObject>
#include <QPointer>

namespace studio {

class DocumentStore;

/// What a replacement in many files has done.
struct ReplaceOutcome
{
    int places = 0;
    int files = 0;
    int left = 0;        ///< places that are no longer what was found, or whose groups cannot be found
    QString firstError;  ///< of the files that could not be changed; empty where all could
    int failedFiles = 0; ///< stay as they are

    bool operator==(const ReplaceOutcome &) const = default;
};

/// Replaces matches in the files of a project and takes it back, all of it as one step. An open document is changed in
/// its editor, as one step of its own undo too, and saved where it was saved before; any other file is written on a
/// worker and keeps its encoding, line ends and access. Main thread.
class ProjectReplace : public QObject
{
    Q_OBJECT

public:
    /// What is kept to be taken back, in characters. More is refused: it would be a step that cannot be undone.
    static constexpr qsizetype maxKept = 64 << 20;

    explicit ProjectReplace(DocumentStore *documents, QObject *parent = nullptr); ///< which must outlive it

    /// `files`: relative to `folder`. One at a time: FailedPrecondition while another one runs. ResourceExhausted:
    /// more than maxKept; nothing is changed then.
    Task<ReplaceOutcome> replace(QString folder, QList<FileMatches> files, Replacer replacer);
    /// Gives back their texts to the files of the last replacement that were not changed since; `places` is 0.
    Task<ReplaceOutcome> undo();
    [[nodiscard]] bool canUndo() const { return !m_steps.isEmpty() && !m_isRunning; }
    void forget(); ///< what could be taken back

Q_SIGNALS:
    void undoChanged();

private:
    struct Step
    {
        QString path;
        QString before;
        QString after;
    };

    Task<bool> write(QString path, QString expected, QString text);

    QPointer<DocumentStore> m_documents;
    QList<Step> m_steps;
    bool m_isRunning = false;
};

} // namespace studio
