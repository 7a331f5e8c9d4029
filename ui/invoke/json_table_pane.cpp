// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_table_pane.h"

#include "core/base/display.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_table_model.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int tableRowHeight = 22;
constexpr int minColumnWidth = 48;
constexpr int maxColumnWidth = 220;

} // namespace

JsonTablePane::JsonTablePane(QWidget *parent)
    : QWidget(parent), m_note(new QLabel), m_model(new JsonTableModel(this)), m_view(new QTableView)
{
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(8, 4, 8, 4);
    m_note->hide();
    m_view->setObjectName(QStringLiteral("jsonTable"));
    m_view->setAccessibleName(tr("Response body as a table"));
    m_view->setModel(m_model);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setWordWrap(false);
    m_view->setShowGrid(false);
    m_view->setCornerButtonEnabled(false);
    m_view->setTabKeyNavigation(false);
    QHeaderView *const rows = m_view->verticalHeader();
    rows->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    rows->setSectionResizeMode(QHeaderView::Fixed);
    rows->setDefaultSectionSize(tableRowHeight);
    m_view->horizontalHeader()->setResizeContentsPrecision(0); // else a thousand rows are read
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto *const copy = new QAction(tr("Copy value"), m_view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    setFocusProxy(m_view);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_note);
    column->addWidget(m_view, 1);
    connect(copy, &QAction::triggered, this, &JsonTablePane::copyCell);
}

void JsonTablePane::setOutline(const std::shared_ptr<const JsonOutline> &outline)
{
    m_outline = outline;
    m_line = outline ? JsonTableModel::tableIn(*outline) : -1;
    m_model->setArray(nullptr, 0);
}

void JsonTablePane::fill()
{
    if (!hasTable() || !m_model->setArray(m_outline, m_line)) {
        return;
    }
    fitColumns();
    const QLocale locale;
    const qint64 count = m_model->elementCount();
    m_note->setText(tr("The first %1 of %2 rows are shown").arg(locale.toString(maxTableRows), locale.toString(count)));
    m_note->setVisible(count > maxTableRows);
}

/// To what is seen of them first, within bounds.
void JsonTablePane::fitColumns()
{
    m_view->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        m_view->setColumnWidth(column, std::clamp(m_view->columnWidth(column) + 8, minColumnWidth, maxColumnWidth));
    }
}

void JsonTablePane::copyCell()
{
    const QString text = m_model->cellText(m_view->currentIndex());
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied(tr("Copied the value, %1").arg(sizeText(text.toUtf8().size())));
}

} // namespace studio
