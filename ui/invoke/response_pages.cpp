// SPDX-License-Identifier: GPL-3.0-or-later
// The response view's ways to show one body.
#include "core/base/display.h"
#include "core/model/http_message.h"
#include "ui/invoke/answer_find.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/image_view.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_table_model.h"
#include "ui/invoke/json_tree_pane.h"
#include "ui/invoke/json_view.h"
#include "ui/invoke/response_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

namespace studio {

namespace {

constexpr int tableRowHeight = 22;
constexpr int minColumnWidth = 48;
constexpr int maxColumnWidth = 220;

} // namespace

QToolButton *ResponseView::makeSwitch(const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    return button;
}

/// One way at a time; none is the text.
void ResponseView::chooseSwitch(QToolButton *chosen)
{
    for (QToolButton *const button : {m_asTree, m_asTable, m_raw}) {
        if (button != chosen) {
            button->setChecked(false);
        }
    }
}

QTableView *ResponseView::makeTable()
{
    auto *const table = new QTableView;
    table->setObjectName(QStringLiteral("jsonTable"));
    table->setAccessibleName(tr("Response body as a table"));
    table->setModel(m_rows);
    table->setFrameShape(QFrame::NoFrame);
    table->setWordWrap(false);
    table->setShowGrid(false);
    table->verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table->setCornerButtonEnabled(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(tableRowHeight);
    table->horizontalHeader()->setResizeContentsPrecision(0); // else a thousand rows are read
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto *const copy = new QAction(tr("Copy value"), table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    table->addAction(copy);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(copy, &QAction::triggered, this, &ResponseView::copyCell);
    return table;
}

/// To what is seen of them first, within bounds.
void ResponseView::fitColumns()
{
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        m_table->setColumnWidth(column, std::clamp(m_table->columnWidth(column) + 8, minColumnWidth, maxColumnWidth));
    }
}

void ResponseView::copyCell()
{
    const QString text = m_rows->cellText(m_table->currentIndex());
    QApplication::clipboard()->setText(text);
    Q_EMIT message(tr("Copied the value, %1").arg(sizeText(text.toUtf8().size())), false);
}

/// A switch is there where there is something to show; which one was chosen is kept for the next answer that has it.
void ResponseView::setDocument(const std::shared_ptr<const JsonOutline> &document)
{
    m_document = document;
    m_tableLine = document ? JsonTableModel::tableIn(*document) : -1;
    m_tree->setOutline(nullptr);
    m_rows->setArray(nullptr, 0);
    m_asTree->setVisible(document && document->opens(0));
    m_asTable->setVisible(m_tableLine >= 0);
}

/// The page for the body. Tree and table are filled when they are looked at.
QWidget *ResponseView::bodyPage()
{
    if (m_asTree->isChecked() && m_document && m_document->opens(0)) {
        m_tree->setOutline(m_document);
        return m_tree;
    }
    if (m_asTable->isChecked() && m_tableLine >= 0) {
        if (m_rows->setArray(m_document, m_tableLine)) {
            fitColumns();
        }
        return m_table;
    }
    if (hasEvents() && !m_raw->isChecked()) {
        return m_eventView;
    }
    if (m_isImage && !m_raw->isChecked()) {
        return m_image;
    }
    return m_isOutlineShown ? static_cast<QWidget *>(m_json) : m_body;
}

/// The page of the tab.
void ResponseView::showBodyPage()
{
    const bool isHeaders = m_tabs->currentIndex() == 1;
    if (isHeaders && m_hasNewHeaders) {
        fillHeaders();
    }
    m_pages->setCurrentWidget(isHeaders ? m_headers : bodyPage());
    if (!isTextShown()) {
        m_find->dismiss(); // it would go through a text that is not seen
    }
    showTableNote();
}

void ResponseView::showTableNote()
{
    const qint64 count = m_rows->elementCount();
    const bool isCut = m_pages->currentWidget() == m_table && count > maxTableRows;
    if (isCut) {
        const QLocale locale;
        m_tableNote->setText(
            tr("The first %1 of %2 rows are shown").arg(locale.toString(maxTableRows), locale.toString(count)));
    }
    m_tableNote->setVisible(isCut);
}

bool ResponseView::isTextShown() const
{
    return m_pages->currentWidget() == m_body || m_pages->currentWidget() == m_json;
}

void ResponseView::openFind()
{
    if (!isTextShown()) {
        Q_EMIT message(tr("Find looks in the text of the body, which is shown now"), false);
    }
    m_tabs->setCurrentIndex(0);
    m_asTree->setChecked(false);
    m_asTable->setChecked(false);
    if (hasEvents() || m_isImage) {
        m_raw->setChecked(true); // the text of the events, the bytes of the image
    }
    m_find->open();
}

void ResponseView::findNext(int direction)
{
    if (m_find->isVisible()) {
        m_find->find(direction);
    } else {
        openFind();
    }
}

} // namespace studio
