// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/timing_bar.h"

#include "core/base/display.h"
#include "ui/common/theme.h"
#include "ui/invoke/body_text.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace studio {

namespace {

constexpr int widestBar = 120;
constexpr int narrowestBar = 24;
constexpr int barHeight = 6;
constexpr int rowHeight = 22;
constexpr int gap = 8;
constexpr int dot = 7;
constexpr int dotGap = 4;
constexpr double thinnest = 2; // so that a part that took no time is still seen

QColor colorOf(TimingBar::Part::Kind kind)
{
    const Theme &theme = Theme::current();
    switch (kind) {
    case TimingBar::Part::Kind::Start:
        return theme.information;
    case TimingBar::Part::Kind::Handler:
        return theme.accent;
    case TimingBar::Part::Kind::Rest:
        break;
    }
    return theme.border.darker(theme.dark ? 60 : 125);
}

} // namespace

QList<TimingBar::Part> timingParts(const Invocation &invocation)
{
    using Kind = TimingBar::Part::Kind;
    QList<TimingBar::Part> parts;
    qint64 rest = invocation.timings.total;
    if (invocation.coldStart && invocation.startUs > 0) {
        parts.append({.kind = Kind::Start, .name = TimingBar::tr("start"), .microseconds = invocation.startUs});
        rest -= invocation.startUs;
    }
    if (invocation.handlerUs >= 0) {
        parts.append({.kind = Kind::Handler, .name = TimingBar::tr("handler"), .microseconds = invocation.handlerUs});
        rest -= invocation.handlerUs;
    }
    if (!parts.isEmpty()) {
        parts.append({.kind = Kind::Rest, .name = TimingBar::tr("wire"), .microseconds = std::max<qint64>(0, rest)});
    }
    return parts;
}

/// A handler that streams goes on behind the first byte; then its time is not told apart from the way.
QStringList timingDetails(const Invocation &invocation)
{
    const HttpTimings &timings = invocation.timings;
    const qint64 start = invocation.coldStart ? std::min(invocation.startUs, timings.total) : 0;
    const qint64 connected = std::max(std::min(timings.connected, timings.total), start);
    const qint64 firstByte = std::clamp(timings.firstByte, connected, std::max(timings.total, connected));
    const qint64 waited = firstByte - connected;
    const bool isTold = invocation.handlerUs >= 0 && invocation.handlerUs <= waited;
    QStringList lines;
    const auto add = [&](qint64 microseconds, const QString &line) {
        if (microseconds > 0) {
            lines << line.arg(durationText(microseconds));
        }
    };
    add(connected - start, TimingBar::tr("Queued: %1 until an instance had the request"));
    add(start, TimingBar::tr("Cold start: %1 to start an instance for it"));
    add(isTold ? invocation.handlerUs : 0, TimingBar::tr("Handler: %1 in the handler's own code"));
    add(isTold ? waited - invocation.handlerUs : waited,
        isTold ? TimingBar::tr("First byte: %1 more until the answer began")
               : TimingBar::tr("First byte: %1 until the answer began, the handler's time in it"));
    add(timings.total - firstByte, TimingBar::tr("Transfer: %1 until the answer was complete"));
    return lines;
}

TimingBar::TimingBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    hide();
}

void TimingBar::setInvocation(const Invocation &invocation)
{
    m_parts = timingParts(invocation);
    QStringList words;
    for (const Part &part : std::as_const(m_parts)) {
        words << QStringLiteral("%1 %2").arg(part.name, durationText(part.microseconds));
    }
    setAccessibleName(words.join(QStringLiteral(", ")));
    const QString details = timingDetails(invocation).join(u'\n');
    setToolTip(m_parts.isEmpty() ? QString()
                                 : details + u'\n' + tr("“wire” is all that is neither start nor handler."));
    setAccessibleDescription(details);
    setVisible(!m_parts.isEmpty());
    update();
}

QSize TimingBar::sizeHint() const
{
    return {widestBar, rowHeight};
}

QSize TimingBar::minimumSizeHint() const
{
    return sizeHint();
}

QFont TimingBar::legendFont() const
{
    QFont small = font();
    if (small.pixelSize() > 0) {
        small.setPixelSize(std::max(9, small.pixelSize() - 1));
    } else {
        small.setPointSizeF(std::max(7.0, small.pointSizeF() - 1));
    }
    return small;
}

void TimingBar::paintBar(QPainter &painter, int room) const
{
    qint64 total = 0;
    for (const Part &part : m_parts) {
        total += part.microseconds;
    }
    const QRectF bar(0, (height() - barHeight) / 2.0, room, barHeight);
    QPainterPath shape;
    shape.addRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    painter.save();
    painter.setClipPath(shape);
    const double scale = (room - thinnest * static_cast<double>(m_parts.size())) / std::max(1.0, double(total));
    double x = bar.left();
    for (const Part &part : m_parts) {
        const double width = thinnest + scale * static_cast<double>(part.microseconds);
        painter.fillRect(QRectF(x, bar.top(), width, bar.height()), colorOf(part.kind));
        x += width;
    }
    painter.restore();
}

/// The names give way to nothing; the bar takes what they leave.
void TimingBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(legendFont());
    const QFontMetrics metrics(legendFont());
    QStringList texts;
    int legend = 0;
    for (const Part &part : std::as_const(m_parts)) {
        texts << QStringLiteral("%1 %2").arg(part.name, durationText(part.microseconds));
        legend += gap + dot + dotGap + metrics.horizontalAdvance(texts.last());
    }
    const int bar = std::clamp(width() - legend, narrowestBar, widestBar);
    paintBar(painter, bar);
    int left = bar + gap;
    for (qsizetype i = 0; i < m_parts.size(); ++i) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colorOf(m_parts[i].kind));
        painter.drawRoundedRect(QRectF(left, (height() - dot) / 2.0, dot, dot), 2, 2);
        left += dot + dotGap;
        painter.setPen(Theme::current().muted);
        painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignLeft | Qt::AlignVCenter, texts[i]);
        left += metrics.horizontalAdvance(texts[i]) + gap;
    }
}

} // namespace studio
