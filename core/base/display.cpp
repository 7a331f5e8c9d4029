// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/display.h"

#include <QObject>

namespace studio {

namespace {

QString scaled(double value, const char *unit)
{
    const int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
    QString number = QString::number(value, 'f', digits);
    if (digits == 2 && number.endsWith(u'0')) {
        number.chop(1);
    }
    return number + u' ' + QString::fromUtf8(unit);
}

constexpr qint64 secondsShown = 120; ///< as seconds alone

QString minutesText(qint64 seconds)
{
    return QStringLiteral("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

} // namespace

QString sizeText(qint64 bytes)
{
    const auto value = static_cast<double>(bytes);
    if (bytes < 1'024) {
        return QStringLiteral("%1 B").arg(bytes);
    }
    return bytes < (1 << 20) ? scaled(value / 1'024, "KiB") : scaled(value / (1 << 20), "MiB");
}

QString keptText(qint64 bytes, qint64 kept)
{
    if (kept >= bytes) {
        return sizeText(bytes);
    }
    return kept > 0 ? QObject::tr("%1, the first %2 kept").arg(sizeText(bytes), sizeText(kept))
                    : QObject::tr("%1, not kept").arg(sizeText(bytes));
}

QString durationText(qint64 microseconds)
{
    const auto value = static_cast<double>(microseconds);
    if (microseconds < 1'000) {
        return QStringLiteral("%1 µs").arg(microseconds);
    }
    if (microseconds >= secondsShown * 1'000'000) {
        return minutesText(microseconds / 1'000'000);
    }
    return microseconds < 1'000'000 ? scaled(value / 1'000, "ms") : scaled(value / 1'000'000, "s");
}

QString millisecondsText(double milliseconds)
{
    return durationText(qRound64(milliseconds * 1000));
}

QString elapsedText(qint64 milliseconds)
{
    if (milliseconds < 10'000) {
        return QStringLiteral("%1 s").arg(static_cast<double>(milliseconds) / 1'000, 0, 'f', 1);
    }
    const qint64 seconds = milliseconds / 1'000;
    return seconds < secondsShown ? QStringLiteral("%1 s").arg(seconds) : minutesText(seconds);
}

QChar escapeControlCharacter(QChar c)
{
    const char16_t u = c.unicode();
    if (u < 0x20) {
        return QChar(0x2400 + u);
    }
    if (u == 0x7f) {
        return QChar(0x2421);
    }
    const bool reorders =
        u == 0x061c || u == 0x200e || u == 0x200f || (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
    const bool breaks = u == 0x2028 || u == 0x2029 || (u >= 0x80 && u <= 0x9f);
    return reorders || breaks || u == 0xfffe || u == 0xffff ? QChar(QChar::ReplacementCharacter) : c;
}

} // namespace studio
