// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/project_tree.h"

#include "ui/common/icons.h"
#include "ui/project/tree_delegate.h"
#include "ui/project/tree_files.h"
#include "ui/project/tree_status.h"

#include <QAbstractFileIconProvider>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSortFilterProxyModel>
#include <QStringListModel>
#include <QUrl>

namespace studio {

namespace {

constexpr qsizetype longestName = 255; ///< NAME_MAX of Linux's file systems, in bytes

} // namespace

/// Hides what belongs to tools, puts folders first, and says it where a file cannot be renamed.
class ProjectTree::Filter final : public QSortFilterProxyModel
{
public:
    explicit Filter(ProjectTree *tree) : QSortFilterProxyModel(tree), m_tree(tree) {}

    bool setData(const QModelIndex &index, const QVariant &value, int role) override
    {
        const QString before = index.data().toString();
        const QString after = value.toString();
        if (role != Qt::EditRole || before == after) {
            return role != Qt::EditRole && QSortFilterProxyModel::setData(index, value, role);
        }
        const auto *files = static_cast<const QFileSystemModel *>(sourceModel());
        const QString why = whyNot(QFileInfo(files->filePath(mapToSource(index))).path(), after);
        if (why.isEmpty() && m_tree->m_mover) {
            const QFileInfo file(files->filePath(mapToSource(index)));
            m_tree->m_mover(file.filePath(), file.path() + u'/' + after);
            return true;
        }
        // The model would say by itself that the name is wrong, in a box of its own, whatever the reason was.
        const bool isDone = why.isEmpty() && QSortFilterProxyModel::setData(index, value, role);
        if (!isDone) {
            const QString sentence = tr("%1 cannot be renamed to %2").arg(before, after);
            Q_EMIT m_tree->message(why.isEmpty() ? sentence + u'.' : sentence + QStringLiteral(": ") + why, true);
        }
        return isDone;
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (role == Qt::AccessibleDescriptionRole) {
            const QString path = index.data(QFileSystemModel::FilePathRole).toString();
            return TreeStatus::describe(m_tree->m_status->stateOf(path));
        }
        return QSortFilterProxyModel::data(index, role);
    }

    /// What lies in the project is moved, anything else is copied.
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override
    {
        const auto *files = static_cast<const QFileSystemModel *>(sourceModel());
        const QString folder = parent.isValid() ? files->filePath(mapToSource(parent)) : files->rootPath();
        QList<QFileInfo> ours;
        for (const QUrl &url : data->urls()) {
            if (const QFileInfo file(url.toLocalFile()); file.filePath().startsWith(files->rootPath() + u'/')) {
                ours << file;
            }
        }
        if (!m_tree->m_mover || action != Qt::MoveAction || ours.isEmpty()) {
            return QSortFilterProxyModel::dropMimeData(data, action, row, column, parent);
        }
        for (const QFileInfo &file : ours) {
            moveInto(folder, file);
        }
        return true;
    }

    /// What is hidden depends on where the project begins.
    void showAncestors() { invalidateRowsFilter(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const auto *files = static_cast<const QFileSystemModel *>(sourceModel());
        const QModelIndex index = files->index(row, 0, parent);
        if (!files->isDir(index)) {
            return true;
        }
        const QString folder = files->filePath(parent);
        // What leads to the project may have any name.
        return !folder.startsWith(files->rootPath()) || !isOfTools(folder, files->fileName(index), files->rootPath());
    }
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        const auto *files = static_cast<const QFileSystemModel *>(sourceModel());
        if (files->isDir(left) != files->isDir(right)) {
            return files->isDir(left);
        }
        // Not after the locale's rules, which take a second for a folder of very many files.
        const QString one = files->fileName(left);
        const QString other = files->fileName(right);
        const int order = QString::compare(one, other, Qt::CaseInsensitive);
        return order == 0 ? one < other : order < 0;
    }

private:
    /// What packing leaves out by its name too (core/archive): a module may have such a name.
    static bool isOfTools(const QString &folder, const QString &name, const QString &root)
    {
        static const QStringList ofTools{QStringLiteral(".git"), QStringLiteral("node_modules"),
                                         QStringLiteral(".venv"), QStringLiteral("__pycache__")};
        const auto isPackage = [](const QDir &dir) { return dir.exists(QStringLiteral("Cargo.toml")); };
        if (name == QLatin1String("target")) {
            return isPackage(QDir(folder));
        }
        if (!ofTools.contains(name)) {
            return false;
        }
        for (QDir at(folder); at.path().size() > root.size();) {
            const bool isNamedSource = at.dirName() == QLatin1String("src");
            if (!at.cdUp() || (isNamedSource && isPackage(at))) {
                return false;
            }
        }
        return true;
    }

    void moveInto(const QString &folder, const QFileInfo &file)
    {
        if (file.path() == folder) {
            return;
        }
        const bool isInItself = (folder + u'/').startsWith(file.filePath() + u'/');
        const QString why = isInItself ? tr("it cannot be moved into itself.") : whyNot(folder, file.fileName());
        if (why.isEmpty()) {
            m_tree->m_mover(file.filePath(), folder + u'/' + file.fileName());
        } else {
            Q_EMIT m_tree->message(tr("%1 cannot be moved: %2").arg(file.fileName(), why), true);
        }
    }

    /// Why nothing in `folder` can get this name; empty where it can.
    static QString whyNot(const QString &folder, const QString &name)
    {
        if (name.isEmpty() || name == QLatin1String(".") || name == QLatin1String("..") || name.contains(u'/')) {
            return tr("that is not a valid file name.");
        }
        if (name.toUtf8().size() > longestName) {
            return tr("a name has at most %1 bytes.").arg(longestName);
        }
        const QFileInfo there(folder + u'/' + name);
        if (there.exists() || there.isSymLink()) {
            return tr("something of that name is there already.");
        }
        return QFileInfo(folder).isWritable() ? QString() : tr("the folder cannot be written.");
    }

    ProjectTree *m_tree;
};

/// By the end of the name: asking the contents or a theme takes longer than showing the window.
class ProjectTree::Icons final : public QAbstractFileIconProvider
{
public:
    [[nodiscard]] QIcon icon(const QFileInfo &file) const override
    {
        if (file.isDir()) {
            return m_folder;
        }
        const QString suffix = file.suffix();
        return suffix == QLatin1String("rs")                                        ? m_rust
               : suffix == QLatin1String("md")                                      ? m_markdown
               : suffix == QLatin1String("json")                                    ? m_json
               : suffix == QLatin1String("toml") || suffix == QLatin1String("lock") ? m_text
                                                                                    : m_other;
    }
    [[nodiscard]] QIcon icon(IconType type) const override { return type == Folder ? m_folder : m_other; }
    /// Shown nowhere, but without one the model takes the file for one that is gone.
    [[nodiscard]] QString type(const QFileInfo &) const override { return QStringLiteral("file"); }

private:
    QIcon m_folder = studio::icon("folder");
    QIcon m_rust = studio::icon("text-rust");
    QIcon m_markdown = studio::icon("text-markdown");
    QIcon m_json = studio::icon("application-json");
    QIcon m_text = studio::icon("text-plain");
    QIcon m_other = studio::icon("text-x-generic");
};

ProjectTree::ProjectTree(QWidget *parent)
    : QTreeView(parent)
    , m_icons(std::make_unique<Icons>())
    , m_model(new QFileSystemModel(this))
    , m_filter(new Filter(this))
    , m_nothing(new QStringListModel(this))
    , m_status(new TreeStatus(this))
    , m_files(new TreeFiles(this))
{
    setModel(m_nothing);
    m_model->setIconProvider(m_icons.get());
    m_model->setReadOnly(false);
    m_model->setFilter(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    m_filter->setSourceModel(m_model);
    connect(m_model, &QFileSystemModel::fileRenamed, this,
            [this](const QString &folder, const QString &before, const QString &after) {
                Q_EMIT renamed(folder + QLatin1Char('/') + before, folder + QLatin1Char('/') + after);
            });
    m_filter->setDynamicSortFilter(true);
    m_filter->sort(0);
    setItemDelegate(new TreeDelegate(m_status, this));
    setHeaderHidden(true);
    setIndentation(14);
    setEditTriggers(EditKeyPressed); // F2
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDefaultDropAction(Qt::MoveAction);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Project files"));
    connect(this, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const QString path = pathOf(index);
        if (QFileInfo(path).isFile()) {
            Q_EMIT fileActivated(path);
        }
    });
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        const QString path = pathOf(index);
        if (QFileInfo(path).isFile()) {
            Q_EMIT fileActivated(path);
        }
    });
    // Not when the folder is loaded: its rows come after that, by either of these.
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &ProjectTree::unfoldSources);
    connect(m_filter, &QAbstractItemModel::layoutChanged, this, &ProjectTree::unfoldSources);
    connect(m_filter, &QAbstractItemModel::rowsInserted, m_status, &TreeStatus::refresh);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, m_status, &TreeStatus::refresh);
    connect(m_filter, &QAbstractItemModel::dataChanged, m_status, &TreeStatus::refresh);
    connect(m_files, &TreeFiles::created, this, &ProjectTree::fileCreated);
    connect(m_files, &TreeFiles::trashed, this, &ProjectTree::trashed);
    connect(m_files, &TreeFiles::message, this, &ProjectTree::message);
    connect(m_status, &TreeStatus::changed, viewport(), qOverload<>(&QWidget::update));
}

ProjectTree::~ProjectTree()
{
    setModel(nullptr);
    delete m_filter;
    delete m_model; // its thread asks for icons until its end
}

/// Without a folder nothing is shown: the model would show the whole disk.
void ProjectTree::setFolder(const QString &folder)
{
    setModel(folder.isEmpty() ? static_cast<QAbstractItemModel *>(m_nothing) : m_filter);
    m_status->setFolder(folder);
    if (folder.isEmpty()) {
        m_folder.clear();
        return;
    }
    for (int column = 1; column < m_filter->columnCount(); ++column) {
        hideColumn(column);
    }
    m_folder = folder;
    m_files->setFolder(folder);
    m_isUnfolded = false;
    const QModelIndex root = m_model->setRootPath(folder);
    m_filter->showAncestors();
    setRootIndex(m_filter->mapFromSource(root));
}

/// Once: a person may close it.
void ProjectTree::unfoldSources()
{
    const QModelIndex root = rootIndex();
    for (int row = 0; root.isValid() && !m_isUnfolded && row < m_filter->rowCount(root); ++row) {
        const QModelIndex index = m_filter->index(row, 0, root);
        if (index.data().toString() == QLatin1String("src")) {
            m_isUnfolded = true;
            expand(index);
        }
    }
}

void ProjectTree::reveal(const QString &path)
{
    if (m_folder.isEmpty() || path.isEmpty()) {
        return;
    }
    const bool isBelow = path.startsWith(m_folder + QLatin1Char('/'));
    const QModelIndex index = isBelow ? m_filter->mapFromSource(m_model->index(path)) : QModelIndex();
    if (index.isValid()) {
        setCurrentIndex(index);
    } else if (!isBelow) { // a file of the project with its name is not the one that is shown
        clearSelection();
        setCurrentIndex({});
    }
}

QString ProjectTree::pathOf(const QModelIndex &index) const
{
    return m_model->filePath(m_filter->mapToSource(index));
}

QString ProjectTree::folderOf(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return m_folder;
    }
    const QFileInfo info(pathOf(index));
    return info.isDir() ? info.filePath() : info.path();
}

void ProjectTree::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_folder.isEmpty()) {
        return;
    }
    const QPersistentModelIndex index = indexAt(event->pos()); // files come and go while the menu is open
    QMenu menu(this);
    m_files->addNew(&menu, folderOf(index));
    if (index.isValid()) {
        menu.addSeparator();
        menu.addAction(icon("edit-rename"), tr("Rename"), this, [this, index] { edit(index); })
            ->setShortcut(Qt::Key_F2);
        m_files->addForFile(&menu, pathOf(index));
    }
    menu.addSeparator();
    menu.addAction(icon("document-open-folder"), tr("Show in file manager"), this,
                   [this, index] { QDesktopServices::openUrl(QUrl::fromLocalFile(folderOf(index))); });
    menu.exec(event->globalPos());
}

/// F2 renames the file here; elsewhere in the window it is the editor's, for a symbol.
bool ProjectTree::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_F2) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

void ProjectTree::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Delete) && currentIndex().isValid()) {
        m_files->moveToTrash(pathOf(currentIndex()));
        return;
    }
    QTreeView::keyPressEvent(event);
}

} // namespace studio
