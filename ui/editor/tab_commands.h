// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>

class QMenu;
class QTabBar;

namespace studio {

class CodeEditor;
class EditorTabs;

/// What a person does to tabs beside choosing one: the middle button closes, a menu, and files that were closed come
/// back. Main thread.
class TabCommands final : public QObject
{
    Q_OBJECT

public:
    explicit TabCommands(EditorTabs *tabs); ///< which owns it

    /// That of the project, absolute; relative paths are relative to it. Forgets what was closed.
    void setFolder(const QString &folder);
    void reopenClosed(); ///< the one that was closed last and is still there
    // In its group, asking where something is not saved:
    void closeOthers(const CodeEditor *view);
    void closeAll(int group);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct ClosedFile
    {
        QString path;
        int line = 0; ///< from 1
        int column = 0;
    };

    [[nodiscard]] CodeEditor *viewAt(const QTabBar *bar, int index) const;
    void showMenu(QTabBar *bar, int index, const QPoint &globalPoint);
    void fillMenu(QMenu *menu, CodeEditor *view);
    void addGroupActions(QMenu *menu, CodeEditor *view);
    [[nodiscard]] QString relativePath(const QString &path) const;

    EditorTabs *m_tabs;
    QString m_folder;
    QList<ClosedFile> m_closed; ///< the last one last
    int m_pressed = -1;         ///< the tab on which the middle button was pressed
};

} // namespace studio
