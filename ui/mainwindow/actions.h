// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

namespace studio {

/// Every action of the window, made once: menus, bar and finder show the same ones. Owned by the window.
struct Actions
{
    explicit Actions(QWidget *window);

    QAction *nativeTarget;
    QAction *wasmTarget;
    QAction *run;
    QAction *stop;
    QAction *compile;
    QAction *publish;
    QAction *publishWithNote;
    QAction *send;
    QAction *newProject;
    QAction *openFolder;
    QAction *save;
    QAction *saveAs;
    QAction *saveAll;
    QAction *closeTab;
    QAction *quit;
    QAction *undo;
    QAction *redo;
    QAction *find;
    QAction *replace;
    QAction *findNext;
    QAction *findPrevious;
    QAction *comment;
    QAction *duplicate;
    QAction *goToLine;
    QAction *zoomIn;
    QAction *zoomOut;
    QAction *nextProblem;
    QAction *previousProblem;
    QAction *toEditor;
    QAction *nextPane;
    QAction *previousPane;
    QAction *finder;
    QList<QAction *> pages; ///< of the bottom, in their order
    QAction *remotes;
    QAction *resetLayout;
    QAction *systemTheme;
    QAction *lightTheme;
    QAction *darkTheme;

    [[nodiscard]] QList<QAction *> all() const;
};

} // namespace studio
