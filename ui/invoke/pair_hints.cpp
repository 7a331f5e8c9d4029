// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/pair_hints.h"

#include <QHash>

namespace studio {

namespace {

QStringList listOf(std::initializer_list<const char *> texts)
{
    QStringList list;
    for (const char *const text : texts) {
        list << QString::fromLatin1(text);
    }
    return list;
}

} // namespace

QStringList requestHeaderNames()
{
    static const QStringList names = listOf({"accept",
                                             "accept-charset",
                                             "accept-encoding",
                                             "accept-language",
                                             "authorization",
                                             "cache-control",
                                             "content-encoding",
                                             "content-language",
                                             "content-type",
                                             "cookie",
                                             "date",
                                             "expect",
                                             "forwarded",
                                             "from",
                                             "if-match",
                                             "if-modified-since",
                                             "if-none-match",
                                             "if-range",
                                             "if-unmodified-since",
                                             "idempotency-key",
                                             "last-event-id",
                                             "origin",
                                             "pragma",
                                             "prefer",
                                             "range",
                                             "referer",
                                             "te",
                                             "traceparent",
                                             "tracestate",
                                             "user-agent",
                                             "x-api-key",
                                             "x-correlation-id",
                                             "x-csrf-token",
                                             "x-forwarded-for",
                                             "x-forwarded-host",
                                             "x-forwarded-proto",
                                             "x-request-id",
                                             "x-requested-with"});
    return names;
}

QStringList requestHeaderValues(const QString &name)
{
    static const QStringList types =
        listOf({"application/json", "application/x-www-form-urlencoded", "application/octet-stream", "application/xml",
                "multipart/form-data", "text/plain", "text/plain; charset=utf-8", "text/csv", "text/html",
                "application/problem+json", "application/cbor"});
    static const QHash<QString, QStringList> values{
        {QStringLiteral("content-type"), types},
        {QStringLiteral("accept"), listOf({"*/*", "application/json", "text/event-stream", "text/html", "text/plain",
                                           "image/*", "application/octet-stream"})},
        {QStringLiteral("accept-encoding"), listOf({"gzip", "br", "zstd", "identity", "gzip, deflate, br"})},
        {QStringLiteral("accept-language"), listOf({"en", "en-GB", "de", "fr", "de-CH, de;q=0.9, en;q=0.5"})},
        {QStringLiteral("authorization"), listOf({"Bearer ", "Basic "})},
        {QStringLiteral("cache-control"), listOf({"no-cache", "no-store", "max-age=0", "only-if-cached"})},
        {QStringLiteral("content-encoding"), listOf({"gzip", "br", "zstd", "deflate"})},
        {QStringLiteral("expect"), listOf({"100-continue"})},
        {QStringLiteral("if-match"), listOf({"*"})},
        {QStringLiteral("if-none-match"), listOf({"*"})},
        {QStringLiteral("prefer"), listOf({"return=minimal", "return=representation", "respond-async"})},
        {QStringLiteral("range"), listOf({"bytes=0-1023"})},
        {QStringLiteral("x-forwarded-proto"), listOf({"https", "http"})},
        {QStringLiteral("x-requested-with"), listOf({"XMLHttpRequest"})}};
    return values.value(name.trimmed().toLower());
}

} // namespace studio
