// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/saved_request_state.h"

#include "core/collection/request_target.h"
#include "ui/invoke/body_fields.h"

#include <algorithm>

namespace studio {

using namespace collection;

namespace {

/// What stands behind the first ? of a URL, as pairs, as it is written.
QList<Pair> queryOf(const QString &url)
{
    QList<Pair> pairs;
    const QString query = url.section(u'#', 0, 0).section(u'?', 1);
    for (const QString &part : query.split(u'&', Qt::SkipEmptyParts)) {
        pairs.append({.name = part.section(u'=', 0, 0), .value = part.section(u'=', 1)});
    }
    return pairs;
}

/// Query parameters of the list, and behind them those that stand in the URL only.
QList<Pair> queryOf(const SavedRequest &request)
{
    QList<Pair> pairs;
    for (const Parameter &one : request.parameters) {
        if (one.kind == Parameter::Query) {
            pairs.append({.name = one.name, .value = one.value, .enabled = !one.isDisabled});
        }
    }
    for (const Pair &inUrl : queryOf(request.url)) {
        const auto written = queryPair(inUrl.name, inUrl.value);
        const bool isListed = std::ranges::any_of(
            pairs, [&](const Pair &pair) { return pair.enabled && queryPair(pair.name, pair.value) == written; });
        if (!isListed) {
            pairs.append(inUrl);
        }
    }
    return pairs;
}

/// With escapes for what would end it in a URL; anything else is as it is typed, so that variables stay.
QString inQuery(QString text, bool isName)
{
    text.replace(u'&', QLatin1String("%26")).replace(u'#', QLatin1String("%23"));
    return isName ? text.replace(u'=', QLatin1String("%3D")) : text;
}

QString urlOf(const QString &path, const QList<Pair> &query)
{
    QString url = path;
    for (const Pair &pair : query) {
        if (pair.enabled) {
            url += url.contains(u'?') ? u'&' : u'?';
            url += inQuery(pair.name, true) + u'=' + inQuery(pair.value, false);
        }
    }
    return url;
}

void setTarget(SavedRequest &request, const QString &path, const QList<Pair> &query)
{
    request.url = urlOf(path, query);
    QList<Parameter> parameters;
    for (const Parameter &one : std::as_const(request.parameters)) {
        if (one.kind == Parameter::Path) {
            parameters << one;
        }
    }
    for (const Pair &pair : query) {
        const auto before = std::ranges::find_if(request.parameters, [&](const Parameter &one) {
            return one.kind == Parameter::Query && one.name == pair.name;
        });
        parameters.append({.name = pair.name,
                           .value = pair.value,
                           .kind = Parameter::Query,
                           .isDisabled = !pair.enabled,
                           .others = before == request.parameters.end() ? Json() : before->others});
    }
    request.parameters = parameters;
}

void setHeaders(SavedRequest &request, const QList<Pair> &pairs)
{
    QList<Header> headers;
    for (const Pair &pair : pairs) {
        const auto before = std::ranges::find(request.headers, pair.name, &Header::name);
        headers.append({.name = pair.name,
                        .value = pair.value,
                        .isDisabled = !pair.enabled,
                        .others = before == request.headers.end() ? Json() : before->others});
    }
    request.headers = headers;
}

/// An empty payload is no body; what one types without choosing a kind is JSON.
void setBody(SavedRequest &request, const RequestState &shown, const RequestState &now)
{
    const bool isSameKind = now.bodyKind == shown.bodyKind;
    if (hasFields(now.bodyKind)) {
        if (!isSameKind || now.fields != shown.fields) {
            request.body = bodyOfFields(now.bodyKind, now.fields, request.body);
        }
    } else if (!isSameKind || now.payload != shown.payload) {
        request.body.data = QString::fromUtf8(now.payload);
        request.body.fields.clear();
        request.body.kind = now.bodyKind;
        if (now.payload.isEmpty()) {
            request.body = {};
        }
    }
}

} // namespace

RequestState stateOf(const SavedRequest &request)
{
    RequestState state{.method = request.method.toLatin1(),
                       .path = request.url.section(u'?', 0, 0),
                       .payload = hasFields(request.body.kind) ? QByteArray() : request.body.data.toUtf8(),
                       .query = queryOf(request),
                       .headers = {},
                       .bodyKind = request.body.kind == Body::None ? Body::Json : request.body.kind,
                       .fields = fieldsOf(request.body)};
    for (const Header &header : request.headers) {
        state.headers.append({.name = header.name, .value = header.value, .enabled = !header.isDisabled});
    }
    return state;
}

SavedRequest withEdits(SavedRequest request, const RequestState &shown, const RequestState &now)
{
    if (now.method != shown.method) {
        request.method = QString::fromLatin1(now.method);
    }
    if (now.path != shown.path || now.query != shown.query) {
        setTarget(request, now.path, now.query);
    }
    if (now.headers != shown.headers) {
        setHeaders(request, now.headers);
    }
    setBody(request, shown, now);
    return request;
}

bool hasVariable(const RequestState &state)
{
    const auto holds = [](const Pair &pair) {
        return pair.enabled && (pair.name.contains(QLatin1String("{{")) || pair.value.contains(QLatin1String("{{")));
    };
    return std::ranges::any_of(state.fields, holds) || state.path.contains(QLatin1String("{{")) ||
           state.payload.contains("{{") || std::ranges::any_of(state.query, holds) ||
           std::ranges::any_of(state.headers, holds);
}

} // namespace studio
