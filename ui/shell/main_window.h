// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/pane_area.h"
#include "ui/common/search_query.h"

#include <QMainWindow>

#include <map>

class QToolBar;

namespace studio {

class Banner;
class DockPlaces;
class PaneGroup;
class PaneTabs;
class ToolPane;

/// The frame of the studio: puts panes into docks and tabs, makes menus, finder and shortcuts from their actions, and
/// saves where everything stands. Knows panes by their interface only. Main thread; never waits.
///
///     MainWindow window(panes);
///     window.addCommands(commands);
///     window.finish();
///     window.show();
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// In each area the panes stand in the order of the list. They must outlive the window.
    explicit MainWindow(const QList<ToolPane *> &panes);
    ~MainWindow() override;

    /// To be called once, when all actions are added: makes the menus and the usual layout.
    void finish();
    /// For what is no pane. The action must outlive the window; see ui/common/action.h.
    void addCommands(const QList<QAction *> &actions);
    [[nodiscard]] QAction *action(const QString &id) const; ///< null for none of this id
    [[nodiscard]] const QList<QAction *> &allActions() const { return m_actions; }

    [[nodiscard]] const QList<ToolPane *> &panes() const { return m_panes; }
    [[nodiscard]] ToolPane *pane(const QString &id) const; ///< null for none of this id
    void raisePane(ToolPane *pane);                        ///< is to be seen; the focus stays where it is
    void activatePane(ToolPane *pane);                     ///< is to be seen and to have the focus
    /// The id of the pane that is in front at the bottom.
    [[nodiscard]] QString page() const;
    void setPage(const QString &id);

    [[nodiscard]] Banner *banner() const { return m_banner; }
    [[nodiscard]] QToolBar *bar() const { return m_bar; } ///< empty at first

    [[nodiscard]] QByteArray layoutState() const; ///< of the docks
    /// What saveGeometry() and layoutState() gave; empty for the usual layout. Docks are named after the areas where
    /// they stand at first.
    void restoreLayout(const QByteArray &geometry, const QByteArray &layout);

Q_SIGNALS:
    void pageChanged();
    void pathDropped(const QString &path); ///< a file or a folder, from another program
    void closing();                        ///< the user or the session closes the window

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeGroups();
    QDockWidget *makeDock(PaneArea area, const QString &name, Qt::DockWidgetArea place);
    void addPane(ToolPane *pane);
    void addOwnActions();
    void addDockActions();
    [[nodiscard]] ToolPane *focusedPane() const;
    [[nodiscard]] ToolPane *editorPane() const;
    void find(const SearchQuery &query);
    void goToPane(int direction);
    void showFinder();
    void resetLayout();
    void maximizeBottom();
    void shareCorners();
    void foldToFit(int widthBefore, int width);
    [[nodiscard]] bool isAtBottom(PaneArea area) const;

    QList<ToolPane *> m_panes;
    QList<QAction *> m_actions;
    std::map<PaneArea, PaneGroup *> m_groups;
    std::map<PaneArea, QDockWidget *> m_docks;
    DockPlaces *m_places;
    PaneTabs *m_bottom = nullptr;
    QWidget *m_center = nullptr;
    Banner *m_banner = nullptr;
    QToolBar *m_bar = nullptr;
    QByteArray m_usualLayout;
    int m_bottomBefore = 0;  ///< its height, or at a side its width, before it was maximised; 0 while it is not
    bool m_isFolded = false; ///< the right side, because the window is narrow
};

} // namespace studio
