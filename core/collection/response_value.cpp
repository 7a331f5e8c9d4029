// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/response_value.h"

#include <QObject>

#include <utility>

namespace studio::collection {

namespace {

std::unexpected<Error> notAnExpression(const QString &expression)
{
    return fail(
        ErrorCode::InvalidArgument,
        QObject::tr("“%1” is not read here. Write res.status, res.body.NAME[0] or res.headers.NAME.").arg(expression));
}

/// Reads `.name`, `[0]`, `["name"]` or `['name']` from `at`.
std::optional<ExpressionStep> stepAt(const QString &text, qsizetype at)
{
    if (text[at] == u'.') {
        qsizetype end = ++at;
        while (end < text.size() && text[end] != u'.' && text[end] != u'[' && !text[end].isSpace()) {
            ++end;
        }
        return end > at ? std::optional(ExpressionStep{.name = text.sliced(at, end - at), .end = end}) : std::nullopt;
    }
    if (text[at] != u'[' || at + 1 >= text.size()) {
        return {};
    }
    const QChar quote = text[++at];
    if (quote == u'"' || quote == u'\'') {
        const qsizetype end = text.indexOf(quote, at + 1);
        const bool isClosed = end >= 0 && end + 1 < text.size() && text[end + 1] == u']';
        return isClosed ? std::optional(ExpressionStep{.name = text.sliced(at + 1, end - at - 1), .end = end + 2})
                        : std::nullopt;
    }
    const qsizetype end = text.indexOf(u']', at);
    bool isNumber = false;
    const uint index = end < 0 ? 0 : QStringView(text).sliced(at, end - at).toUInt(&isNumber);
    return isNumber ? std::optional(ExpressionStep{.name = {}, .index = index, .end = end + 1}) : std::nullopt;
}

Found headerNamed(const Headers &headers, const QString &name)
{
    const QByteArray wanted = name.toUtf8();
    Found found;
    for (const auto &[each, value] : headers) {
        if (each.compare(wanted, Qt::CaseInsensitive) == 0) {
            const QString text = QString::fromUtf8(value);
            found = Json(found ? found->text() + QStringLiteral(", ") + text : text);
        }
    }
    return found;
}

Json headersAsJson(const Headers &headers)
{
    Json all = Json::object();
    for (const auto &[name, value] : headers) {
        all[name.toLower().toStdString()] = headerNamed(headers, QString::fromUtf8(name)).value_or(Json());
    }
    return all;
}

/// A value on the way of an expression: a part of the answer, which is not copied, or one that is made for it.
class Place
{
public:
    void setPart(const Json *part) { m_part = part; }
    void setMade(Found made)
    {
        m_made = std::move(made);
        m_part = m_made ? &*m_made : nullptr;
    }
    [[nodiscard]] const Json *value() const { return m_part; } ///< null where it is undefined

    /// Goes on to a member, as JavaScript has it: a text and an array have a length.
    void enter(const ExpressionStep &step)
    {
        if (step.index < 0) {
            enterName(step.name);
        } else if (m_part->isString()) {
            const QString text = m_part->text();
            setMade(step.index < text.size() ? Found(Json(text.sliced(step.index, 1))) : Found());
        } else if (m_part->isObject()) {
            setPart(m_part->find(std::to_string(step.index)));
        } else {
            const Json::Array &all = m_part->elements();
            const auto index = static_cast<std::size_t>(step.index);
            setPart(index < all.size() ? &all[index] : nullptr);
        }
    }

private:
    void enterName(const QString &name)
    {
        const bool hasLength = m_part->isArray() || m_part->isString();
        if (hasLength && name == QLatin1String("length")) {
            setMade(Json(m_part->isArray() ? static_cast<qint64>(m_part->size())
                                           : static_cast<qint64>(m_part->text().size())));
        } else {
            setPart(m_part->find(toUtf8(name)));
        }
    }

    Found m_made;
    const Json *m_part = nullptr;
};

/// Goes to what the first steps name. The result is how many they were; 0: they name nothing.
qsizetype enterResponse(Place &place, const QList<ExpressionStep> &steps, const ResponseValue &response)
{
    const QString &name = steps.first().name;
    if (name == QLatin1String("body")) {
        place.setPart(&response.body);
    } else if (name == QLatin1String("status")) {
        place.setMade(Json(response.status));
    } else if (name == QLatin1String("statusText")) {
        place.setMade(Json(response.statusText));
    } else if (name == QLatin1String("responseTime")) {
        place.setMade(Json(response.milliseconds));
    } else if (name == QLatin1String("headers") && steps.size() > 1 && steps[1].index < 0) {
        place.setMade(headerNamed(response.headers, steps[1].name));
        return 2;
    } else if (name == QLatin1String("headers")) {
        place.setMade(headersAsJson(response.headers));
    } else {
        return 0;
    }
    return 1;
}

} // namespace

ResponseValue responseValue(const HttpResponse &response, qint64 milliseconds)
{
    auto body = parseJson(response.body);
    return {.status = response.status,
            .statusText = QString::fromUtf8(response.reason),
            .headers = response.headers,
            .body = body ? std::move(*body) : Json(QString::fromUtf8(response.body)),
            .milliseconds = milliseconds};
}

Result<QList<ExpressionStep>> expressionSteps(const QString &expression)
{
    constexpr QLatin1StringView root("res");
    const QString text = expression.trimmed();
    if (!text.startsWith(root) || text.size() == root.size()) {
        return notAnExpression(expression);
    }
    QList<ExpressionStep> steps;
    for (qsizetype at = root.size(); at < text.size();) {
        const auto step = stepAt(text, at);
        if (!step) {
            return notAnExpression(expression);
        }
        at = step->end;
        steps.append(*step);
    }
    return steps;
}

Result<Found> evaluate(const QString &expression, const ResponseValue &response)
{
    const auto steps = expressionSteps(expression);
    if (!steps) {
        return std::unexpected(steps.error());
    }
    Place place;
    const qsizetype used = enterResponse(place, *steps, response);
    if (used == 0) {
        return notAnExpression(expression);
    }
    const QString text = expression.trimmed();
    for (qsizetype at = used; at < steps->size(); ++at) {
        const Json *const value = place.value();
        if (!value || value->isNull()) {
            return fail(ErrorCode::InvalidArgument,
                        QObject::tr("%1 is %2")
                            .arg(text.first((*steps)[at - 1].end),
                                 value ? QStringLiteral("null") : QStringLiteral("undefined")));
        }
        place.enter((*steps)[at]);
    }
    return place.value() ? Found(*place.value()) : Found();
}

} // namespace studio::collection
