// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/new_file_dialog.h"

#include "ui/editor/editor_tabs.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace studio {

void askForNewFile(EditorTabs *tabs, const QString &folder)
{
    const QString here = folder.isEmpty() ? QDir::homePath() : folder;
    const QString current = tabs->currentPath();
    auto *const dialog =
        new QFileDialog(tabs, EditorTabs::tr("New file"), current.isEmpty() ? here : QFileInfo(current).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    QObject::connect(dialog, &QFileDialog::fileSelected, tabs, [tabs](const QString &path) {
        QFile file(path);
        if (!QFileInfo::exists(path) && !file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            Q_EMIT tabs->message(EditorTabs::tr("Could not create %1: %2.").arg(path, file.errorString()), true);
            return;
        }
        file.close();
        tabs->openAt(path, 0, 0);
        tabs->focusCurrent();
    });
    dialog->open();
}

} // namespace studio
