// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

#include <optional>

namespace studio {

class CodeEditor;
class EditorGroups;

/// Which views show the open files, and in which group of tabs: a file has one view in each group at most. The main
/// view has what there is once of a file, the second one (CodeEditor::makeSecondView()) shows the same text. What a
/// file is, and when it opens and closes, is EditorTabs' concern. Main thread.
class SplitViews final : public QObject
{
    Q_OBJECT

public:
    explicit SplitViews(QObject *parent);

    /// The side of a second group; nothing for the active group.
    using Side = std::optional<Qt::Orientation>;

    [[nodiscard]] EditorGroups *groups() const { return m_groups; } ///< to be put into a layout, which owns it
    [[nodiscard]] CodeEditor *current() const;                      ///< null where no file is open
    [[nodiscard]] QStringList openPaths() const;                    ///< each once
    [[nodiscard]] QList<CodeEditor *> viewsOf(const QString &path) const;
    [[nodiscard]] CodeEditor *viewIn(int group, const QString &path) const; ///< null where it is not open there
    [[nodiscard]] CodeEditor *mainViewOf(const QString &path) const;        ///< null where it is not open

    /// Puts a view into the active group, or, with a side, into a second one (EditorGroups::addBeside()).
    void add(CodeEditor *view, Side side = {});
    /// Shows an open file there, where it has no view yet in a second one. False where it is not open.
    bool show(const QString &path, Side side = {});
    /// What “beside” is: this side, where a second group can be made at it; in the active one of two groups.
    [[nodiscard]] Side sideFor(Qt::Orientation side) const;

    /// Shows the current file in the other group too, which is made at this side where there is none.
    void split(Qt::Orientation side);
    /// Whether there is another group, or one can be made and leaves this one a tab.
    [[nodiscard]] bool canMoveToOtherGroup(const CodeEditor *view) const;
    void moveToOtherGroup(CodeEditor *view); ///< nothing where it cannot
    /// Before its tab `index`, behind the last one for -1. Where the file is there already, the two views become one.
    void move(CodeEditor *view, int group, int index = -1);
    void moveBeside(CodeEditor *view, Qt::Orientation side); ///< into a second group, where there is none and it can
    void merge(); ///< into one group. Where a file is in both, the view of the active one stays
    void focusGroup(int group);
    /// One of two views of a file. The main one goes to the tab of the other, as it has what there is once of it.
    void drop(CodeEditor *view);

Q_SIGNALS:
    void secondViewMade(studio::CodeEditor *view); ///< it has its path, and no tab yet
    void added(studio::CodeEditor *view);          ///< it has a tab, which has no title yet

private:
    EditorGroups *m_groups;
};

} // namespace studio
