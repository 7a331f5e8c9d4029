// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidget>

namespace studio {

class TreeStatus;

/// The files that fit what was typed, in their folders. Main thread.
class FilteredFiles final : public QTreeWidget
{
    Q_OBJECT

public:
    explicit FilteredFiles(const TreeStatus *status, QWidget *parent = nullptr); ///< `status` outlives it

    /// Relative to `folder`, the best one first, which becomes the current one.
    void setFiles(const QString &folder, const QStringList &files);
    void openCurrent();

Q_SIGNALS:
    void fileActivated(const QString &path);

private:
    QTreeWidgetItem *folderItem(const QString &relative);
    QTreeWidgetItem *addItem(QTreeWidgetItem *parent, const QString &relative, const char *icon);

    QString m_folder;
    QHash<QString, QTreeWidgetItem *> m_folders; ///< by relative path
};

} // namespace studio
