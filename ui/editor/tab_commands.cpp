// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_commands.h"

#include "ui/common/icons.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/split_views.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMouseEvent>
#include <QTabBar>

namespace studio {

namespace {

constexpr qsizetype maxClosed = 50;

} // namespace

TabCommands::TabCommands(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs)
{
    const auto follow = [this](QTabBar *bar) { bar->installEventFilter(this); };
    follow(tabs->groups()->barOf(0));
    connect(tabs->groups(), &EditorGroups::barAdded, this, follow);
    connect(tabs, &EditorTabs::fileClosed, this, [this](const QString &path, int line, int column) {
        m_closed.removeIf([&](const ClosedFile &one) { return one.path == path; });
        m_closed.append({path, line, column});
        m_closed.remove(0, std::max<qsizetype>(0, m_closed.size() - maxClosed));
    });
}

void TabCommands::setFolder(const QString &folder)
{
    m_folder = folder;
    m_closed.clear();
}

void TabCommands::reopenClosed()
{
    while (!m_closed.isEmpty()) {
        const ClosedFile last = m_closed.takeLast();
        if (QFileInfo(last.path).isFile() && !m_tabs->openPaths().contains(last.path)) {
            m_tabs->openAt(last.path, last.line, last.column);
            return;
        }
    }
}

void TabCommands::closeOthers(const CodeEditor *view)
{
    const int group = m_tabs->groups()->groupOf(view);
    for (CodeEditor *const other : group < 0 ? QList<CodeEditor *>() : m_tabs->groups()->editorsOf(group)) {
        if (other != view) {
            m_tabs->closeView(other);
        }
    }
}

void TabCommands::closeAll(int group)
{
    for (CodeEditor *const view : m_tabs->groups()->editorsOf(group)) {
        m_tabs->closeView(view);
    }
}

bool TabCommands::eventFilter(QObject *watched, QEvent *event)
{
    auto *const bar = qobject_cast<QTabBar *>(watched);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease: {
        const auto *const mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() != Qt::MiddleButton) {
            return false;
        }
        const int index = bar->tabAt(mouse->position().toPoint());
        const bool isPress = event->type() == QEvent::MouseButtonPress;
        if (!isPress && index >= 0 && index == m_pressed) {
            m_tabs->closeView(viewAt(bar, index));
        }
        m_pressed = isPress ? index : -1;
        return true;
    }
    case QEvent::ContextMenu: {
        const auto *const asked = static_cast<QContextMenuEvent *>(event);
        const bool isKey = asked->reason() == QContextMenuEvent::Keyboard;
        const int index = isKey ? bar->currentIndex() : bar->tabAt(asked->pos());
        if (index >= 0) {
            showMenu(bar, index, isKey ? bar->mapToGlobal(bar->tabRect(index).center()) : asked->globalPos());
        }
        return true;
    }
    default:
        return false;
    }
}

CodeEditor *TabCommands::viewAt(const QTabBar *bar, int index) const
{
    return m_tabs->groups()->editorsOf(m_tabs->groups()->groupOf(bar)).value(index);
}

QString TabCommands::relativePath(const QString &path) const
{
    const QString relative = m_folder.isEmpty() ? path : QDir(m_folder).relativeFilePath(path);
    return relative.startsWith(QLatin1String("../")) ? path : relative;
}

void TabCommands::showMenu(QTabBar *bar, int index, const QPoint &globalPoint)
{
    auto *const menu = new QMenu(bar);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, viewAt(bar, index));
    menu->popup(globalPoint);
}

void TabCommands::fillMenu(QMenu *menu, CodeEditor *view)
{
    const QString path = EditorTabs::pathOf(view);
    const int group = m_tabs->groups()->groupOf(view);
    // With the view as context: what was closed meanwhile has no action any more.
    menu->addAction(icon("tab-close"), tr("Close"), view, [this, view] { m_tabs->closeView(view); });
    QAction *const others = menu->addAction(tr("Close others"), view, [this, view] { closeOthers(view); });
    others->setEnabled(m_tabs->groups()->editorsOf(group).size() > 1);
    menu->addAction(tr("Close all"), view, [this, view] { closeAll(m_tabs->groups()->groupOf(view)); });
    QAction *const reopen = menu->addAction(tr("Reopen closed file"), this, &TabCommands::reopenClosed);
    reopen->setEnabled(!m_closed.isEmpty());
    menu->addSeparator();
    addGroupActions(menu, view);
    menu->addSeparator();
    menu->addAction(icon("edit-copy"), tr("Copy path"), this, [path] { QGuiApplication::clipboard()->setText(path); });
    menu->addAction(tr("Copy relative path"), this,
                    [this, path] { QGuiApplication::clipboard()->setText(relativePath(path)); });
}

void TabCommands::addGroupActions(QMenu *menu, CodeEditor *view)
{
    const bool isSplit = m_tabs->groups()->isSplit();
    const auto split = [this, view](Qt::Orientation side) {
        m_tabs->groups()->show(view);
        m_tabs->views()->split(side);
    };
    menu->addAction(tr("Split right"), view, [split] { split(Qt::Horizontal); });
    menu->addAction(tr("Split down"), view, [split] { split(Qt::Vertical); });
    QAction *const move =
        menu->addAction(tr("Move to other group"), view, [this, view] { m_tabs->views()->moveToOtherGroup(view); });
    move->setEnabled(m_tabs->views()->canMoveToOtherGroup(view));
    QAction *const merge = menu->addAction(tr("Close split"), m_tabs->views(), &SplitViews::merge);
    merge->setEnabled(isSplit);
}

} // namespace studio
