// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pane_tabs.h"

#include "ui/common/tool_pane.h"
#include "ui/shell/pane_focus.h"

#include <QHBoxLayout>
#include <QTabBar>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int leastPageHeight = 66; ///< three rows of a list

} // namespace

PaneTabs::PaneTabs(Bar bar, QWidget *parent) : QTabWidget(parent), m_bar(bar)
{
    setDocumentMode(true);
    if (bar == Bar::WithSeveral) {
        setTabBarAutoHide(true);
    }
    connect(this, &QTabWidget::currentChanged, this, [this](int index) {
        makeWidget(index);
        Q_EMIT currentPaneChanged();
    });
}

void PaneTabs::add(ToolPane *pane)
{
    m_panes << pane; // first: the tab becomes the current one, if there was none
    auto *const page = new QWidget;
    auto *const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    addTab(page, pane->title());
    const auto indexOfPane = [this, pane] { return static_cast<int>(m_panes.indexOf(pane)); };
    connect(pane, &ToolPane::titleChanged, this,
            [this, pane, indexOfPane] { setTabText(indexOfPane(), pane->title()); });
    // The editor's stands in the status bar.
    if (QWidget *const small = pane->preferredArea() == PaneArea::Editor ? nullptr : pane->cornerWidget()) {
        if (!m_corner) {
            auto *const corner = new QWidget;
            m_corner = new QHBoxLayout(corner);
            m_corner->setContentsMargins(0, 0, 0, 0);
            setCornerWidget(corner);
        }
        m_corner->addWidget(small);
    }
}

void PaneTabs::makeWidget(int index)
{
    ToolPane *const pane = m_panes.value(index);
    if (!pane || widget(index)->layout()->count() > 0) {
        return;
    }
    QWidget *const content = pane->widget();
    widget(index)->layout()->addWidget(content);
    content->show(); // the layout would do so only later, and a shortcut gives it the focus now
    widget(index)->setFocusProxy(content);
}

void PaneTabs::makeWidgets()
{
    for (int i = 0; i < count(); ++i) {
        makeWidget(i);
    }
}

QSize PaneTabs::minimumSizeHint() const
{
    const QSize least = QTabWidget::minimumSizeHint();
    return m_bar == Bar::Always ? QSize(least.width(), tabBar()->sizeHint().height() + leastPageHeight) : least;
}

QList<ToolPane *> PaneTabs::shownPanes() const
{
    ToolPane *const current = m_panes.value(currentIndex());
    return current ? QList{current} : QList<ToolPane *>();
}

void PaneTabs::bringForward(ToolPane *pane)
{
    setCurrentIndex(static_cast<int>(m_panes.indexOf(pane)));
}

bool PaneTabs::giveFocus(ToolPane *pane)
{
    bringForward(pane);
    return focusPane(pane->focusTarget()) || (tabBar()->isVisible() && focusPane(this));
}

} // namespace studio
