// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/project_commands.h"

#include "core/replay/execution_file.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/platform/execution_file_dialog.h"
#include "ui/project/new_project_dialog.h"
#include "ui/project/open_archive_dialog.h"

#include <QFileDialog>
#include <QFileInfo>

namespace studio {

ProjectCommands::ProjectCommands(QString resources, QString folder, Workspace *workspace, QObject *parent)
    : QObject(parent)
    , m_resources(std::move(resources))
    , m_folder(std::move(folder))
    , m_workspace(workspace)
    , m_create(makeAction(this, {.id = QStringLiteral("project.new"),
                                 .text = tr("New project…"),
                                 .keys = {QKeySequence(QStringLiteral("Ctrl+Shift+N"))},
                                 .icon = QStringLiteral("document-new"),
                                 .menu = ActionMenu::File,
                                 .section = 10}))
    , m_open(makeAction(this, {.id = QStringLiteral("project.open"),
                               .text = tr("Open folder…"),
                               .keys = {QKeySequence::Open},
                               .icon = QStringLiteral("document-open-folder"),
                               .menu = ActionMenu::File,
                               .section = 10}))
    , m_openArchive(makeAction(this, {.id = QStringLiteral("project.openArchive"),
                                      .text = tr("Open archive…"),
                                      .icon = QStringLiteral("document-open-folder"),
                                      .menu = ActionMenu::File,
                                      .section = 10}))
    , m_openExecution(makeAction(this, {.id = QStringLiteral("project.openExecution"),
                                        .text = tr("Open execution…"),
                                        .icon = QStringLiteral("mail-send"),
                                        .menu = ActionMenu::File,
                                        .section = 10}))
{
    connect(m_openExecution, &QAction::triggered, this, &ProjectCommands::askForExecution);
    connect(m_create, &QAction::triggered, this, &ProjectCommands::askForNew);
    connect(m_open, &QAction::triggered, this, &ProjectCommands::askForFolder);
    connect(m_openArchive, &QAction::triggered, this, &ProjectCommands::askForArchive);
}

void ProjectCommands::askForNew()
{
    auto *const dialog = new NewProjectDialog(
        {.resources = m_resources, .place = placeForNew(), .syntaxTheme = m_syntaxTheme ? m_syntaxTheme() : QString()},
        m_window);
    connect(dialog, &NewProjectDialog::created, this, &ProjectCommands::folderChosen);
    dialog->open();
}

QString ProjectCommands::placeForNew() const
{
    return m_workspace->isOpen() ? QFileInfo(m_workspace->folder()).path() : m_folder;
}

void ProjectCommands::askForArchive()
{
    const QString archive =
        QFileDialog::getOpenFileName(m_window, tr("Open the archive of a project"), m_workspace->folder(),
                                     tr("Archives (*.zip *.tar.gz *.tgz);;All files (*)"));
    if (!archive.isEmpty()) {
        askWhereTo(archive);
    }
}

void ProjectCommands::askForExecution()
{
    const QString path =
        QFileDialog::getOpenFileName(m_window, tr("Open an exported execution"), m_workspace->folder(),
                                     tr("Executions (*%1);;All files (*)").arg(QLatin1StringView(executionFileSuffix)));
    if (!path.isEmpty()) {
        showExecution(path);
    }
}

void ProjectCommands::showExecution(const QString &path)
{
    auto *const dialog = new ExecutionFileDialog(path, m_workspace->compiler(), m_window);
    Navigation *const navigation = m_workspace->navigation();
    connect(dialog, &ExecutionFileDialog::locationRequested, navigation, &Navigation::openLocation);
    connect(dialog, &ExecutionFileDialog::requestChosen, navigation, &Navigation::offerRequest);
    dialog->show();
}

void ProjectCommands::askWhereTo(const QString &archive)
{
    auto *const dialog = new OpenArchiveDialog(archive, placeForNew(), m_window);
    connect(dialog, &OpenArchiveDialog::unpacked, this, &ProjectCommands::folderChosen);
    dialog->open();
}

void ProjectCommands::askForFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(m_window, tr("Open a handler's project"), m_workspace->folder());
    if (!folder.isEmpty()) {
        Q_EMIT folderChosen(folder);
    }
}

} // namespace studio
