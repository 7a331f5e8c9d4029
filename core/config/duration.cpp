// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/duration.h"

#include <QObject>
#include <QRegularExpression>

namespace studio {

namespace {

std::unexpected<Error> noDuration(const QString &text)
{
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("“%1” is not a valid duration. Write it like 90s, 5m, 1h30m or 250ms.").arg(text));
}

double millisecondsOf(const QString &unit)
{
    if (unit == QLatin1String("ms")) {
        return 1;
    }
    if (unit == QLatin1String("m")) {
        return 60'000;
    }
    return unit == QLatin1String("h") ? 3'600'000 : 1'000;
}

} // namespace

Result<std::chrono::milliseconds> parseDuration(const QString &text)
{
    static const QRegularExpression whole(QStringLiteral("^(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h))+$|^\\d+(?:\\.\\d+)?$"));
    static const QRegularExpression part(QStringLiteral("(\\d+(?:\\.\\d+)?)(ms|s|m|h|)"));
    constexpr double longest = 30.0 * 24 * 3'600'000;
    const QString lower = text.trimmed().toLower();
    if (!whole.match(lower).hasMatch()) {
        return noDuration(text);
    }
    double sum = 0;
    for (auto parts = part.globalMatch(lower); parts.hasNext();) {
        const auto match = parts.next();
        sum += match.captured(1).toDouble() * millisecondsOf(match.captured(2));
    }
    if (sum < 1 || sum > longest) {
        return noDuration(text);
    }
    return std::chrono::milliseconds(static_cast<qint64>(sum));
}

} // namespace studio
