// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_switcher.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_path.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/recent_views.h"
#include "ui/editor/tab_titles.h"

#include <QApplication>
#include <QKeyEvent>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int switcherWidth = 360;
constexpr int switcherFrame = 8; ///< of it and of the list, above and below the rows
constexpr int switcherRows = 12; ///< more are scrolled to

} // namespace

TabSwitcher::TabSwitcher(EditorTabs *tabs)
    : QFrame(tabs)
    , m_tabs(tabs)
    , m_list(new QListWidget)
    , m_keys({.move = [this](QKeyEvent *event) { moveByKey(event); },
              .choose = [this] { choose(); },
              .dismiss = [this] { dismiss(); }})
{
    setObjectName(QStringLiteral("tabSwitcher"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(m_list);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Tabs, those shown last first"));
    connect(m_list, &QListWidget::itemClicked, this, &TabSwitcher::choose);
    hide();
}

TabSwitcher::~TabSwitcher()
{
    qApp->removeEventFilter(this);
}

void TabSwitcher::step(int direction, bool isCtrlHeld)
{
    if (isHidden()) {
        open();
    }
    moveBy(direction);
    if (!isCtrlHeld) {
        choose();
    }
}

void TabSwitcher::open()
{
    m_list->clear();
    m_views.clear();
    for (CodeEditor *const view : m_tabs->groups()->recent()->viewsOf(m_tabs->groups()->active())) {
        m_views << view;
        const QString title = m_tabs->titles()->titleOf(editorPath(view));
        auto *const item = new QListWidgetItem(view->isModified() ? title + QStringLiteral(" ●") : title, m_list);
        item->setToolTip(editorPath(view));
    }
    if (m_views.isEmpty()) {
        return;
    }
    m_list->setCurrentRow(0);
    const int rows = std::min<int>(switcherRows, static_cast<int>(m_views.size()));
    const QSize size(std::min(switcherWidth, m_tabs->width()), m_list->sizeHintForRow(0) * rows + switcherFrame);
    setGeometry(QRect(QPoint((m_tabs->width() - size.width()) / 2, m_tabs->height() / 6), size));
    show();
    raise();
    qApp->installEventFilter(this);
}

void TabSwitcher::dismiss()
{
    qApp->removeEventFilter(this);
    hide();
}

void TabSwitcher::moveBy(int direction)
{
    if (const int rows = m_list->count(); rows > 0) {
        m_list->setCurrentRow((m_list->currentRow() + direction + rows) % rows);
    }
}

void TabSwitcher::choose()
{
    const QPointer<CodeEditor> view = m_views.value(m_list->currentRow());
    dismiss();
    if (view) {
        m_tabs->groups()->show(view);
        view->setFocus();
    }
}

void TabSwitcher::moveByKey(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        moveBy(event->key() == Qt::Key_Up ? -1 : 1); // round and round
    } else {
        QCoreApplication::sendEvent(m_list, event);
    }
}

/// All keys of the window come here while the list is open, since it has no focus.
bool TabSwitcher::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        if (ListKeys::isOurs(*static_cast<QKeyEvent *>(event))) {
            event->accept();
            return true;
        }
        return false;
    case QEvent::KeyPress:
        return watched != m_list && m_keys.handle(static_cast<QKeyEvent *>(event));
    case QEvent::KeyRelease:
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Control) {
            choose();
        }
        return false;
    case QEvent::MouseButtonPress:
        if (const auto *const widget = qobject_cast<QWidget *>(watched); widget && !isAncestorOf(widget)) {
            dismiss();
        }
        return false;
    case QEvent::WindowDeactivate:
        if (watched == window()) {
            dismiss();
        }
        return false;
    default:
        return false;
    }
}

} // namespace studio
