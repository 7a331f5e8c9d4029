// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pane_column.h"

#include "ui/common/tool_pane.h"
#include "ui/shell/pane_focus.h"

#include <QVBoxLayout>

namespace studio {

PaneColumn::PaneColumn(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void PaneColumn::add(ToolPane *pane)
{
    m_column->addWidget(pane->widget(), m_panes.isEmpty() ? 3 : 2);
    m_panes << pane;
}

void PaneColumn::setWide(bool isWide)
{
    m_column->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

bool PaneColumn::giveFocus(ToolPane *pane)
{
    return focusPane(pane->focusTarget());
}

} // namespace studio
