// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/project_commands.h"

#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/project/new_project_dialog.h"

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
{
    connect(m_create, &QAction::triggered, this, &ProjectCommands::askForNew);
    connect(m_open, &QAction::triggered, this, &ProjectCommands::askForFolder);
}

void ProjectCommands::askForNew()
{
    const QString place = m_workspace->isOpen() ? QFileInfo(m_workspace->folder()).path() : m_folder;
    auto *const dialog = new NewProjectDialog(
        {.resources = m_resources, .place = place, .syntaxTheme = m_syntaxTheme ? m_syntaxTheme() : QString()},
        m_window);
    connect(dialog, &NewProjectDialog::created, this, &ProjectCommands::folderChosen);
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
