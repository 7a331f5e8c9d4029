// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

namespace studio::test {

/// The answer of the handler out of the frames.
struct Called
{
    int status = 0;
    QByteArray body;
    QString executionId;
    std::optional<Error> error;
    QStringList log;
    int heads = 0;
    int trailers = 0;
};

inline Called calledBy(const RawAnswer &answer)
{
    Called called;
    for (const InvokeFrame &frame : framesOf(answer.body)) {
        if (frame.kind == InvokeFrame::Head) {
            called.status = frame.head.status;
            ++called.heads;
        } else if (frame.kind == InvokeFrame::Chunk) {
            called.body += frame.data;
        } else if (frame.kind == InvokeFrame::Trailer) {
            called.executionId = frame.executionId;
            called.error = frame.invocation.error;
            ++called.trailers;
        } else if (frame.kind == InvokeFrame::Log) {
            called.log << QString::fromUtf8(frame.line.text);
        }
    }
    return called;
}

inline QByteArray callOf(const QByteArray &target, const QByteArray &body = {})
{
    return bytesOf(toJson(InvokeCall{
        .target = {},
        .request = {
            .method = "POST", .target = target, .headers = {{"content-type", "application/json"}}, .body = body}}));
}

/// A refusal is a JSON document with a code, a sentence and details.
inline void verifyRefused(const RawAnswer &answer, int status, const char *code)
{
    QCOMPARE(answer.status, status);
    const Json json = jsonOf(answer);
    QVERIFY2(json.isObject() && json.contains("code"), answer.body.constData());
    QCOMPARE(json["code"].utf8(), code);
    QVERIFY(json["message"].isString() && json["details"].isArray());
    QCOMPARE(headerValue(answer.headers, "content-type"), "application/json");
}

} // namespace studio::test
