// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_list.h"

#include "ui/common/icons.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"

#include <QMenu>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

#include <algorithm>

namespace studio {

namespace {

/// As high as the bar, at whose lower edge it stands otherwise.
class TabListButton final : public QToolButton
{
public:
    explicit TabListButton(const QTabBar *bar) : m_bar(bar) {}

    [[nodiscard]] QSize sizeHint() const override
    {
        const QSize usual = QToolButton::sizeHint();
        return {usual.width(), std::max(usual.height(), m_bar->sizeHint().height())};
    }

private:
    const QTabBar *m_bar;
};

} // namespace

TabList::TabList(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs)
{
    addButton(tabs->groups()->barOf(0));
    connect(tabs->groups(), &EditorGroups::barAdded, this, &TabList::addButton);
}

void TabList::addButton(QTabBar *bar)
{
    auto *const button = new TabListButton(bar);
    button->setObjectName(QStringLiteral("tabList"));
    button->setIcon(icon("go-down"));
    button->setAutoRaise(true);
    button->setToolTip(tr("List of the tabs"));
    button->setAccessibleName(tr("List of the tabs"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto *const menu = new QMenu(button);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, bar] { fill(menu, bar); });
    qobject_cast<QTabWidget *>(bar->parentWidget())->setCornerWidget(button, Qt::TopRightCorner);
}

void TabList::fill(QMenu *menu, const QTabBar *bar) const
{
    menu->clear();
    const QList<CodeEditor *> views = m_tabs->groups()->editorsOf(m_tabs->groups()->groupOf(bar));
    for (int index = 0; index < views.size(); ++index) {
        CodeEditor *const view = views[index];
        QAction *const one = menu->addAction(bar->tabText(index), view, [this, view] {
            m_tabs->groups()->show(view);
            view->setFocus();
        });
        one->setCheckable(true);
        one->setChecked(index == bar->currentIndex());
    }
}

} // namespace studio
