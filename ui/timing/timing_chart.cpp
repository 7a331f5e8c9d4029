// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing/timing_chart.h"

#include "core/model/compile_step_name.h"
#include "ui/common/announce.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/timing/chart_keys.h"
#include "ui/timing/timing_text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr int margin = 8;
constexpr int stepHeight = 18;
constexpr int gap = 6;
constexpr int laneHeight = 18;
constexpr int barHeight = 15;
constexpr int leastTextWidth = 30;

/// Each step is told apart by its place and its words too.
QColor stepColor(CompileStep step)
{
    const Theme &theme = Theme::current();
    QColor color = theme.muted;
    switch (step) {
    case CompileStep::Compile:
        color = theme.information;
        break;
    case CompileStep::Link:
    case CompileStep::Precompile:
        color = theme.success;
        break;
    case CompileStep::Resolve:
    case CompileStep::Fetch:
        color = theme.warning;
        break;
    case CompileStep::Prepare:
    case CompileStep::Keep:
        break;
    }
    return color;
}

/// Light enough for text on it.
QColor faint(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace

TimingChart::TimingChart(QWidget *parent) : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("What took the time in the last compile"));
    viewport()->setBackgroundRole(QPalette::Base);
}

void TimingChart::show(const CompileTiming &timing)
{
    m_timing = timing;
    m_lanes = lanesOf(timing.units);
    m_rows = m_lanes.isEmpty() ? 0 : *std::ranges::max_element(m_lanes) + 1;
    m_current = -1;
    updateRange();
    viewport()->update();
}

void TimingChart::setCurrent(int unit)
{
    m_current = unit >= 0 && unit < m_timing.units.size() ? unit : -1;
    if (m_current >= 0) {
        const int top = margin + stepHeight + gap + m_lanes[m_current] * laneHeight;
        if (top - verticalScrollBar()->value() < 0) {
            verticalScrollBar()->setValue(top);
        } else if (top + laneHeight - verticalScrollBar()->value() > viewport()->height()) {
            verticalScrollBar()->setValue(top + laneHeight - viewport()->height());
        }
    }
    viewport()->update();
}

/// By the person: the table beside it follows.
void TimingChart::choose(int unit)
{
    setCurrent(unit);
    if (m_current < 0) {
        return;
    }
    setAccessibleDescription(unitText(m_timing.units[m_current]));
    announce(this, accessibleDescription());
    Q_EMIT currentChanged(m_current);
}

void TimingChart::updateRange()
{
    const int height = 2 * margin + stepHeight + gap + m_rows * laneHeight;
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(laneHeight);
}

double TimingChart::xOf(double milliseconds) const
{
    const double width = std::max(1, viewport()->width() - 2 * margin);
    return margin + (m_timing.milliseconds > 0 ? milliseconds / m_timing.milliseconds * width : 0);
}

QRectF TimingChart::rectOf(int unit) const
{
    const CompiledUnit &one = m_timing.units[unit];
    const double left = xOf(one.startMs);
    const double top = margin + stepHeight + gap + m_lanes[unit] * laneHeight - verticalScrollBar()->value();
    return {left, top, std::max(2.0, xOf(one.startMs + one.durationMs) - left - 1), double(barHeight)};
}

int TimingChart::unitAt(QPointF point) const
{
    for (int unit = 0; unit < m_timing.units.size(); ++unit) {
        if (rectOf(unit).adjusted(-1, 0, 1, 1).contains(point)) {
            return unit;
        }
    }
    return -1;
}

QString TimingChart::tipAt(QPointF point) const
{
    if (const int unit = unitAt(point); unit >= 0) {
        return unitText(m_timing.units[unit]);
    }
    QStringList steps;
    if (point.y() < margin + stepHeight) {
        for (const StepTime &one : m_timing.steps) {
            steps << stepTimeText(one);
        }
    }
    return steps.join(u'\n');
}

void TimingChart::paintSteps(QPainter &painter) const
{
    double begun = 0;
    for (const StepTime &one : m_timing.steps) {
        const double left = xOf(begun);
        begun += one.milliseconds;
        const QRectF place(left, margin - verticalScrollBar()->value(), std::max(1.0, xOf(begun) - left - 1),
                           stepHeight);
        painter.fillRect(place, faint(stepColor(one.step), 0.28));
        painter.fillRect(QRectF(place.left(), place.bottom() - 2, place.width(), 2), stepColor(one.step));
        if (place.width() >= leastTextWidth) {
            painter.setPen(palette().color(QPalette::Text));
            const QString text = stepTimeText(one);
            painter.drawText(place.adjusted(4, 0, -2, -2), Qt::AlignVCenter | Qt::AlignLeft,
                             fontMetrics().elidedText(text, Qt::ElideRight, int(place.width()) - 6));
        }
    }
}

void TimingChart::paintUnits(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    for (int unit = 0; unit < m_timing.units.size(); ++unit) {
        const QRectF place = rectOf(unit);
        if (place.bottom() < margin + stepHeight || place.top() > viewport()->height()) {
            continue;
        }
        const CompiledUnit &one = m_timing.units[unit];
        const QColor color = one.isScriptRun ? theme.warning : theme.information;
        painter.fillRect(place, faint(color, 0.32));
        if (one.codegenAfterMs > 0) { // the part in which code is generated
            const double from = xOf(one.startMs + one.codegenAfterMs);
            painter.fillRect(QRectF(from, place.top(), std::max(0.0, place.right() - from), place.height()),
                             faint(color, 0.3));
        }
        if (unit == m_current) {
            painter.setPen(QPen(palette().color(hasFocus() ? QPalette::Highlight : QPalette::Text), 2));
            painter.drawRect(place.adjusted(0, 0, -1, -1));
        }
        if (place.width() >= leastTextWidth) {
            painter.setPen(palette().color(QPalette::Text));
            painter.drawText(place.adjusted(4, 0, -2, 0), Qt::AlignVCenter | Qt::AlignLeft,
                             fontMetrics().elidedText(unitTitle(one), Qt::ElideRight, int(place.width()) - 6));
        }
    }
}

void TimingChart::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    paintUnits(painter);
    painter.fillRect(
        QRect(0, 0, viewport()->width(), std::max(0, margin + stepHeight + 2 - verticalScrollBar()->value())),
        palette().color(QPalette::Base));
    paintSteps(painter);
}

void TimingChart::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateRange();
}

void TimingChart::keyPressEvent(QKeyEvent *event)
{
    if (const auto next = itemAfterKey(event->key(), m_current, static_cast<int>(m_timing.units.size()))) {
        choose(*next);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void TimingChart::mousePressEvent(QMouseEvent *event)
{
    if (const int unit = unitAt(event->position()); unit >= 0) {
        choose(unit);
    }
}

void TimingChart::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0 && !m_timing.units.isEmpty() && event->reason() != Qt::MouseFocusReason) {
        choose(0); // what has the focus is seen
    }
    viewport()->update();
}

void TimingChart::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool TimingChart::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const QString tip = tipAt(help->pos());
        tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), asTip(tip), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimingChart::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        viewport()->update();
    }
}

} // namespace studio
