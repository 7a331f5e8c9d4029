// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemModel>
#include <QTreeView>

#include <functional>
#include <memory>

class QStringListModel;

namespace studio {

class TreeFiles;
class TreeStatus;

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
    void keyboardSearch(const QString &search) override { Q_EMIT typed(search); }
    [[nodiscard]] TreeStatus *status() const { return m_status; } ///< how the files stand to git's last commit

    /// What renames and moves files, given absolute paths; without one the tree does it by itself.
    void setMover(std::function<void(const QString &from, const QString &to)> mover) { m_mover = std::move(mover); }

Q_SIGNALS:
    void fileActivated(const QString &path);
    void fileCreated(const QString &path);
    void trashed(const QString &path);                    ///< a file or a folder
    void renamed(const QString &from, const QString &to); ///< absolute; a file or a folder
    void message(const QString &sentence, bool isError);
    void typed(const QString &text); ///< letters, while the tree had the focus

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QString pathOf(const QModelIndex &index) const;
    [[nodiscard]] QString folderOf(const QModelIndex &index) const;
    void unfoldSources();

    class Filter;
    class Icons;
    std::unique_ptr<Icons> m_icons;
    QFileSystemModel *m_model;
    Filter *m_filter;
    QStringListModel *m_nothing; ///< shown without a folder
    QString m_folder;
    TreeStatus *m_status;
    TreeFiles *m_files;
    std::function<void(const QString &from, const QString &to)> m_mover;
    bool m_isUnfolded = false;
};

} // namespace studio
