// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pane_focus.h"

#include <QAbstractItemView>
#include <QWidget>

namespace studio {

namespace {

bool canHaveFocus(const QWidget *widget)
{
    return widget->isVisible() && widget->isEnabled() && widget->focusPolicy() & Qt::TabFocus;
}

QWidget *targetIn(QWidget *pane)
{
    QWidget *wanted = pane;
    while (wanted->focusProxy()) {
        wanted = wanted->focusProxy();
    }
    if (canHaveFocus(wanted)) {
        return wanted;
    }
    for (QWidget *next = pane->nextInFocusChain(); next != pane; next = next->nextInFocusChain()) {
        if (pane->isAncestorOf(next) && canHaveFocus(next)) {
            return next;
        }
    }
    return nullptr;
}

} // namespace

bool focusPane(QWidget *pane)
{
    QWidget *const target = pane->isVisible() ? targetIn(pane) : nullptr;
    if (!target) {
        return false;
    }
    target->setFocus(Qt::ShortcutFocusReason);
    // In a list the keys start from the current row.
    auto *const list = qobject_cast<QAbstractItemView *>(target);
    if (list && !list->currentIndex().isValid()) {
        list->setCurrentIndex(list->model()->index(0, 0, list->rootIndex()));
    }
    return true;
}

bool focusNext(QWidget *window, bool forwards)
{
    QWidget *const from = window->focusWidget() ? window->focusWidget() : window;
    const auto after = [forwards](const QWidget *widget) {
        return forwards ? widget->nextInFocusChain() : widget->previousInFocusChain();
    };
    for (QWidget *next = after(from); next != from; next = after(next)) {
        if (next->window() == window && !next->focusProxy() && canHaveFocus(next)) {
            next->setFocus(forwards ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    }
    return false;
}

} // namespace studio
