// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/project_changes.h"

#include <QPointer>

namespace studio {

class ChangedFiles;
class CodeEditor;
class EditorTabs;

/// Changes of several files as one step of undo. A file that is open changes in its editor; any other is written. Undo
/// in any editor that took part takes the change back in all files, and redo makes it again; where one of them was
/// changed since, only that editor follows, and a message says so. A file that is opened later takes part too. Main
/// thread.
///
///     co_await whileAlive(this, tabs->edits()->apply(tr("Rename"), changes, ProjectChanges::Saving::Never));
class ProjectEdits final : public ProjectChanges
{
    Q_OBJECT

public:
    explicit ProjectEdits(EditorTabs *tabs); ///< which owns it

    /// Follows its undo and redo, and gives it the steps that changed its file before it was opened. To be called while
    /// it shows what is on disk, and before anything else is told of its text.
    void add(CodeEditor *editor);

    Task<int> apply(QString label, QList<DocumentChange> changes, Saving saving) override;
    [[nodiscard]] StepState stateOf(int step) const override;
    Task<bool> undo(int step) override;

Q_SIGNALS:
    void fileWritten(const QString &path); ///< one that is not open
    void
    leftUnsaved(const QString &sentence); ///< a step of several files changed some that are open; until stepsChanged()

private:
    struct Group
    {
        int token = 0; ///< of Scintilla's container actions, which mark the step in the history of each editor
        QString label;
        QList<DocumentChange> changes;
        Saving saving = Saving::Never;
        bool isUndone = false;
        QList<QPointer<CodeEditor>> editors; ///< that have the step in their history
    };
    struct Step
    {
        int token;
        QPointer<CodeEditor> editor; ///< that has followed already; null for none
        bool isUndo;
    };

    QCoro::Task<void> beginTurn();
    Task<int> make(QString label, QList<DocumentChange> changes, Saving saving);
    void tellUnsaved(const QString &label, const QList<DocumentChange> &changes);
    void changeEditors(Group &group);
    static void markHistory(Group &group, CodeEditor *editor);
    void restoreHistory(CodeEditor *editor);
    void remember(Group group);
    void moveEditors(const QList<DocumentChange> &changes);
    QCoro::Task<void> saveEditors(QList<DocumentChange> changes);
    void takeModification(CodeEditor *editor, int kind, int token);
    QCoro::Task<void> followAll();
    Task<bool> follow(Step step);
    [[nodiscard]] Error followError(const Step &step, const QString &label, const Error &error) const;
    void followInEditors(const Step &step, const Group &group, const QList<DocumentChange> &changes);
    [[nodiscard]] bool stepThroughHistory(CodeEditor *editor, int token, bool isUndo);
    void followInEditor(CodeEditor *editor, const DocumentChange &change, const Group &group, bool isUndo);

    EditorTabs *m_tabs;
    ChangedFiles *m_files;
    QList<Group> m_groups; ///< the newest last
    QList<Step> m_steps;   ///< that were made in one editor, and are to be made in the others
    int m_lastToken = 0;
    int m_seenToken = 0;       ///< of the step that was just undone or redone here
    bool m_isBusy = false;     ///< a step is made, or others are followed: one after the other
    bool m_isChanging = false; ///< what editors tell is our own doing
};

} // namespace studio
