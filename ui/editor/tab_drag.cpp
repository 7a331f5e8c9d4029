// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_drag.h"

#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/split_views.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTabBar>

namespace studio {

namespace {

class DropHint final : public QWidget
{
public:
    explicit DropHint(QWidget *parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        constexpr int frame = 2;
        QColor color = Theme::current().accent;
        QPainter painter(this);
        painter.setPen(QPen(color, frame));
        color.setAlpha(48);
        painter.setBrush(color);
        painter.drawRect(rect().adjusted(frame / 2, frame / 2, -frame / 2, -frame / 2));
    }
};

} // namespace

TabDrag::TabDrag(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs)
{
    const auto follow = [this](QTabBar *bar) { bar->installEventFilter(this); };
    follow(tabs->groups()->barOf(0));
    connect(tabs->groups(), &EditorGroups::barAdded, this, follow);
}

/// The application's cursor would stay.
TabDrag::~TabDrag()
{
    end();
}

bool TabDrag::eventFilter(QObject *watched, QEvent *event)
{
    if (m_isDragging && dragEvent(watched, event)) {
        return true;
    }
    auto *const bar = qobject_cast<QTabBar *>(watched);
    return bar && m_tabs->groups()->groupOf(bar) >= 0 && !m_isReleasing && barEvent(bar, event);
}

/// What any object of the application gets while a tab is dragged.
bool TabDrag::dragEvent(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: // goes before the key, which is to come here too
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
        return false;
    case QEvent::KeyPress:
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            end();
            return true;
        }
        return false;
    // The release may have gone to another window, or been lost while the session was locked.
    case QEvent::MouseMove:
        if (!static_cast<QMouseEvent *>(event)->buttons().testFlag(Qt::LeftButton)) {
            end();
        }
        return false;
    case QEvent::MouseButtonPress:
        if (static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton) {
            end();
        }
        return false;
    case QEvent::WindowDeactivate:
    case QEvent::Hide:
        if (watched == m_tabs->window() || watched == m_bar) {
            end();
        }
        return false;
    default:
        return false;
    }
}

bool TabDrag::barEvent(QTabBar *bar, QEvent *event)
{
    auto *const mouse = static_cast<QMouseEvent *>(event);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        if (mouse->button() == Qt::LeftButton) {
            m_bar = bar;
            m_view = m_tabs->groups()
                         ->editorsOf(m_tabs->groups()->groupOf(bar))
                         .value(bar->tabAt(mouse->position().toPoint()));
        }
        return false;
    case QEvent::MouseMove:
        if (!m_isDragging && m_view && mouse->buttons().testFlag(Qt::LeftButton) && hasLeft(*mouse)) {
            begin(*mouse);
        }
        if (m_isDragging) {
            showTarget(mouse->globalPosition().toPoint());
        }
        return m_isDragging;
    case QEvent::MouseButtonRelease:
        if (mouse->button() == Qt::LeftButton) {
            const bool wasDragging = m_isDragging;
            if (wasDragging) {
                drop(mouse->globalPosition().toPoint());
            }
            m_view.clear();
            return wasDragging;
        }
        return m_isDragging;
    default:
        return false;
    }
}

/// In the bar and beside its tabs the bar moves them itself.
bool TabDrag::hasLeft(const QMouseEvent &event) const
{
    const int distance = QApplication::startDragDistance();
    const QPoint point = event.position().toPoint();
    const int group = m_tabs->groups()->groupAt(event.globalPosition().toPoint());
    return point.y() < -distance || point.y() >= m_bar->height() + distance ||
           (group >= 0 && group != m_tabs->groups()->groupOf(m_bar));
}

void TabDrag::begin(const QMouseEvent &event)
{
    // The bar puts the tab back in its place.
    QMouseEvent release(QEvent::MouseButtonRelease, event.position(), event.scenePosition(), event.globalPosition(),
                        Qt::LeftButton, Qt::NoButton, event.modifiers());
    m_isReleasing = true;
    QCoreApplication::sendEvent(m_bar, &release);
    m_isReleasing = false;
    m_isDragging = true;
    m_hint = new DropHint(m_tabs);
    QApplication::setOverrideCursor(Qt::DragMoveCursor);
    qApp->installEventFilter(this); // see dragEvent()
    connect(m_bar, &QObject::destroyed, this, &TabDrag::end);
}

void TabDrag::showTarget(const QPoint &globalPoint)
{
    const auto target = targetAt(globalPoint);
    m_hint->setVisible(target.has_value());
    if (target) {
        m_hint->setGeometry(QRect(m_tabs->mapFromGlobal(target->area.topLeft()), target->area.size()));
        m_hint->raise();
    }
}

void TabDrag::drop(const QPoint &globalPoint)
{
    const auto target = m_view ? targetAt(globalPoint) : std::nullopt;
    const QPointer<CodeEditor> view = m_view;
    end();
    if (target && target->side) {
        m_tabs->views()->moveBeside(view, *target->side);
    } else if (target) {
        m_tabs->views()->move(view, target->group, target->index);
    }
}

void TabDrag::end()
{
    if (!m_isDragging) {
        return;
    }
    m_isDragging = false;
    m_view.clear();
    if (m_bar) {
        m_bar->disconnect(this);
    }
    qApp->removeEventFilter(this);
    QApplication::restoreOverrideCursor();
    if (m_hint) {
        m_hint->hide();
        m_hint->deleteLater(); // its parent may be telling its children that they are hidden
        m_hint.clear();
    }
}

std::optional<TabDrag::Target> TabDrag::targetAt(const QPoint &globalPoint) const
{
    const EditorGroups *const groups = m_tabs->groups();
    const int group = groups->groupAt(globalPoint);
    if (!m_view || group < 0) {
        return std::nullopt;
    }
    if (!groups->isSplit()) {
        return edgeAt(globalPoint);
    }
    if (group == groups->groupOf(m_view)) {
        return std::nullopt;
    }
    const QTabBar *const bar = groups->barOf(group);
    const QWidget *const tabs = bar->parentWidget();
    const int index = bar->tabAt(bar->mapFromGlobal(globalPoint));
    return Target{.group = group, .index = index, .side = {}, .area = QRect(tabs->mapToGlobal(QPoint()), tabs->size())};
}

/// The right or the lower part of the only group, where it has another tab.
std::optional<TabDrag::Target> TabDrag::edgeAt(const QPoint &globalPoint) const
{
    const EditorGroups *const groups = m_tabs->groups();
    const QRect all(groups->mapToGlobal(QPoint()), groups->size());
    const bool isRight = globalPoint.x() > all.left() + all.width() * 2 / 3;
    const bool isLow = globalPoint.y() > all.top() + all.height() * 2 / 3;
    if (!m_tabs->views()->canMoveToOtherGroup(m_view) || (!isRight && !isLow)) {
        return std::nullopt;
    }
    QRect area = all;
    if (isRight) {
        area.setLeft(all.center().x());
    } else {
        area.setTop(all.center().y());
    }
    return Target{.group = 1, .index = -1, .side = isRight ? Qt::Horizontal : Qt::Vertical, .area = area};
}

} // namespace studio
