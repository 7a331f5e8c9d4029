// SPDX-License-Identifier: GPL-3.0-or-later
// The response view's ways to show one body.
#include "core/model/http_message.h"
#include "ui/invoke/answer_find.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/image_view.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_table_pane.h"
#include "ui/invoke/json_tree_pane.h"
#include "ui/invoke/json_view.h"
#include "ui/invoke/response_view.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QTreeWidget>

namespace studio {

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

/// A switch is there where there is something to show; which one was chosen is kept for the next answer that has it.
void ResponseView::setDocument(const std::shared_ptr<const JsonOutline> &document, bool isOutlineShown)
{
    m_document = document;
    m_json->setOutline(isOutlineShown ? document : nullptr);
    m_tree->setOutline(nullptr);
    m_table->setOutline(document);
    m_asTree->setVisible(document && document->opens(0));
    m_asTable->setVisible(m_table->hasTable());
}

/// The page for the body. Tree and table are filled when they are looked at.
QWidget *ResponseView::bodyPage()
{
    if (m_asTree->isChecked() && m_document && m_document->opens(0)) {
        m_tree->setOutline(m_document);
        return m_tree;
    }
    if (m_asTable->isChecked() && m_table->hasTable()) {
        m_table->fill();
        return m_table;
    }
    if (hasEvents() && !m_raw->isChecked()) {
        return m_eventView;
    }
    if (m_isImage && !m_raw->isChecked()) {
        return m_image;
    }
    return m_json->outline() ? static_cast<QWidget *>(m_json) : m_body;
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
