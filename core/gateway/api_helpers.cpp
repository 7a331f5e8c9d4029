// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/api_helpers.h"

#include "core/api_json/api_json.h"
#include "core/base/names.h"
#include "core/base/whole_number.h"

#include <QPointer>
#include <QPromise>
#include <QTimer>

#include <algorithm>
#include <limits>

namespace studio::gateway {

HttpResponse errorAnswer(const Error &error)
{
    return jsonAnswer(httpStatusOf(error.code), toJson(error));
}

QString quotable(const QString &text)
{
    constexpr qsizetype longest = 100;
    return studio::escapeControlCharacters(text.size() <= longest ? text : text.first(longest) + u'…');
}

QString organizationOf(const ApiCall &call)
{
    return call.match.parameters.value("org");
}

AppId appOf(const ApiCall &call)
{
    return {organizationOf(call), call.match.parameters.value("app")};
}

Result<qint64> queryNumber(const ApiCall &call, const char *name, qint64 fallback, qint64 least, qint64 most)
{
    if (!call.match.query.contains(name)) {
        return fallback;
    }
    const auto number = wholeNumber(call.match.query.value(name).toUtf8());
    if (!number || *number < least || *number > most) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("“%1” is not a whole number from %2 to %3.")
                                                    .arg(QString::fromLatin1(name))
                                                    .arg(least)
                                                    .arg(most));
    }
    return *number;
}

Result<int> versionOf(const ApiCall &call, int least)
{
    const QString text = call.match.parameters.value("v");
    const auto number = wholeNumber(text.toUtf8());
    if (!number || *number < least || *number > std::numeric_limits<int>::max()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("“%1” is not the number of a version.").arg(quotable(text)));
    }
    return static_cast<int>(*number);
}

Result<int> limitOf(const ApiCall &call)
{
    return queryNumber(call, "limit", 50, 1, 1'000).transform([](qint64 limit) { return static_cast<int>(limit); });
}

Result<QString> cursorOf(const ApiCall &call, int parts)
{
    if (!call.match.query.contains("cursor")) {
        return QString();
    }
    const QString text = call.match.query.value("cursor");
    const QStringList numbers = text.split(u':');
    const auto isNumber = [](const QString &one) { return wholeNumber(one.toUtf8()).value_or(-1) >= 0; };
    if (numbers.size() != parts || !std::ranges::all_of(numbers, isNumber)) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("“%1” is not the nextCursor of a page.").arg(quotable(text)));
    }
    return text;
}

Result<std::chrono::milliseconds> waitOf(const ApiCall &call)
{
    static constexpr std::chrono::milliseconds longest{8'000}; // many clients give up after ten seconds
    return queryNumber(call, "wait", 0, 0, 60).transform([](qint64 seconds) {
        return std::min(std::chrono::milliseconds(seconds * 1000), longest);
    });
}

Result<bool> queryFlag(const ApiCall &call, const char *name)
{
    const QString text = call.match.query.value(name, QStringLiteral("false"));
    if (text == QLatin1String("true") || text == QLatin1String("false")) {
        return text == QLatin1String("true");
    }
    return fail(ErrorCode::InvalidArgument,
                QStringLiteral("“%1” is neither true nor false.").arg(QString::fromLatin1(name)));
}

Result<void> checkNames(const ApiCall &call)
{
    for (const char *name : {"org", "app"}) {
        for (const auto *given : {&call.match.parameters, &call.match.query}) {
            const QString text = given->value(name, QStringLiteral("none"));
            if (!isValidName(text)) {
                return fail(ErrorCode::InvalidArgument,
                            QStringLiteral("“%1” is not a valid name: use letters, digits, - and _, at most 63.")
                                .arg(quotable(text)));
            }
        }
    }
    for (const auto &[name, what] : {std::pair("id", "execution"), std::pair("deploy_id", "compile")}) {
        const QString text = call.match.parameters.value(name, QStringLiteral("none"));
        if (!isValidName(text)) { // nor can it be a UUID
            return fail(ErrorCode::NotFound,
                        QStringLiteral("There is no %1 “%2”.").arg(QString::fromLatin1(what), quotable(text)));
        }
    }
    return {};
}

Result<Json> parseBody(const QByteArray &body)
{
    constexpr int deepest = 64;
    int depth = 0;
    bool inText = false;
    for (qsizetype at = 0; at < body.size(); ++at) {
        const char c = body[at];
        if (inText) {
            at += c == '\\' ? 1 : 0;
            inText = c != '"';
        } else if (c == '"') {
            inText = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) {
                return fail(ErrorCode::InvalidArgument,
                            QStringLiteral("The JSON is nested more than %1 deep.").arg(deepest));
            }
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    auto json = body.isEmpty() ? Json::object() : parseJson(body);
    if (json && !json->isObject()) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("The body is not a JSON object."));
    }
    return json;
}

QCoro::Task<bool> untilChanged(QPointer<ComputeService> service, std::optional<AppId> app,
                               std::chrono::milliseconds time, std::stop_token stop)
{
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const auto wake = [promise] { promise->finish(); };
    QObject here; // what is connected to it ends with it
    QTimer::singleShot(time, &here, wake);
    const auto isMeant = [app](const AppId &id) { return !app || id == *app; };
    if (service) {
        QObject::connect(service.data(), &ComputeService::executionChanged, &here,
                         [wake, isMeant](const AppId &id, const QString &) { isMeant(id) ? wake() : void(); });
        QObject::connect(service.data(), &ComputeService::appChanged, &here,
                         [wake, isMeant](const AppId &id) { isMeant(id) ? wake() : void(); });
    }
    const std::stop_callback stopped(stop, wake);
    co_await promise->future();
    co_return service && !stop.stop_requested();
}

HttpResponse linesHead()
{
    HttpResponse head = jsonAnswer(200, {});
    head.body.clear();
    head.headers.front() = {"content-type", "application/x-ndjson"};
    return head;
}

QByteArray lineOf(const Json &json)
{
    return bytesOf(json) + '\n';
}

} // namespace studio::gateway
