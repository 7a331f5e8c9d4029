// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/filtered_files.h"

#include "ui/common/icons.h"
#include "ui/project/tree_delegate.h"

#include <QFileSystemModel>

namespace studio {

FilteredFiles::FilteredFiles(const TreeStatus *status, QWidget *parent) : QTreeWidget(parent)
{
    setItemDelegate(new TreeDelegate(status, this));
    setHeaderHidden(true);
    setIndentation(14);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Files that fit the filter"));
    const auto open = [this](const QTreeWidgetItem *item) {
        if (item->childCount() == 0) {
            Q_EMIT fileActivated(item->data(0, QFileSystemModel::FilePathRole).toString());
        }
    };
    connect(this, &QTreeWidget::itemActivated, this, open);
    connect(this, &QTreeWidget::itemClicked, this, open);
}

void FilteredFiles::setFiles(const QString &folder, const QStringList &files)
{
    clear();
    m_folders.clear();
    m_folder = folder;
    QTreeWidgetItem *best = nullptr;
    for (const QString &file : files) {
        const qsizetype slash = file.lastIndexOf(u'/');
        const char *const icon = file.endsWith(QLatin1String(".rs"))   ? "text-rust"
                                 : file.endsWith(QLatin1String(".md")) ? "text-markdown"
                                                                       : "text-plain";
        QTreeWidgetItem *const item = addItem(folderItem(file.first(std::max<qsizetype>(0, slash))), file, icon);
        best = best ? best : item;
    }
    sortItems(0, Qt::AscendingOrder);
    expandAll();
    if (best) {
        setCurrentItem(best);
        scrollToItem(best);
    }
}

void FilteredFiles::openCurrent()
{
    if (const QTreeWidgetItem *const item = currentItem(); item && item->childCount() == 0) {
        Q_EMIT fileActivated(item->data(0, QFileSystemModel::FilePathRole).toString());
    }
}

/// Null for the project's own folder.
QTreeWidgetItem *FilteredFiles::folderItem(const QString &relative)
{
    if (relative.isEmpty()) {
        return nullptr;
    }
    if (QTreeWidgetItem *const known = m_folders.value(relative)) {
        return known;
    }
    const qsizetype slash = relative.lastIndexOf(u'/');
    QTreeWidgetItem *const item =
        addItem(folderItem(relative.first(std::max<qsizetype>(0, slash))), relative, "folder");
    m_folders.insert(relative, item);
    return item;
}

QTreeWidgetItem *FilteredFiles::addItem(QTreeWidgetItem *parent, const QString &relative, const char *icon)
{
    auto *const item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(this);
    item->setText(0, relative.sliced(relative.lastIndexOf(u'/') + 1));
    item->setIcon(0, studio::icon(icon));
    item->setData(0, QFileSystemModel::FilePathRole, m_folder + u'/' + relative);
    return item;
}

} // namespace studio
