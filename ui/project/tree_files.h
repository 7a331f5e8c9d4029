// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMenu;
class QWidget;

namespace studio {

/// What the project tree does to files: makes, duplicates and removes them, and tells where they are. Paths are
/// absolute. Main thread.
class TreeFiles final : public QObject
{
    Q_OBJECT

public:
    explicit TreeFiles(QWidget *tree); ///< which owns it, and which its dialogs stand over

    void setFolder(const QString &folder) { m_folder = folder; } ///< of the project; nothing is made outside of it

    void addNew(QMenu *menu, const QString &folder);   ///< a file or a folder in this folder
    void addForFile(QMenu *menu, const QString &path); ///< the rest; of a file or a folder
    void moveToTrash(const QString &path);

Q_SIGNALS:
    void created(const QString &path); ///< a file
    void trashed(const QString &path);
    void message(const QString &sentence, bool isError);

private:
    void create(const QString &folder, bool isFolder);
    void createIn(const QString &folder, const QString &name, bool isFolder);
    void duplicate(const QString &path);

    QWidget *m_tree;
    QString m_folder;
};

} // namespace studio
