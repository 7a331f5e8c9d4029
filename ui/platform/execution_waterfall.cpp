// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/execution_waterfall.h"

#include "core/base/display.h"
#include "core/base/text.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/platform/words.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>
#include <limits>

namespace studio {

namespace {

constexpr int rowHeight = 22;
constexpr int barHeight = 10;
constexpr int nameWidth = 92;
constexpr int timeWidth = 84;
constexpr int margin = 8;
constexpr int axisHeight = 18;
constexpr int nearTick = 6;
constexpr int meterWidth = 160;

QString spanName(WaterfallSpan::Kind kind)
{
    switch (kind) {
    case WaterfallSpan::Queue:
        return ExecutionWaterfall::tr("Queued");
    case WaterfallSpan::Start:
        return ExecutionWaterfall::tr("Cold start");
    case WaterfallSpan::Handler:
        return ExecutionWaterfall::tr("Handler");
    case WaterfallSpan::Stream:
        return ExecutionWaterfall::tr("Answer");
    case WaterfallSpan::Stderr:
        break;
    }
    return ExecutionWaterfall::tr("stderr");
}

QColor spanColor(WaterfallSpan::Kind kind)
{
    const Theme &theme = Theme::current();
    switch (kind) {
    case WaterfallSpan::Queue:
        return theme.muted;
    case WaterfallSpan::Start:
        return theme.warning;
    case WaterfallSpan::Handler:
        return theme.accent;
    default:
        return theme.information;
    }
}

/// What of a limit is used, in percent; nothing where there is no limit.
QString shareText(double used, double limit)
{
    return limit > 0 ? ExecutionWaterfall::tr(" (%1 %)").arg(std::lround(used * 100 / limit)) : QString();
}

struct Meter
{
    QString name;
    QString text;
    double share = 0; ///< of the limit; negative where that is not known
};

QList<Meter> metersOf(const Execution &execution, const CallLimits &limits)
{
    QList<Meter> meters;
    if (execution.memoryPeakBytes > 0) {
        const auto used = static_cast<double>(execution.memoryPeakBytes);
        const double limit = double(limits.memoryMb) * (1 << 20);
        const QString size = sizeText(execution.memoryPeakBytes);
        meters.append(
            {ExecutionWaterfall::tr("Memory"),
             limit > 0 ? ExecutionWaterfall::tr("%1 of %2").arg(size, sizeText(qint64(limit))) + shareText(used, limit)
                       : size,
             limit > 0 ? used / limit : -1});
    }
    if (execution.cpuUs >= 0 && execution.totalUs > 0) {
        const double used = double(execution.cpuUs) * 1'000 / double(execution.totalUs);
        const double limit = limits.cpuMillicores;
        const QString average = QString::number(std::lround(used));
        meters.append(
            {ExecutionWaterfall::tr("CPU"),
             limit > 0
                 ? ExecutionWaterfall::tr("%1, on average %2 of %3 millicores")
                           .arg(durationText(execution.cpuUs), average, QString::number(limits.cpuMillicores)) +
                       shareText(used, limit)
                 : ExecutionWaterfall::tr("%1, on average %2 millicores").arg(durationText(execution.cpuUs), average),
             limit > 0 ? used / limit : -1});
    }
    return meters;
}

} // namespace

ExecutionWaterfall::ExecutionWaterfall(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline of the call"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    setLayoutDirection(Qt::LeftToRight); // time goes to the right in every language
}

void ExecutionWaterfall::setExecution(const Execution &execution)
{
    m_execution = execution;
    m_spans = waterfallSpans(execution);
    m_line = -1;
    update();
}

void ExecutionWaterfall::setLimits(const CallLimits &limits)
{
    m_limits = limits;
    update();
}

void ExecutionWaterfall::update()
{
    setAccessibleDescription(text());
    updateGeometry();
    QWidget::update();
}

QString ExecutionWaterfall::text() const
{
    if (m_spans.isEmpty()) {
        return m_execution.status == ExecutionStatus::Running ? tr("It is still running.")
                                                              : tr("There are no times of this call.");
    }
    QStringList lines;
    for (const WaterfallSpan &span : m_spans) {
        if (span.kind == WaterfallSpan::Stderr) {
            lines << tr("%1: %2, from %3 to %4")
                         .arg(spanName(span.kind), counted(m_execution.lines.size(), tr("1 line"), tr("%1 lines")),
                              durationText(span.fromUs), durationText(span.toUs));
        } else {
            lines << tr("%1: %2, from %3 on")
                         .arg(spanName(span.kind), durationText(span.toUs - span.fromUs), durationText(span.fromUs));
        }
    }
    lines << tr("Total: %1").arg(durationText(m_execution.totalUs));
    for (const Meter &meter : metersOf(m_execution, m_limits)) {
        lines << meter.name + QStringLiteral(": ") + meter.text;
    }
    return lines.join(u'\n');
}

int ExecutionWaterfall::metersTop() const
{
    return margin + static_cast<int>(m_spans.size()) * rowHeight + axisHeight + margin;
}

QSize ExecutionWaterfall::sizeHint() const
{
    const auto meters = static_cast<int>(metersOf(m_execution, m_limits).size());
    return {360, metersTop() + meters * rowHeight + (meters > 0 ? rowHeight : 0) + margin};
}

QSize ExecutionWaterfall::minimumSizeHint() const
{
    return {220, sizeHint().height()};
}

QRect ExecutionWaterfall::barsRect() const
{
    const int left = margin + nameWidth;
    return {left, margin, std::max(20, width() - left - timeWidth - margin),
            static_cast<int>(m_spans.size()) * rowHeight};
}

int ExecutionWaterfall::xOf(qint64 us) const
{
    const QRect bars = barsRect();
    return bars.left() + static_cast<int>(double(us) * bars.width() / double(std::max<qint64>(1, m_execution.totalUs)));
}

void ExecutionWaterfall::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::current();
    painter.fillRect(rect(), theme.surface);
    if (m_spans.isEmpty()) {
        painter.setPen(theme.muted);
        painter.drawText(rect(), Qt::AlignCenter, text());
        return;
    }
    const QRect bars = barsRect();
    int top = bars.top();
    for (const WaterfallSpan &span : std::as_const(m_spans)) {
        painter.setPen(theme.text);
        painter.drawText(QRect(margin, top, nameWidth, rowHeight), Qt::AlignVCenter | Qt::AlignLeft,
                         spanName(span.kind));
        painter.fillRect(QRect(bars.left(), top + rowHeight / 2, bars.width(), 1), theme.border);
        const QRect bar(xOf(span.fromUs), top + (rowHeight - barHeight) / 2,
                        std::max(2, xOf(span.toUs) - xOf(span.fromUs)), barHeight);
        QString time;
        if (span.kind == WaterfallSpan::Stderr) {
            int last = std::numeric_limits<int>::min(); // a record can have twenty thousand lines
            for (const ExecutionLine &line : std::as_const(m_execution.lines)) {
                if (const int x = xOf(lineOffsetUs(m_execution, line)); x != last) {
                    painter.fillRect(QRect(x, bar.top(), 1, barHeight), theme.text);
                    last = x;
                }
            }
            if (m_line >= 0) {
                const int x = xOf(lineOffsetUs(m_execution, m_execution.lines[m_line]));
                painter.fillRect(QRect(x - 1, bar.top() - 2, 3, barHeight + 4), theme.accent);
            }
            time = counted(m_execution.lines.size(), tr("1 line"), tr("%1 lines"));
        } else {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(spanColor(span.kind));
            painter.drawRoundedRect(bar, 2, 2);
            painter.setRenderHint(QPainter::Antialiasing, false);
            time = durationText(span.toUs - span.fromUs);
        }
        painter.setPen(theme.text);
        painter.drawText(QRect(bars.right() + margin, top, timeWidth - margin, rowHeight),
                         Qt::AlignVCenter | Qt::AlignRight, time);
        top += rowHeight;
    }
    painter.setPen(theme.muted);
    const QRect axis(bars.left(), top, bars.width(), axisHeight);
    painter.drawText(axis, Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("0"));
    painter.drawText(axis, Qt::AlignVCenter | Qt::AlignRight, durationText(m_execution.totalUs));
    if (m_line >= 0) {
        const QString line = oneLine(withoutAnsi(QString::fromUtf8(m_execution.lines[m_line].text)));
        const QRect room = axis.adjusted(20, 0, -timeWidth, 0);
        painter.setPen(theme.text);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(line, Qt::ElideRight, room.width()));
    }
    paintMeters(painter, metersTop());
    if (hasFocus()) {
        painter.setPen(theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

/// A share beyond its limit fills the bar and has the colour of an error; the words say how much it is.
void ExecutionWaterfall::paintMeters(QPainter &painter, int top) const
{
    const Theme &theme = Theme::current();
    const QList<Meter> meters = metersOf(m_execution, m_limits);
    for (const Meter &meter : meters) {
        painter.setPen(theme.text);
        painter.drawText(QRect(margin, top, nameWidth, rowHeight), Qt::AlignVCenter | Qt::AlignLeft, meter.name);
        int left = margin + nameWidth;
        if (meter.share >= 0) {
            const QRect whole(left, top + (rowHeight - barHeight) / 2, std::min(meterWidth, width() / 4), barHeight);
            painter.setPen(theme.border);
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(whole.adjusted(0, 0, -1, -1));
            const int used = static_cast<int>(std::min(1.0, meter.share) * (whole.width() - 2));
            painter.fillRect(QRect(whole.left() + 1, whole.top() + 1, std::max(1, used), barHeight - 2),
                             meter.share > 1 ? theme.danger : theme.success);
            left = whole.right() + margin;
        }
        const QRect room(left, top, width() - left - margin, rowHeight);
        painter.setPen(theme.text);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(meter.text, Qt::ElideRight, room.width()));
        top += rowHeight;
    }
    if (!meters.isEmpty()) {
        painter.setPen(theme.muted);
        painter.drawText(QRect(margin + nameWidth, top, width() - nameWidth - 2 * margin, rowHeight),
                         Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(tr("Of its instance: the peak until then, and what it "
                                                             "used during the call."),
                                                          Qt::ElideRight, width() - nameWidth - 2 * margin));
    }
}

int ExecutionWaterfall::lineAt(const QPoint &position) const
{
    const int row = (position.y() - margin) / rowHeight;
    if (position.y() < margin || row >= m_spans.size() || m_spans[row].kind != WaterfallSpan::Stderr) {
        return -1;
    }
    int nearest = -1;
    int distance = nearTick + 1;
    for (qsizetype at = 0; at < m_execution.lines.size(); ++at) {
        const int away = std::abs(xOf(lineOffsetUs(m_execution, m_execution.lines[at])) - position.x());
        if (away < distance) {
            nearest = static_cast<int>(at);
            distance = away;
        }
    }
    return nearest;
}

void ExecutionWaterfall::chooseLine(int line)
{
    m_line = line;
    if (line >= 0) {
        setAccessibleDescription(tr("Line %1, after %2: %3")
                                     .arg(QString::number(line + 1),
                                          durationText(lineOffsetUs(m_execution, m_execution.lines[line])),
                                          QString::fromUtf8(m_execution.lines[line].text)));
    }
    QWidget::update();
}

void ExecutionWaterfall::keyPressEvent(QKeyEvent *event)
{
    const auto last = static_cast<int>(m_execution.lines.size()) - 1;
    const bool isForward = event->key() == Qt::Key_Right;
    if (last >= 0 && !m_spans.isEmpty() && (isForward || event->key() == Qt::Key_Left)) {
        chooseLine(m_line < 0 ? (isForward ? 0 : last) : std::clamp(m_line + (isForward ? 1 : -1), 0, last));
        return;
    }
    if (m_line >= 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT lineActivated(m_line);
        return;
    }
    QWidget::keyPressEvent(event);
}

void ExecutionWaterfall::mousePressEvent(QMouseEvent *event)
{
    chooseLine(lineAt(event->position().toPoint()));
}

void ExecutionWaterfall::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const int line = lineAt(event->position().toPoint()); line >= 0) {
        Q_EMIT lineActivated(line);
    }
}

bool ExecutionWaterfall::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const int line = lineAt(help->pos());
        QToolTip::showText(help->globalPos(),
                           asTip(line >= 0 ? QString::fromUtf8(m_execution.lines[line].text) : text()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace studio
