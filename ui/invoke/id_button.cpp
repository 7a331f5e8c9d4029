// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/id_button.h"

#include "ui/common/fonts.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QPainter>
#include <QTimerEvent>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds copiedFor{1'400};
constexpr int copyMarkSize = 16;
constexpr int buttonPadding = 4;
constexpr int buttonHeight = 22;
constexpr int shortest = 9; // "0198…a1b2"

} // namespace

IdButton::IdButton(QWidget *parent) : QAbstractButton(parent)
{
    setFont(monospaceFont());
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, &IdButton::copy);
    hide();
}

void IdButton::setId(const QString &id)
{
    m_id = id;
    m_copied.stop();
    setToolTip(tr("Execution %1\nClick to copy").arg(id));
    setAccessibleName(tr("Copy the execution id %1").arg(id));
    setVisible(!id.isEmpty());
    updateGeometry();
    update();
}

void IdButton::copy()
{
    QApplication::clipboard()->setText(m_id);
    m_copied.start(copiedFor, this);
    update();
}

void IdButton::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_copied.id()) {
        m_copied.stop();
        update();
    }
}

int IdButton::widthOf(int characters) const
{
    return characters * fontMetrics().horizontalAdvance(u'0') + copyMarkSize + 3 * buttonPadding;
}

QSize IdButton::sizeHint() const
{
    return {widthOf(static_cast<int>(m_id.size())), buttonHeight};
}

QSize IdButton::minimumSizeHint() const
{
    return {widthOf(shortest), buttonHeight};
}

void IdButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    const bool copied = m_copied.isActive();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? theme.accent : theme.border);
        painter.setBrush(theme.window);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    const QRect room = rect().adjusted(buttonPadding, 0, -buttonPadding - copyMarkSize - buttonPadding, 0);
    painter.setPen(copied ? theme.success : theme.muted);
    const QString shown = copied ? tr("Copied") : fontMetrics().elidedText(m_id, Qt::ElideMiddle, room.width());
    painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter, shown);
    const QRect mark(width() - buttonPadding - copyMarkSize, (height() - copyMarkSize) / 2, copyMarkSize, copyMarkSize);
    studio::icon(copied ? "dialog-ok-apply" : "edit-copy").paint(&painter, mark);
}

} // namespace studio
