// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/document_change.h"

#include <QObject>

namespace studio {

/// Changes of several files as one step that can be undone. The editor implements it and registers it with
/// DocumentStore::setChanges(), so that undo in one of the files takes the step back in all of them. Main thread.
///
///     const auto step = co_await whileAlive(this, documents->changes()->apply(tr("Replace a"), changes, saving));
class ProjectChanges : public QObject
{
    Q_OBJECT

public:
    /// What becomes of the text of an open file that had nothing unsaved before the step, or before its undo or redo.
    enum class Saving { Never, WhereSaved };
    enum class StepState { Done, Undone, Forgotten };

    using QObject::QObject;

    /// Makes all changes or none, and returns the number of the step. `label` names it in messages. The error is a
    /// sentence: FailedPrecondition where a file is not as in its `before`, or may not be changed, else that of
    /// changeFiles().
    virtual Task<int> apply(QString label, QList<DocumentChange> changes, Saving saving) = 0;
    /// The number of steps that are kept is limited, and so is their size.
    [[nodiscard]] virtual StepState stateOf(int step) const = 0;
    /// Takes all changes of a step back or none. FailedPrecondition where it is not done, or a file was changed since.
    virtual Task<bool> undo(int step) = 0;

Q_SIGNALS:
    void stepsChanged(); ///< the state of one of them is another
};

} // namespace studio
