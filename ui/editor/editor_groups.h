// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QSplitter>

class QTabBar;
class QTabWidget;

namespace studio {

class CodeEditor;
class RecentViews;

/// The tabs of the editors: one group of them, or two beside each other or one above the other. One group is active: a
/// file opens there, and commands are about its current editor. A group ends with its last tab. It owns the editors
/// that it shows. Main thread.
class EditorGroups final : public QSplitter
{
    Q_OBJECT

public:
    static constexpr int maxGroups = 2;

    explicit EditorGroups(QWidget *parent = nullptr);
    ~EditorGroups() override;

    [[nodiscard]] int groupCount() const { return static_cast<int>(m_groups.size()); } ///< at least one
    [[nodiscard]] bool isSplit() const { return groupCount() == maxGroups; }
    [[nodiscard]] int active() const { return m_active; }
    void setActive(int group);
    [[nodiscard]] CodeEditor *current() const { return currentOf(m_active); } ///< null where no file is open
    [[nodiscard]] CodeEditor *currentOf(int group) const;
    [[nodiscard]] QList<CodeEditor *> editors() const; ///< of the first group, then of the second
    [[nodiscard]] QList<CodeEditor *> editorsOf(int group) const;
    [[nodiscard]] int groupOf(const CodeEditor *editor) const; ///< -1 for none

    void add(CodeEditor *editor); ///< behind the tabs of the active group, as its current one
    /// In a second group, which is active then; in the active one where there are two. The side does not depend on the
    /// language's direction: code has the same one everywhere.
    void addBeside(CodeEditor *editor, Qt::Orientation side);
    void show(CodeEditor *editor); ///< makes it the current one of its group, and the group the active one
    /// To another group, before its tab `index`; behind the last one where there is none.
    void move(CodeEditor *editor, int group, int index = -1);
    /// Its tab only: it is the caller's then. The one that was shown before it is shown. Where it had the keyboard's
    /// focus, current() gets it.
    void remove(CodeEditor *editor);
    /// Shows `editor` in the tab of `old`, which is the caller's then; with the focus likewise.
    void replace(CodeEditor *old, CodeEditor *editor);
    void merge(); ///< moves what the second group has behind the tabs of the first
    void setTitle(CodeEditor *editor, const QString &title, const QString &tip);

    [[nodiscard]] const RecentViews *recent() const { return m_recent; }
    [[nodiscard]] QTabBar *barOf(int group) const;
    [[nodiscard]] int groupOf(const QTabBar *bar) const;
    /// The group that a point of the screen lies in; -1 outside.
    [[nodiscard]] int groupAt(const QPoint &globalPoint) const;

Q_SIGNALS:
    void currentChanged(); ///< current() is another
    void closeRequested(studio::CodeEditor *editor);
    void groupsChanged(); ///< there are two of them, or one again
    void barAdded(QTabBar *bar);

private:
    QTabWidget *addGroup();
    void closeIfEmpty(QTabWidget *group);
    void showBefore(const CodeEditor *editor);
    void insert(QTabWidget *group, int index, CodeEditor *editor);
    void focusMoved(QWidget *now);
    void announce();
    void showActive();
    [[nodiscard]] QTabWidget *tabsOf(const CodeEditor *editor) const;
    [[nodiscard]] bool hasFocusIn(const QWidget *widget) const;

    RecentViews *m_recent;
    QList<QTabWidget *> m_groups;
    int m_active = 0;
    QPointer<CodeEditor> m_announced; ///< what currentChanged() was emitted for
    bool m_isMoving = false;          ///< what is between two steps of a change is not announced
};

} // namespace studio
