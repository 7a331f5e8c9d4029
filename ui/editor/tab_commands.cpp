// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_commands.h"

#include "ui/common/icons.h"
#include "ui/editor/editor_tabs.h"

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

TabCommands::TabCommands(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs), m_bar(tabs->findChild<QTabBar *>())
{
    m_bar->installEventFilter(this);
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

void TabCommands::closeOthers(const QString &path)
{
    for (const QString &other : m_tabs->openPaths()) {
        if (other != path) {
            m_tabs->close(other);
        }
    }
}

void TabCommands::closeAll()
{
    closeOthers(QString());
}

bool TabCommands::eventFilter(QObject *watched, QEvent *event)
{
    Q_UNUSED(watched)
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease: {
        const auto *const mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() != Qt::MiddleButton) {
            return false;
        }
        const int index = m_bar->tabAt(mouse->position().toPoint());
        const bool isPress = event->type() == QEvent::MouseButtonPress;
        if (!isPress && index >= 0 && index == m_pressed) {
            m_tabs->close(pathAt(index));
        }
        m_pressed = isPress ? index : -1;
        return true;
    }
    case QEvent::ContextMenu: {
        const auto *const asked = static_cast<QContextMenuEvent *>(event);
        const bool isKey = asked->reason() == QContextMenuEvent::Keyboard;
        const int index = isKey ? m_bar->currentIndex() : m_bar->tabAt(asked->pos());
        if (index >= 0) {
            showMenu(index, isKey ? m_bar->mapToGlobal(m_bar->tabRect(index).center()) : asked->globalPos());
        }
        return true;
    }
    default:
        return false;
    }
}

QString TabCommands::pathAt(int index) const
{
    return m_tabs->openPaths().value(index);
}

QString TabCommands::relativePath(const QString &path) const
{
    const QString relative = m_folder.isEmpty() ? path : QDir(m_folder).relativeFilePath(path);
    return relative.startsWith(QLatin1String("../")) ? path : relative;
}

void TabCommands::showMenu(int index, const QPoint &globalPoint)
{
    auto *const menu = new QMenu(m_bar);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu, pathAt(index));
    menu->popup(globalPoint);
}

void TabCommands::fillMenu(QMenu *menu, const QString &path)
{
    menu->addAction(icon("tab-close"), tr("Close"), this, [this, path] { m_tabs->close(path); });
    QAction *const others = menu->addAction(tr("Close others"), this, [this, path] { closeOthers(path); });
    others->setEnabled(m_tabs->openPaths().size() > 1);
    menu->addAction(tr("Close all"), this, &TabCommands::closeAll);
    QAction *const reopen = menu->addAction(tr("Reopen closed file"), this, &TabCommands::reopenClosed);
    reopen->setEnabled(!m_closed.isEmpty());
    menu->addSeparator();
    menu->addAction(icon("edit-copy"), tr("Copy path"), this, [path] { QGuiApplication::clipboard()->setText(path); });
    menu->addAction(tr("Copy relative path"), this,
                    [this, path] { QGuiApplication::clipboard()->setText(relativePath(path)); });
}

} // namespace studio
