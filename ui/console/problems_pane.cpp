// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problems_pane.h"

#include "core/base/error.h"
#include "ui/common/empty_state.h"
#include "ui/common/icons.h"
#include "ui/console/console_view.h"
#include "ui/console/problems_delegate.h"
#include "ui/console/problems_model.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QSplitter>
#include <QStackedLayout>

namespace studio {

namespace {

constexpr int detailFromWidth = 720; // narrower, the list needs the room

} // namespace

ProblemsPane::ProblemsPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new ProblemsModel(this))
    , m_list(new QListView)
    , m_detail(new ConsoleView)
    , m_splitter(new QSplitter)
    , m_stack(new QStackedLayout(this))
{
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ProblemsDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setAccessibleName(tr("Problems"));
    m_detail->setGutter(false);
    m_detail->setWrap(false); // lines that rustc draws below each other stay below each other
    m_detail->setAccessibleName(tr("What the compiler says"));
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_detail);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({1, 1});
    m_stack->addWidget(new EmptyState(QStringLiteral("checkmark"), tr("No problems"),
                                      tr("Errors and warnings of the compiler and of rust-analyzer are listed here.")));
    m_stack->addWidget(m_splitter);
    setFocusProxy(m_list);

    auto *const copying = new QAction(icon("edit-copy"), tr("Copy"), m_list);
    copying->setShortcut(QKeySequence::Copy);
    copying->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(copying);
    connect(copying, &QAction::triggered, this, &ProblemsPane::copy);
    connect(m_list, &QListView::activated, this, &ProblemsPane::activate);
    connect(m_list, &QWidget::customContextMenuRequested, this, &ProblemsPane::showMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ProblemsPane::showDetail);
    connect(m_detail, &ConsoleView::locationActivated, this, &ProblemsPane::locationActivated);
    updateState();
}

void ProblemsPane::append(const Diagnostic &diagnostic)
{
    const int row = m_model->append(diagnostic);
    if (row < 0) {
        return;
    }
    updateState();
    if (row == 0 && !m_list->currentIndex().isValid()) {
        showDetail({});
    }
}

void ProblemsPane::setAll(const QList<Diagnostic> &diagnostics)
{
    m_model->setAll(diagnostics);
    showDetail({});
    updateState();
}

void ProblemsPane::clear()
{
    setAll({});
}

int ProblemsPane::errors() const
{
    return m_model->count(Severity::Error);
}

int ProblemsPane::count() const
{
    return errors() + m_model->count(Severity::Warning);
}

QString ProblemsPane::title() const
{
    return count() > 0 ? tr("Problems %1").arg(count()) : tr("Problems");
}

void ProblemsPane::next()
{
    step(1);
}

void ProblemsPane::previous()
{
    step(-1);
}

void ProblemsPane::step(int direction)
{
    const int rows = m_model->rowCount();
    if (rows == 0) {
        return;
    }
    const int current = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : direction > 0 ? -1 : rows;
    const QModelIndex index = m_model->index((current + direction + rows) % rows);
    m_list->setCurrentIndex(index);
    activate(index);
}

void ProblemsPane::activate(const QModelIndex &index)
{
    const Diagnostic &found = m_model->at(index.row());
    if (!found.file.isEmpty()) {
        Q_EMIT locationActivated(found.file, found.line, found.column);
    }
}

/// Shows the chosen one, or the first while none is chosen.
void ProblemsPane::showDetail(const QModelIndex &index)
{
    m_detail->clear();
    const QModelIndex chosen = index.isValid() ? index : m_model->index(0);
    if (!chosen.isValid()) {
        return;
    }
    const Diagnostic &found = m_model->at(chosen.row());
    const QString text = found.rendered.isEmpty() ? problemText(found) : found.rendered.trimmed();
    m_detail->append(text.toUtf8());
    m_detail->scrollToStart();
}

void ProblemsPane::copy() const
{
    const QModelIndex index = m_list->currentIndex();
    if (index.isValid()) {
        QApplication::clipboard()->setText(problemText(m_model->at(index.row())));
    }
}

void ProblemsPane::showMenu(const QPoint &position)
{
    const QModelIndex index = m_list->indexAt(position);
    if (!index.isValid()) {
        return;
    }
    QMenu *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *const open =
        menu->addAction(icon("go-jump"), tr("Go to the place"), this, [this, index] { activate(index); });
    open->setEnabled(!m_model->at(index.row()).file.isEmpty());
    menu->addActions(m_list->actions());
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void ProblemsPane::updateState()
{
    m_stack->setCurrentIndex(m_model->rowCount() == 0 ? 0 : 1);
    Q_EMIT countChanged();
}

void ProblemsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_detail->setVisible(width() >= detailFromWidth);
}

} // namespace studio
