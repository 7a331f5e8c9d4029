// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QWidget;

namespace studio {

class Workspace;

/// The actions that compile, run and publish the open project, enabled as the workspace can carry them out. Main
/// thread.
class HandlerCommands : public QObject
{
    Q_OBJECT

public:
    /// `workspace` must outlive it.
    explicit HandlerCommands(Workspace *workspace, QObject *parent = nullptr);

    void setDialogParent(QWidget *window) { m_window = window; } ///< of the question for a note; must outlive it

    [[nodiscard]] QAction *native() const { return m_native; }
    [[nodiscard]] QAction *wasm() const { return m_wasm; }
    [[nodiscard]] QAction *run() const { return m_run; }
    [[nodiscard]] QAction *stop() const { return m_stop; }
    [[nodiscard]] QAction *compile() const { return m_compile; }
    [[nodiscard]] QAction *publish() const { return m_publish; }
    [[nodiscard]] QAction *publishWithNote() const { return m_publishWithNote; }
    [[nodiscard]] QList<QAction *> all() const;

private:
    void connectActions();
    void showState();
    void showTarget();
    void askForNote();

    Workspace *m_workspace;
    QWidget *m_window = nullptr;
    QAction *m_run;
    QAction *m_stop;
    QAction *m_compile;
    QAction *m_native;
    QAction *m_wasm;
    QAction *m_publish;
    QAction *m_publishWithNote;
};

} // namespace studio
