// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/window_memory.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace studio {

class MainWindow;
class ThemeSwitcher;
class Workspace;

/// Keeps what a window remembers (window_memory.h) up to date in its file: a second after something changed, so that a
/// kill loses no payload and no open file, and when the window closes. Main thread; the file is written on a worker.
class SessionMemory : public QObject
{
    Q_OBJECT

public:
    explicit SessionMemory(QString file); ///< reads it (windowMemoryFile)
    ~SessionMemory() override;            ///< waits until it is written

    [[nodiscard]] const WindowMemory &memory() const { return m_memory; }

    /// Whose state is remembered from now on. All must outlive it.
    void watch(MainWindow *window, Workspace *workspace, ThemeSwitcher *themes);
    void setProject(const QString &folder); ///< is open from now on
    void setSyntaxTheme(const QString &name);

    void rememberSoon();
    void remember();
    void waitForWritten();

private:
    [[nodiscard]] Json projectState() const;

    QString m_file;
    WindowMemory m_memory;
    MainWindow *m_window = nullptr;
    Workspace *m_workspace = nullptr;
    ThemeSwitcher *m_themes = nullptr;
    QTimer m_timer;
    QThreadPool m_writer; ///< one thread: the newest is written last
};

} // namespace studio
