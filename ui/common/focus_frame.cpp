// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/focus_frame.h"

#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QFocusEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace studio {

namespace {

constexpr int thickness = 2;

} // namespace

bool FocusFrame::isFor(const QWidget *widget)
{
    // A text of a few lines in a pane of others has a caret that is easily overlooked; the code has the line it is on
    // too.
    if (qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QPlainTextEdit *>(widget) ||
        qobject_cast<const QTextEdit *>(widget)) {
        return true;
    }
    return qobject_cast<const QAbstractScrollArea *>(widget) && !widget->inherits("QsciScintillaBase");
}

void FocusFrame::watch(QWidget *widget)
{
    if (!widget->findChild<FocusFrame *>(Qt::FindDirectChildrenOnly)) {
        new FocusFrame(widget); // owned by it
    }
}

FocusFrame::FocusFrame(QWidget *around) : QWidget(around), m_around(around)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
    around->installEventFilter(this);
}

/// Only the line itself covers what is below, so that scrolling stays cheap.
void FocusFrame::place()
{
    setGeometry(m_around->rect());
    setMask(QRegion(rect()) - rect().adjusted(thickness, thickness, -thickness, -thickness));
    raise();
}

void FocusFrame::follow(Qt::FocusReason reason)
{
    if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) {
        m_byKeyboard = reason != Qt::MouseFocusReason;
    }
    if (m_byKeyboard && isFor(m_around)) {
        place();
        show();
    }
}

bool FocusFrame::eventFilter(QObject *, QEvent *event)
{
    switch (event->type()) {
    case QEvent::FocusIn:
        follow(static_cast<QFocusEvent *>(event)->reason());
        break;
    case QEvent::FocusOut:
        hide();
        break;
    case QEvent::Resize:
        place();
        break;
    default:
        break;
    }
    return false;
}

void FocusFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().accent);
}

} // namespace studio
