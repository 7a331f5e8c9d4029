// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/search/replacer.h"
#include "core/workspace/project_changes.h"

#include <QPointer>

namespace studio {

class DocumentStore;

/// What a replacement in many files has done.
struct ReplaceOutcome
{
    int places = 0;
    int files = 0;
    int left = 0;        ///< places that are no longer what was found, or whose groups cannot be found
    QString firstError;  ///< of the files that could not be read; empty where all could
    int failedFiles = 0; ///< stay as they are

    bool operator==(const ReplaceOutcome &) const = default;
};

/// Replaces matches in the files of a project as one step of ProjectChanges: in all files or in none. An open document
/// is changed in its editor and saved where it was saved before; any other file is written and keeps its encoding, line
/// ends and access. Main thread.
class ProjectReplace : public QObject
{
    Q_OBJECT

public:
    /// Of all texts before and after, in bytes. They are kept to be undone.
    static constexpr qsizetype maxBytes = 64 << 20;

    explicit ProjectReplace(DocumentStore *documents, QObject *parent = nullptr);

    /// `files`: relative to `folder`, each once. Those that are gone, and places that have changed, are left out. One
    /// at a time: FailedPrecondition while another one runs, or where there is no editor. ResourceExhausted: more than
    /// maxBytes. Else errors of ProjectChanges::apply(). Nothing is changed where it fails.
    Task<ReplaceOutcome> replace(QString folder, QList<FileMatches> files, Replacer replacer, QString label);
    Task<bool> undo();                                         ///< of the last replacement
    [[nodiscard]] ProjectChanges::StepState lastState() const; ///< of the last replacement; Forgotten without one
    [[nodiscard]] bool canUndo() const { return lastState() == ProjectChanges::StepState::Done && !m_isRunning; }

Q_SIGNALS:
    void undoChanged(); ///< canUndo() or lastState()

private:
    [[nodiscard]] ProjectChanges *changes() const; ///< null without an editor

    QPointer<DocumentStore> m_documents;
    int m_step = 0; ///< of the last replacement; 0 for none
    bool m_isRunning = false;
};

} // namespace studio
