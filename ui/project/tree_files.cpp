// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/tree_files.h"

#include "ui/common/icons.h"
#include "ui/common/input_dialog.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QStandardPaths>
#include <QtConcurrentRun>

namespace studio {

namespace {

/// Beside the file, with a name that a Rust module can have; hidden as the file is, for git ignores it as well then.
QString nameOfCopy(const QFileInfo &file)
{
    const bool isDotFile = file.completeBaseName().isEmpty();
    const QString end = isDotFile || file.suffix().isEmpty() ? QString() : u'.' + file.suffix();
    const QString stem =
        file.path() + u'/' + (isDotFile ? file.fileName() : file.completeBaseName()) + QStringLiteral("_copy");
    QString path = stem + end;
    for (int number = 2; QFileInfo::exists(path) || QFileInfo(path).isSymLink(); ++number) {
        path = stem + QString::number(number) + end;
    }
    return path;
}

} // namespace

TreeFiles::TreeFiles(QWidget *tree) : QObject(tree), m_tree(tree) {}

void TreeFiles::addNew(QMenu *menu, const QString &folder)
{
    menu->addAction(icon("document-new"), tr("New file…"), this, [this, folder] { create(folder, false); });
    menu->addAction(icon("folder-new"), tr("New folder…"), this, [this, folder] { create(folder, true); });
}

void TreeFiles::addForFile(QMenu *menu, const QString &path)
{
    if (QFileInfo(path).isFile()) {
        menu->addAction(icon("edit-copy"), tr("Duplicate"), this, [this, path] { duplicate(path); });
    }
    menu->addAction(icon("edit-delete"), tr("Move to trash"), this, [this, path] { moveToTrash(path); })
        ->setShortcut(QKeySequence::Delete);
    menu->addSeparator();
    menu->addAction(tr("Copy path"), this, [path] { QGuiApplication::clipboard()->setText(path); });
    menu->addAction(tr("Copy relative path"), this, [path, folder = m_folder] {
        QGuiApplication::clipboard()->setText(QDir(folder).relativeFilePath(path));
    });
}

void TreeFiles::create(const QString &folder, bool isFolder)
{
    auto *const dialog = inputDialog(m_tree, isFolder ? tr("New folder") : tr("New file"), tr("Name"));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, folder, isFolder](const QString &name) { createIn(folder, name, isFolder); });
    dialog->open();
}

void TreeFiles::createIn(const QString &folder, const QString &name, bool isFolder)
{
    if (name.isEmpty()) {
        return;
    }
    const QString path = QDir::cleanPath(folder + QLatin1Char('/') + name);
    if (!path.startsWith(m_folder + QLatin1Char('/'))) {
        Q_EMIT message(tr("%1 is outside the project.").arg(path), true);
        return;
    }
    const bool isThere = QFileInfo::exists(path);
    QFile file(path);
    if (isThere ||
        (isFolder ? !QDir().mkpath(path)
                  : !QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly | QIODevice::NewOnly))) {
        Q_EMIT message(isThere ? tr("%1 is there already.").arg(path) : tr("Cannot make %1.").arg(path), true);
    } else if (!isFolder) {
        file.close();
        Q_EMIT created(path);
    }
}

/// As it is on disk: what is typed and not saved stays with the file that it was typed in.
void TreeFiles::duplicate(const QString &path)
{
    const QString copy = nameOfCopy(QFileInfo(path));
    QtConcurrent::run([path, copy] {
        QFile file(path);
        return file.copy(copy) ? QString() : file.errorString();
    }).then(this, [this, path, copy](const QString &reason) {
        if (reason.isEmpty()) {
            Q_EMIT created(copy);
        } else {
            Q_EMIT message(tr("%1 could not be duplicated: %2.").arg(QFileInfo(path).fileName(), reason), true);
        }
    });
}

void TreeFiles::moveToTrash(const QString &path)
{
    if (const QFileInfo file(path); path.isEmpty() || !(file.exists() || file.isSymLink())) {
        return; // gone meanwhile
    }
    // The trash is below it, and Qt does not make it in a new home.
    QDir().mkpath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    if (QFile::moveToTrash(path)) {
        Q_EMIT trashed(path);
        Q_EMIT message(tr("%1 is in the trash.").arg(QFileInfo(path).fileName()), false);
    } else {
        Q_EMIT message(tr("%1 could not be moved to the trash and was left where it is.").arg(path), true);
    }
}

} // namespace studio
