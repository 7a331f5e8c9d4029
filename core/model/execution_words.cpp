// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/execution_words.h"

#include "core/base/error.h"

#include <QObject>
#include <QRegularExpression>

#include <array>

namespace studio {

namespace {

struct Unit
{
    const char *name;
    double microseconds;
};

constexpr double secondUs = 1e6;
constexpr std::array units{Unit{"us", 1},
                           Unit{"µs", 1},
                           Unit{"ms", 1e3},
                           Unit{"s", secondUs},
                           Unit{"m", 60 * secondUs},
                           Unit{"min", 60 * secondUs},
                           Unit{"h", 3'600 * secondUs},
                           Unit{"d", 24 * 3'600 * secondUs},
                           Unit{"w", 7 * 24 * 3'600 * secondUs}};
constexpr double longestUs = 1e16; ///< three hundred years, far below what an integer holds

/// A number with a unit, which is `fallback` where it has none.
std::optional<double> spanUs(const QString &text, const char *fallback)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{1,12}(?:\\.\\d{1,6})?)([a-zµ]*)$"));
    const auto match = form.match(text.trimmed().toLower().replace(QChar(0x03bc), QChar(0x00b5)));
    const QString unit = match.captured(2).isEmpty() ? QString::fromUtf8(fallback) : match.captured(2);
    const auto *const known =
        std::ranges::find_if(units, [&](const Unit &each) { return unit == QString::fromUtf8(each.name); });
    if (!match.hasMatch() || known == units.end()) {
        return {};
    }
    const double us = match.captured(1).toDouble() * known->microseconds;
    return us <= longestUs ? std::optional(us) : std::nullopt;
}

qint64 startOfDay(const QDate &day, const QDateTime &now)
{
    return day.startOfDay(now.timeZone()).toMSecsSinceEpoch();
}

std::optional<qint64> namedDay(const QString &name, const QDateTime &now, bool isEnd)
{
    const bool isYesterday = name == QLatin1String("yesterday");
    if (!isYesterday && name != QLatin1String("today")) {
        return {};
    }
    return startOfDay(now.date().addDays((isYesterday ? -1 : 0) + (isEnd ? 1 : 0)), now);
}

Result<void> addDuration(ExecutionQuery &query, const QString &value)
{
    static const QRegularExpression form(QStringLiteral("^(>=|<=|>|<)?(.+)$"));
    if (const qsizetype dots = value.indexOf(QLatin1String("..")); dots >= 0) {
        const auto least = readDurationFilter(value.first(dots));
        const auto most = readDurationFilter(value.sliced(dots + 2));
        if (!least || !most) {
            return std::unexpected(least ? most.error() : least.error());
        }
        query.minUs = std::max<qint64>(1, *least);
        query.maxUs = *most;
        return {};
    }
    const auto match = form.match(value);
    const QString sign = match.captured(1);
    const auto us = readDurationFilter(match.captured(2));
    if (!us) {
        return std::unexpected(us.error());
    }
    if (sign.startsWith(u'<')) {
        query.minUs = std::max<qint64>(query.minUs, 1); // what still runs has no duration
        query.maxUs = std::max<qint64>(1, sign.endsWith(u'=') ? *us : *us - 1);
    } else { // a duration alone is the least one: none is hit exactly
        query.minUs = std::max<qint64>(1, sign == QLatin1String(">") ? *us + 1 : *us);
    }
    return {};
}

/// Whether the word is a filter, and what is wrong with its value.
std::optional<Result<void>> addFilter(ExecutionWords &words, const QString &word, const QDateTime &now)
{
    const qsizetype colon = word.indexOf(u':');
    if (colon <= 0 || colon + 1 == word.size()) { // without a value it is still being typed
        return executionFilterNames().contains(word) ? std::optional(Result<void>()) : std::nullopt;
    }
    const QString name = word.first(colon);
    const QString value = word.sliced(colon + 1);
    ExecutionQuery &query = words.query;
    const auto set = [](auto &member) { return [&member](const auto &read) { member = read; }; };
    if (name == QLatin1String("status")) {
        return addStatusFilter(query, value);
    }
    if (name == QLatin1String("duration")) {
        return addDuration(query, value);
    }
    if (name == QLatin1String("since")) {
        return readTimeFilter(value, now, false).transform(set(query.sinceMs));
    }
    if (name == QLatin1String("until")) {
        return readTimeFilter(value, now, true).transform(set(query.untilMs));
    }
    if (name == QLatin1String("version")) {
        return readVersionFilter(value).transform(set(query.version));
    }
    if (name == QLatin1String("id")) {
        return addIdFilter(query, value);
    }
    if (name == QLatin1String("app")) {
        words.app = value;
        return Result<void>();
    }
    return {};
}

/// Divided at blanks outside of quotation marks, which stay.
QStringList wordsBetweenBlanks(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("(?:\"[^\"]*\"?|[^\\s\"])+"));
    QStringList all;
    for (auto found = word.globalMatch(text); found.hasNext();) {
        all << found.next().captured();
    }
    return all;
}

} // namespace

QStringList executionFilterNames()
{
    return {QStringLiteral("status:"),  QStringLiteral("duration:"), QStringLiteral("since:"), QStringLiteral("until:"),
            QStringLiteral("version:"), QStringLiteral("app:"),      QStringLiteral("id:")};
}

Result<void> addStatusFilter(ExecutionQuery &query, const QString &value)
{
    static const QRegularExpression code(QStringLiteral("^([1-5])(\\d\\d|xx)$"));
    if (const auto match = code.match(value.toLower()); match.hasMatch()) {
        const bool isClass = match.captured(2) == QLatin1String("xx");
        const int first = isClass ? match.captured(1).toInt() * 100 : value.toInt();
        query.answers = {first, isClass ? first + 99 : first};
        return {};
    }
    if (value == QLatin1String("error")) {
        query.statuses << ExecutionStatus::Failed << ExecutionStatus::TimedOut;
        return {};
    }
    if (const auto status = executionStatusFrom(value.toLower())) {
        query.statuses << *status;
        return {};
    }
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("“%1” is not a status. There are running, succeeded, failed, timeout, cancelled, lost, "
                            "error, and codes of answers such as 404 or 5xx.")
                    .arg(value));
}

Result<void> addIdFilter(ExecutionQuery &query, const QString &value)
{
    static const QRegularExpression form(QStringLiteral("^[0-9a-f]{1,32}$"));
    const QString digits = QString(value).remove(u'-').toLower();
    if (!form.match(digits).hasMatch()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” is not the beginning of an execution id.").arg(value));
    }
    query.idPrefix = digits;
    return {};
}

Result<int> readVersionFilter(const QString &value)
{
    if (value == QLatin1String("draft") || value == QLatin1String("dev")) {
        return value == QLatin1String("dev") ? ExecutionQuery::devVersion : 0;
    }
    bool isNumber = false;
    const int number = QString(value).remove(QRegularExpression(QStringLiteral("^v(?=\\d)"))).toInt(&isNumber);
    if (!isNumber || number < 1) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” is not a version. Write its number, draft or dev.").arg(value));
    }
    return number;
}

Result<qint64> readTimeFilter(const QString &value, const QDateTime &now, bool isEnd)
{
    if (const auto day = namedDay(value.toLower(), now, isEnd)) {
        return *day;
    }
    if (const auto us = spanUs(value, "s"); us && !value.back().isDigit()) {
        return now.toMSecsSinceEpoch() - static_cast<qint64>(*us / 1'000);
    }
    if (const QDate day = QDate::fromString(value, Qt::ISODate); day.isValid() && !value.contains(u'T')) {
        return startOfDay(day.addDays(isEnd ? 1 : 0), now);
    }
    QDateTime time = QDateTime::fromString(value, Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime) { // none is told
        time.setTimeZone(now.timeZone());
    }
    if (!time.isValid()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” is not a time. Write how long ago it is, such as 10m, 2h or 3d, or today, "
                                "yesterday, 2026-11-30 or 2026-11-30T10:30.")
                        .arg(value));
    }
    return time.toMSecsSinceEpoch();
}

Result<qint64> readDurationFilter(const QString &value)
{
    const auto us = spanUs(value, "ms");
    if (!us) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” is not a duration. Write it like 500us, 200ms, 1.5s or 2m.").arg(value));
    }
    return static_cast<qint64>(*us);
}

ExecutionWords readExecutionWords(const QString &text, const QDateTime &now)
{
    ExecutionWords words;
    QStringList rest;
    for (const QString &word : wordsBetweenBlanks(text)) {
        const auto filter = addFilter(words, word, now);
        if (!filter) {
            rest << word;
        } else if (!*filter && words.fault.isEmpty()) {
            words.fault = filter->error().message;
        }
    }
    words.query.text = rest.join(u' ');
    return words;
}

} // namespace studio
