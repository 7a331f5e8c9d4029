// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/project/project_tool_pane.h"

#include "core/workspace/document_store.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/common/section_title.h"
#include "ui/project/project_tree.h"
#include "ui/project/project_view.h"
#include "ui/project/tree_status.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace studio {

QIcon ProjectToolPane::icon() const
{
    return studio::icon("folder");
}

QWidget *ProjectToolPane::makeWidget()
{
    makeTree();
    auto *const widget = new QWidget;
    auto *const column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    QLabel *const title = sectionTitle(tr("Project"));
    title->setContentsMargins(12, 8, 12, 4);
    column->addWidget(title);
    m_pages = new QStackedWidget;
    m_empty =
        new EmptyState(QStringLiteral("folder"), tr("No project is open"), tr("Open a folder, or make a new project."));
    m_empty->setAction(m_emptyAction);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    column->addWidget(m_pages, 1);
    return widget;
}

QWidget *ProjectToolPane::focusTarget()
{
    widget();
    return m_pages->currentWidget() == m_view ? m_tree : m_pages->currentWidget();
}

bool ProjectToolPane::find(const SearchQuery &query)
{
    widget();
    if (m_pages->currentWidget() != m_view || query.step != SearchQuery::Step::Open) {
        return false;
    }
    m_view->focusFilter();
    return true;
}

void ProjectToolPane::makeTree()
{
    m_view = new ProjectView;
    m_tree = m_view->tree();
    connect(m_view, &ProjectView::message, this, &ToolPane::message);
    connect(m_view, &ProjectView::fileActivated, this, [this](const QString &path) {
        if (m_workspace) {
            m_workspace->navigation()->openLocation(path);
        }
    });
    connect(m_tree, &ProjectTree::fileCreated, this, [this](const QString &path) {
        if (m_workspace) {
            m_workspace->navigation()->openLocation(path, 1, 1);
        }
    });
    connect(m_tree, &ProjectTree::trashed, this, [this](const QString &path) {
        if (m_workspace) {
            m_workspace->navigation()->announceRemoval(path);
        }
    });
    connect(m_tree, &ProjectTree::renamed, this, [this](const QString &from, const QString &to) {
        if (m_workspace) {
            m_workspace->navigation()->announceRename(from, to);
        }
    });
    m_tree->setMover([this](const QString &from, const QString &to) {
        if (m_workspace) {
            m_workspace->navigation()->requestMove(from, to);
        }
    });
    connect(m_tree, &ProjectTree::message, this, &ToolPane::message);
}

void ProjectToolPane::attach(Workspace *workspace)
{
    if (m_workspace && m_workspace != workspace) {
        m_workspace->navigation()->disconnect(m_tree);
        m_workspace->documents()->disconnect(m_tree->status());
    }
    if (workspace && m_workspace != workspace) {
        widget();
        connect(workspace->navigation(), &Navigation::shownFileChanged, m_tree, &ProjectTree::reveal);
        connect(workspace->documents(), &DocumentStore::documentSaved, m_tree->status(), &TreeStatus::refresh);
    }
    m_workspace = workspace;
    if (workspace) {
        m_view->setFolder(workspace->folder());
        m_pages->setCurrentIndex(workspace->isOpen() ? 1 : 0);
    }
}

} // namespace studio
