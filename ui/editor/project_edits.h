// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/document_change.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <utility>

namespace studio {

class CodeEditor;
class EditorTabs;

/// Changes of several files as one step of undo. A file that is open changes in its editor and stays unsaved; any other
/// is written. Undo in any editor that took part takes the change back in all files, and redo makes it again; where one
/// of them was changed since, only that editor follows, and a message says so. Main thread.
///
///     co_await whileAlive(this, tabs->edits()->apply(tr("Rename"), changes));
class ProjectEdits final : public QObject
{
    Q_OBJECT

public:
    explicit ProjectEdits(EditorTabs *tabs); ///< which owns it

    void add(CodeEditor *editor); ///< follows its undo and redo

    /// Makes all changes or none. `label` names them in messages. The error is a sentence: FailedPrecondition where a
    /// file is not as in its `before` (what was typed meanwhile stays) or may not be changed, else that of
    /// changeFiles().
    Task<bool> apply(QString label, QList<DocumentChange> changes);

private:
    struct Group
    {
        int token = 0; ///< of Scintilla's container actions, which mark the step in the history of each editor
        QString label;
        QList<DocumentChange> changes;
        QList<QPointer<CodeEditor>> editors;                         ///< that have the step in their history
        QHash<const CodeEditor *, std::pair<long, long>> selections; ///< of each before: anchor and caret, in bytes
    };
    struct Step
    {
        int token;
        QPointer<CodeEditor> editor;
        bool isUndo;
    };

    [[nodiscard]] Result<void> checkEditors(const QList<DocumentChange> &changes, const CodeEditor *but) const;
    [[nodiscard]] QList<DocumentChange> onDisk(const QList<DocumentChange> &changes) const;
    Task<bool> changeDisk(QList<DocumentChange> changes, const CodeEditor *but);
    void changeEditors(Group &group);
    void markHistory(Group &group, CodeEditor *editor);
    void remember(Group group);
    void moveEditors(const QList<DocumentChange> &changes);
    void takeModification(CodeEditor *editor, int kind, int token);
    QCoro::Task<void> followAll();
    Task<bool> follow(Step step);
    static void restoreSelection(const Group &group, CodeEditor *editor);
    void bring(CodeEditor *editor, const DocumentChange &change, const Group &group, bool isUndo);

    EditorTabs *m_tabs;
    QList<Group> m_groups; ///< the newest last
    QList<Step> m_steps;   ///< that were made in one editor, and are to be made in the others
    int m_lastToken = 0;
    int m_seenToken = 0;        ///< of the step that was just undone or redone here
    bool m_isFollowing = false; ///< through the steps
    bool m_isBringing = false;  ///< what editors tell is our own doing
};

} // namespace studio
