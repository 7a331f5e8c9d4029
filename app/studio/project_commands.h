// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

class QAction;
class QWidget;

namespace studio {

class Workspace;

/// "New project…", "Open folder…", "Open archive…" and "Open execution…". Main thread.
class ProjectCommands : public QObject
{
    Q_OBJECT

public:
    /// New projects are made from the templates below `resources`, and stand below `folder` while no other project is
    /// open. `workspace` must outlive it.
    ProjectCommands(QString resources, QString folder, Workspace *workspace, QObject *parent = nullptr);

    void setDialogParent(QWidget *window) { m_window = window; } ///< must outlive it
    /// Asked for the name of the theme of previews: CodePreview::setSyntaxTheme().
    void setSyntaxTheme(std::function<QString()> name) { m_syntaxTheme = std::move(name); }
    [[nodiscard]] QAction *create() const { return m_create; }
    [[nodiscard]] QAction *open() const { return m_open; }
    [[nodiscard]] QAction *openArchive() const { return m_openArchive; }
    [[nodiscard]] QAction *openExecution() const { return m_openExecution; }

    /// Shows an execution that was exported to a file.
    void showExecution(const QString &path);

    /// Asks where to unpack it; the folder is then opened.
    void askWhereTo(const QString &archive);

Q_SIGNALS:
    void folderChosen(const QString &folder); ///< of a project that is to be opened

private:
    void askForNew();
    void askForFolder();
    void askForArchive();
    void askForExecution();
    [[nodiscard]] QString placeForNew() const;

    QString m_resources;
    QString m_folder;
    std::function<QString()> m_syntaxTheme;
    Workspace *m_workspace;
    QWidget *m_window = nullptr;
    QAction *m_create;
    QAction *m_open;
    QAction *m_openArchive;
    QAction *m_openExecution;
};

} // namespace studio
