// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_groups.h"

#include "ui/common/style_tabs.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/recent_views.h"

#include <QApplication>
#include <QScopedValueRollback>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>

namespace studio {

EditorGroups::EditorGroups(QWidget *parent) : QSplitter(parent), m_recent(new RecentViews(this))
{
    setLayoutDirection(Qt::LeftToRight); // “right” is where it is said
    setChildrenCollapsible(false);
    addGroup();
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { focusMoved(now); });
}

/// Focus and tabs change while what it shows is destroyed.
EditorGroups::~EditorGroups()
{
    qApp->disconnect(this);
    for (QTabWidget *const tabs : std::as_const(m_groups)) {
        tabs->disconnect(this);
    }
}

QTabWidget *EditorGroups::addGroup()
{
    auto *const tabs = new QTabWidget;
    tabs->setLayoutDirection(QGuiApplication::layoutDirection());
    tabs->setDocumentMode(true);
    tabs->setTabsClosable(true);
    tabs->setMovable(true);
    tabs->setUsesScrollButtons(true);
    tabs->tabBar()->setExpanding(false);
    m_groups << tabs;
    addWidget(tabs);
    connect(tabs, &QTabWidget::tabCloseRequested, this, [this, tabs](int index) {
        if (auto *const editor = qobject_cast<CodeEditor *>(tabs->widget(index))) {
            Q_EMIT closeRequested(editor);
        }
    });
    connect(tabs, &QTabWidget::currentChanged, this, &EditorGroups::announce);
    connect(tabs, &QTabWidget::tabBarClicked, this, [this, tabs](int index) {
        if (index >= 0) {
            setActive(static_cast<int>(m_groups.indexOf(tabs)));
        }
    });
    Q_EMIT barAdded(tabs->tabBar());
    return tabs;
}

void EditorGroups::setActive(int group)
{
    if (group >= 0 && group < groupCount() && m_active != group) {
        m_active = group;
        showActive();
        announce();
    }
}

/// The tab of the other group has no line of colour, and its words are as those of the tabs behind it.
void EditorGroups::showActive()
{
    for (int group = 0; group < groupCount(); ++group) {
        QTabBar *const bar = barOf(group);
        bar->setAccessibleName(!isSplit() ? QString() : group == 0 ? tr("First group") : tr("Second group"));
        style::setInactive(bar, group != m_active);
    }
}

CodeEditor *EditorGroups::currentOf(int group) const
{
    return qobject_cast<CodeEditor *>(m_groups[group]->currentWidget());
}

QList<CodeEditor *> EditorGroups::editorsOf(int group) const
{
    QList<CodeEditor *> editors;
    for (int i = 0; i < m_groups[group]->count(); ++i) {
        editors << qobject_cast<CodeEditor *>(m_groups[group]->widget(i));
    }
    return editors;
}

QList<CodeEditor *> EditorGroups::editors() const
{
    return isSplit() ? editorsOf(0) + editorsOf(1) : editorsOf(0);
}

QTabWidget *EditorGroups::tabsOf(const CodeEditor *editor) const
{
    const int group = groupOf(editor);
    return group < 0 ? nullptr : m_groups[group];
}

int EditorGroups::groupOf(const CodeEditor *editor) const
{
    const auto has = [editor](const QTabWidget *tabs) { return tabs->indexOf(editor) >= 0; };
    const auto found = std::ranges::find_if(m_groups, has);
    return found == m_groups.end() ? -1 : static_cast<int>(found - m_groups.begin());
}

QTabBar *EditorGroups::barOf(int group) const
{
    return m_groups[group]->tabBar();
}

int EditorGroups::groupOf(const QTabBar *bar) const
{
    const auto found = std::ranges::find(m_groups, bar, &QTabWidget::tabBar);
    return found == m_groups.end() ? -1 : static_cast<int>(found - m_groups.begin());
}

int EditorGroups::groupAt(const QPoint &globalPoint) const
{
    const auto found = std::ranges::find_if(
        m_groups, [&](const QTabWidget *tabs) { return tabs->rect().contains(tabs->mapFromGlobal(globalPoint)); });
    return found == m_groups.end() ? -1 : static_cast<int>(found - m_groups.begin());
}

void EditorGroups::insert(QTabWidget *group, int index, CodeEditor *editor)
{
    group->setCurrentIndex(group->insertTab(index, editor, QString()));
}

void EditorGroups::add(CodeEditor *editor)
{
    {
        const QScopedValueRollback moving(m_isMoving, true);
        insert(m_groups[m_active], -1, editor);
    }
    announce();
}

void EditorGroups::addBeside(CodeEditor *editor, Qt::Orientation side)
{
    if (isSplit()) {
        add(editor);
        return;
    }
    const int all = side == Qt::Horizontal ? width() : height();
    {
        const QScopedValueRollback moving(m_isMoving, true);
        setOrientation(side);
        QTabWidget *const group = addGroup();
        insert(group, -1, editor);
        setSizes({all / 2, all / 2});
        m_active = 1;
        showActive();
    }
    Q_EMIT groupsChanged();
    announce();
}

void EditorGroups::show(CodeEditor *editor)
{
    if (QTabWidget *const tabs = tabsOf(editor)) {
        {
            const QScopedValueRollback moving(m_isMoving, true);
            tabs->setCurrentWidget(editor);
            m_active = groupOf(editor);
            showActive();
        }
        announce();
    }
}

/// A tab that goes leaves the one in view that was shown before it, and not its neighbour.
void EditorGroups::showBefore(const CodeEditor *editor)
{
    const int group = groupOf(editor);
    const QList<CodeEditor *> recent = m_recent->viewsOf(group);
    if (currentOf(group) == editor && recent.size() > 1) {
        m_groups[group]->setCurrentWidget(recent[1]); // the first one is what is shown
    }
}

void EditorGroups::move(CodeEditor *editor, int group, int index)
{
    QTabWidget *const from = tabsOf(editor);
    if (!from || group < 0 || group >= groupCount() || from == m_groups[group]) {
        return;
    }
    const int at = from->indexOf(editor);
    const QString title = from->tabText(at);
    const QString tip = from->tabToolTip(at);
    {
        const QScopedValueRollback moving(m_isMoving, true);
        showBefore(editor);
        from->removeTab(at);
        insert(m_groups[group], index, editor);
        setTitle(editor, title, tip);
        m_active = group;
        closeIfEmpty(from);
        showActive();
    }
    announce();
}

void EditorGroups::remove(CodeEditor *editor)
{
    QTabWidget *const tabs = tabsOf(editor);
    if (!tabs) {
        return;
    }
    const bool hadFocus = hasFocusIn(editor);
    {
        const QScopedValueRollback moving(m_isMoving, true);
        showBefore(editor);
        tabs->removeTab(tabs->indexOf(editor));
        closeIfEmpty(tabs);
    }
    if (CodeEditor *const next = current(); next && hadFocus) {
        next->setFocus();
    }
    announce();
}

void EditorGroups::replace(CodeEditor *old, CodeEditor *editor)
{
    QTabWidget *const tabs = tabsOf(old);
    const bool isCurrent = tabs->currentWidget() == old;
    const int at = tabs->indexOf(old);
    const QString title = tabs->tabText(at);
    const QString tip = tabs->tabToolTip(at);
    const bool hadFocus = hasFocusIn(old);
    {
        const QScopedValueRollback moving(m_isMoving, true);
        QWidget *const current = tabs->currentWidget();
        tabs->insertTab(at, editor, title);
        tabs->setTabToolTip(at, tip);
        tabs->removeTab(at + 1);
        tabs->setCurrentWidget(isCurrent ? editor : current);
    }
    if (hadFocus) {
        editor->setFocus();
    }
    announce();
}

/// The last group stays, also without a tab.
void EditorGroups::closeIfEmpty(QTabWidget *group)
{
    if (!isSplit() || group->count() > 0) {
        return;
    }
    QTabWidget *const stays = m_groups.first() == group ? m_groups.last() : m_groups.first();
    const bool hadFocus = hasFocusIn(group); // its bar may have it
    m_groups = {stays};
    m_active = 0;
    group->hide();
    group->setParent(parentWidget()); // the splitter forgets it, and what is in it goes with the others at the latest
    group->deleteLater();
    showActive();
    if (CodeEditor *const editor = current(); editor && hadFocus) {
        editor->setFocus();
    }
    Q_EMIT groupsChanged();
}

void EditorGroups::merge()
{
    if (!isSplit()) {
        return;
    }
    CodeEditor *const shown = current();
    while (isSplit()) {
        move(editorsOf(1).first(), 0);
    }
    show(shown);
}

void EditorGroups::setTitle(CodeEditor *editor, const QString &title, const QString &tip)
{
    QTabWidget *const tabs = tabsOf(editor);
    const int index = tabs ? tabs->indexOf(editor) : -1;
    if (index >= 0 && (tabs->tabText(index) != title || tabs->tabToolTip(index) != tip)) { // else at each key
        tabs->setTabText(index, title);
        tabs->setTabToolTip(index, tip);
    }
}

/// Also while a dialog asks whether to close it.
bool EditorGroups::hasFocusIn(const QWidget *widget) const
{
    const QWidget *const focused = window()->focusWidget();
    return focused && widget->isAncestorOf(focused);
}

void EditorGroups::focusMoved(QWidget *now)
{
    const auto has = [now](const QTabWidget *tabs) { return now && tabs->isAncestorOf(now); };
    if (const auto found = std::ranges::find_if(m_groups, has); found != m_groups.end() && !m_isMoving) {
        setActive(static_cast<int>(found - m_groups.begin()));
    }
}

void EditorGroups::announce()
{
    if (!m_isMoving && m_announced != current()) {
        m_announced = current();
        Q_EMIT currentChanged();
    }
}

} // namespace studio
