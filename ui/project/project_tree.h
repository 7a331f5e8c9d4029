// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemModel>
#include <QTreeView>

#include <memory>

class QStringListModel;

namespace studio {

/// The files of the open project, without what is never the author's (.git, target). Main thread; the file system is
/// read on the model's own thread.
class ProjectTree : public QTreeView
{
    Q_OBJECT

public:
    explicit ProjectTree(QWidget *parent = nullptr);
    ~ProjectTree() override;

    void setFolder(const QString &folder); ///< empty for none
    void reveal(const QString &path);

Q_SIGNALS:
    void fileActivated(const QString &path);
    void fileCreated(const QString &path);
    void renamed(const QString &from, const QString &to); ///< absolute; a file or a folder
    void message(const QString &sentence, bool isError);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QString folderOf(const QModelIndex &index) const;
    void unfoldSources();
    void createIn(const QString &folder, const QString &name, bool isFolder);
    void create(const QModelIndex &near, bool isFolder);
    void moveToTrash(const QModelIndex &index);

    class Delegate;
    class Filter;
    class Icons;
    std::unique_ptr<Icons> m_icons;
    QFileSystemModel *m_model;
    Filter *m_filter;
    QStringListModel *m_nothing; ///< shown without a folder
    QString m_folder;
    bool m_isUnfolded = false;
};

} // namespace studio
