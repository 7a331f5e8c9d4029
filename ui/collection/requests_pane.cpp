// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collection/requests_pane.h"

#include "ui/collection/request_tree_model.h"
#include "ui/common/banner.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace studio {

using namespace collection;

namespace {

constexpr int padding = 8;
constexpr int spacing = 4;
constexpr int maxUnfolded = 500; ///< requests, of which one sees all without opening a folder

} // namespace

RequestsPane::RequestsPane(QWidget *parent)
    : QWidget(parent), m_model(new RequestTreeModel(this)), m_collection(std::make_shared<const Collection>())
{
    m_banner = new Banner;
    m_banner->hide();
    m_empty = new EmptyState(QStringLiteral("mail-send"), tr("No saved requests yet"),
                             tr("Save the request in Invoke to send it again later, with its checks. The files are in "
                                "the project's folder requests, and Bruno reads them too."));
    m_noMatch = new EmptyState(QStringLiteral("edit-find"), tr("No matching requests"),
                               tr("No name, path, method, URL or tag has all that is typed above."));
    auto *const pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makeTree());
    m_pages->addWidget(m_noMatch);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(m_banner);
    column->addWidget(pages, 1);
    column->addWidget(makeStatus());
    setFocusProxy(m_tree);
    connectTree();
    setCollection(m_collection, {}, {});
    setProjectOpen(false);
}

QWidget *RequestsPane::makeBar()
{
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter requests"));
    m_filter->setAccessibleName(tr("Filter requests"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_environment = new QComboBox;
    m_environment->setObjectName(QStringLiteral("environment"));
    m_environment->setAccessibleName(tr("Environment"));
    m_environment->setToolTip(tr("Environment, whose variables are used"));
    m_environment->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_run = new QPushButton(tr("Run all"));
    m_run->setObjectName(QStringLiteral("runRequests"));
    m_add = new QToolButton;
    m_add->setIcon(icon("list-add"));
    m_add->setAutoRaise(true);
    m_add->setToolTip(tr("New request or folder"));
    m_add->setAccessibleName(tr("New request or folder"));
    m_add->setPopupMode(QToolButton::InstantPopup);
    auto *const menu = new QMenu(m_add);
    menu->addAction(icon("document-new"), tr("New request…"), this,
                    [this] { Q_EMIT newRequestRequested(currentFolder()); });
    menu->addAction(icon("folder-new"), tr("New folder…"), this,
                    [this] { Q_EMIT newFolderRequested(currentFolder()); });
    m_add->setMenu(menu);
    m_more = new QToolButton;
    m_more->setIcon(icon("application-menu"));
    m_more->setAutoRaise(true);
    m_more->setToolTip(tr("More about saved requests"));
    m_more->setAccessibleName(tr("More about saved requests"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));

    auto *const bar = new QWidget;
    auto *const row = new QHBoxLayout(bar);
    row->setContentsMargins(padding, spacing, spacing, spacing);
    row->setSpacing(spacing);
    row->addWidget(m_filter, 1);
    row->addWidget(m_environment);
    row->addWidget(m_run);
    row->addWidget(m_add);
    row->addWidget(m_more);
    connect(m_filter, &QLineEdit::textChanged, this, &RequestsPane::applyFilter);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_isRunning) {
            Q_EMIT stopRequested();
        } else {
            Q_EMIT runRequested({});
        }
    });
    connect(m_environment, &QComboBox::activated, this, [this](int index) {
        const QVariant name = m_environment->itemData(index);
        if (name.isValid()) {
            Q_EMIT environmentChosen(name.toString());
        } else { // the entry behind them, which is none
            Q_EMIT environmentsRequested();
        }
    });
    return bar;
}

QWidget *RequestsPane::makeTree()
{
    constexpr int nameWidth = 240;
    constexpr int methodWidth = 72;
    constexpr int urlWidth = 260;
    constexpr int resultWidth = 240;
    m_tree = new QTreeView;
    m_tree->setObjectName(QStringLiteral("requestTree"));
    m_tree->setModel(m_model);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setAccessibleName(tr("Saved requests"));
    m_tree->setTextElideMode(Qt::ElideRight);
    QHeaderView *const header = m_tree->header();
    header->setStretchLastSection(false);
    header->resizeSection(RequestTreeModel::Name, nameWidth);
    header->resizeSection(RequestTreeModel::Method, methodWidth);
    header->resizeSection(RequestTreeModel::Url, urlWidth);
    header->resizeSection(RequestTreeModel::Result, resultWidth);
    header->setSectionResizeMode(RequestTreeModel::Result, QHeaderView::Stretch);
    m_tree->installEventFilter(this);
    return m_tree;
}

QWidget *RequestsPane::makeStatus()
{
    m_status = new QLabel;
    m_status->setMinimumWidth(1); // rather than the pane
    m_skipped = new QToolButton;
    m_skipped->setObjectName(QStringLiteral("skipped"));
    m_skipped->setIcon(icon("dialog-warning", &Theme::warning));
    m_skipped->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_skipped->setAutoRaise(true);
    connect(m_skipped, &QToolButton::clicked, this, [this] {
        if (!m_warnings.isEmpty()) {
            Q_EMIT fileRequested(m_warnings.first().path, m_warnings.first().line);
        }
    });
    m_statusRow = new QWidget;
    auto *const row = new QHBoxLayout(m_statusRow);
    row->setContentsMargins(padding, spacing / 2, spacing, spacing / 2);
    row->addWidget(m_status, 1);
    row->addWidget(m_skipped);
    m_statusRow->hide();
    return m_statusRow;
}

void RequestsPane::connectTree()
{
    connect(m_tree, &QTreeView::clicked, this, &RequestsPane::activate);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &RequestsPane::showMenu);
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        m_openRequests.remove(m_model->path(index));
        noteFolder(index, false);
    });
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (m_model->request(index)) {
            m_openRequests.insert(m_model->path(index));
        } else {
            noteFolder(index, true);
        }
    });
}

/// A folder was opened or closed by the person.
void RequestsPane::noteFolder(const QModelIndex &index, bool isOpen)
{
    if (m_isRestoring || m_model->isFiltered() || !m_model->isFolder(index)) {
        return;
    }
    if (isOpen == areFoldersOpen()) {
        m_toggledFolders.remove(m_model->path(index));
    } else {
        m_toggledFolders.insert(m_model->path(index));
    }
    Q_EMIT foldersChanged();
}

/// Unless the person wants it otherwise.
bool RequestsPane::areFoldersOpen() const
{
    return m_model->shownRequests() <= maxUnfolded;
}

void RequestsPane::setActions(const QList<QAction *> &actions)
{
    m_more->menu()->addActions(actions);
    m_empty->setAction(actions.value(0));
}

void RequestsPane::setProjectOpen(bool isOpen)
{
    for (QWidget *const part : QList<QWidget *>{m_filter, m_environment, m_add, m_more}) {
        part->setEnabled(isOpen);
    }
    m_run->setEnabled(isOpen && requestCount(m_collection->root) > 0);
}

void RequestsPane::setCollection(const std::shared_ptr<const Collection> &collection,
                                 const QList<ReadWarning> &warnings, const std::optional<Error> &error)
{
    const QString current = currentPath();
    const QString chosen = m_environment->currentData().toString();
    m_collection = collection;
    m_model->setCollection(collection);
    restoreRows(current);
    m_environment->clear();
    m_environment->addItem(tr("No environment"), QString());
    for (const Environment &one : collection->environments) {
        m_environment->addItem(one.name, one.name);
    }
    m_environment->insertSeparator(m_environment->count());
    m_environment->addItem(tr("Edit environments…"));
    setEnvironment(chosen);
    m_run->setEnabled(m_isRunning || requestCount(collection->root) > 0);
    showWarnings(warnings, error);
    showPage();
}

void RequestsPane::setEnvironment(const QString &name)
{
    const int index = m_environment->findData(name);
    if (index < 0) { // it is gone, or not there yet; a run says so
        m_environment->insertItem(1, name, name);
        m_environment->setCurrentIndex(1);
        return;
    }
    m_environment->setCurrentIndex(index);
}

void RequestsPane::showWarnings(const QList<ReadWarning> &warnings, const std::optional<Error> &error)
{
    m_warnings = warnings;
    m_empty->setFailure(error ? error->message : QString());
    if (error && m_model->rowCount() > 0) { // they are as they were read before
        m_banner->show(Banner::Kind::Error, error->message);
    } else {
        m_banner->hide();
    }
    constexpr qsizetype maxInTip = 10;
    QStringList sentences;
    for (const ReadWarning &warning : warnings.first(std::min(warnings.size(), maxInTip))) {
        sentences << warning.text();
    }
    m_skipped->setText(warnings.size() == 1 ? warnings.first().text()
                                            : tr("%1 files were skipped").arg(warnings.size()));
    m_skipped->setToolTip(asTip(sentences.join(u'\n')));
    m_skipped->setVisible(!warnings.isEmpty());
    showStatusRow();
}

void RequestsPane::showStatusRow()
{
    m_statusRow->setVisible(!m_status->text().isEmpty() || !m_warnings.isEmpty());
}

void RequestsPane::say(const QString &sentence, bool isError)
{
    m_banner->say(sentence, isError);
}

void RequestsPane::showPage()
{
    const bool isEmpty = m_model->rowCount() == 0;
    m_pages->setCurrentWidget(!isEmpty ? static_cast<QWidget *>(m_tree) : m_model->isFiltered() ? m_noMatch : m_empty);
}

void RequestsPane::applyFilter()
{
    const QString current = currentPath();
    m_model->setFilter(m_filter->text());
    restoreRows(current);
    showPage();
}

/// Folders are open or closed as areFoldersOpen() says, but those that were opened or closed; while something is
/// filtered, all are the same.
void RequestsPane::restoreRows(const QString &current)
{
    m_isRestoring = true;
    m_tree->setUpdatesEnabled(false);
    const auto open = [this](const auto &self, const QModelIndex &parent) -> void {
        for (int row = 0; row < m_model->rowCount(parent); ++row) {
            const QModelIndex index = m_model->index(row, 0, parent);
            if (!m_model->isFolder(index)) {
                break; // folders come first
            }
            self(self, index);
            const bool isToggled = !m_model->isFiltered() && m_toggledFolders.contains(m_model->path(index));
            m_tree->setExpanded(index, areFoldersOpen() != isToggled);
        }
    };
    open(open, {});
    for (const QString &path : QSet<QString>(m_openRequests)) {
        m_tree->expand(m_model->find(path));
    }
    if (const QModelIndex index = m_model->find(current); index.isValid()) {
        m_tree->setCurrentIndex(index);
    }
    m_tree->setUpdatesEnabled(true);
    m_isRestoring = false;
}

QStringList RequestsPane::toggledFolders() const
{
    QStringList paths(m_toggledFolders.begin(), m_toggledFolders.end());
    paths.sort();
    return paths;
}

void RequestsPane::setToggledFolders(const QStringList &paths)
{
    m_toggledFolders = QSet<QString>(paths.begin(), paths.end());
    restoreRows(currentPath());
}

QString RequestsPane::currentPath() const
{
    const QModelIndex index = m_tree->currentIndex();
    return m_model->path(index.parent().isValid() && m_model->path(index).isEmpty() ? index.parent() : index);
}

QString RequestsPane::currentFolder() const
{
    return m_model->folderOf(m_tree->currentIndex());
}

void RequestsPane::setRequestShown(const QString &path)
{
    const QModelIndex index = m_model->find(path);
    if (index.isValid() && index != m_tree->currentIndex().siblingAtColumn(0)) {
        m_tree->setCurrentIndex(index);
        m_tree->scrollTo(index);
    }
}

void RequestsPane::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

} // namespace studio
