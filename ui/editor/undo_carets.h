// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/carets.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace studio {

class CodeEditor;

/// Puts the carets of an editor back where they were before a step that is undone, and where they were after one that
/// is redone, with their selections. Scintilla leaves one caret at the last place that it changed. One for both views
/// of a text: the carets are those of the view that had the focus last. Main thread.
class UndoCarets final : public QObject
{
    Q_OBJECT

public:
    explicit UndoCarets(CodeEditor *mainView); ///< which owns it

    /// The selection is about to be changed for an edit: the one that is there now is restored when that is undone.
    void hold();
    void setView(CodeEditor *view); ///< the one that got the focus
    void forget();                  ///< the steps there are: Scintilla's place is kept for them
    void restore(); ///< now, after an undo or redo: else with the next key, or at the end of the turn of the event loop

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Selection
    {
        QList<Caret> carets; ///< empty where it is not known
        qsizetype main = 0;  ///< an index of them
    };
    /// An insertion or a removal. A step of the history consists of one or more.
    struct Action
    {
        Selection before;
        Selection after;
    };

    void watch(CodeEditor *view);
    void take(int kind);
    void beginAction();
    void undoAction();
    void redoAction();
    void beginUndo();
    void settle();
    void settleSoon();
    [[nodiscard]] CodeEditor *view() const;
    [[nodiscard]] Selection selection() const;
    [[nodiscard]] Selection mainSelection() const;

    CodeEditor *m_main;
    QPointer<CodeEditor> m_view;
    QList<Action> m_actions;         ///< as in Scintilla's history, but for its oldest
    qsizetype m_done = 0;            ///< that many of them are; the others can be redone
    std::optional<Selection> m_held; ///< before the next action
    bool m_isOpen = false;           ///< the last action was made just now: where its carets go is not known yet
    std::optional<Selection> m_restored;
    int m_firstLine = 0;     ///< that was visible before the undo
    bool m_isQueued = false; ///< that settle() is called
};

} // namespace studio
