// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/store_bench.h"

#include "core/base/uuid7.h"
#include "core/local/call_record.h"
#include "core/model/execution_words.h"
#include "core/store/executions.h"
#include "core/store/schema.h"
#include "tests/core/store/store_helpers.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

namespace studio::bench {

namespace {

const AppId hello{QStringLiteral("org"), QStringLiteral("hello")};
constexpr int vocabulary = 20'000;

/// The words' frequencies fall as those of a language do: the tenth is a tenth as frequent as the first.
QByteArray word(QRandomGenerator &random)
{
    const double rank = std::pow(vocabulary, random.generateDouble());
    return "word" + QByteArray::number(static_cast<int>(rank));
}

Execution madeUp(QRandomGenerator &random, int at)
{
    Execution one;
    one.id = uuid7();
    one.app = at % 10 == 0 ? AppId{QStringLiteral("org"), QStringLiteral("other")} : hello;
    one.version = 1 + at % 3;
    one.codeHash = QByteArray(64, 'a');
    one.artifactHash = QByteArray(64, 'b');
    one.toolchain = QStringLiteral("1.93.0");
    one.status = at % 50 == 7 ? ExecutionStatus::Failed : ExecutionStatus::Succeeded;
    one.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    one.totalUs = 1'000 + at % 1'000;
    if (at % 5'000 == 13) { // some are slow
        one.totalUs = 200'000 + at % 90'000;
    }
    QByteArray text;
    for (int i = 0; i < 12; ++i) {
        text += ' ' + word(random);
    }
    one.request.headers = {{"content-type", "application/json"}};
    one.request.body = R"({"message": "hello)" + text + R"(", "user": )" + QByteArray::number(at) + '}';
    one.response = {.status = one.status == ExecutionStatus::Failed ? 500 : 200,
                    .reason = "OK",
                    .headers = {{"content-type", "application/json"}},
                    .body = R"({"message":"hello )" + word(random) + R"(","execution_id":")" + one.id.toUtf8() + "\"}",
                    .truncated = false};
    one.requestBytes = one.request.body.size();
    one.responseBytes = one.response.body.size();
    if (at % 4 == 0) {
        one.lines = {{one.createdAtMs, "handled " + word(random) + " in a call"}};
    }
    return one;
}

/// Versions as publishing makes them, and the newest active.
QString addVersions(const QString &folder, int count)
{
    return made::runSql(
        folder, {QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) INSERT "
                                "INTO version (app, number, code_hash, artifact_hash, target, rust_version, tier, "
                                "memory_mb, timeout_secs, note, created_at_ms) SELECT 1, i, printf('%064x', i), "
                                "printf('%064x', -i), 'native', '1.93.0', 'medium', 512, 30, 'note ' || i, 1 FROM n")
                     .arg(count),
                 QStringLiteral("UPDATE app SET active_version = %1, seal = '' WHERE id = 1").arg(count)});
}

Json failure(const Error &error)
{
    return {{"error", toUtf8(error.message + QLatin1Char(' ') + error.detail)}};
}

QString text(const Json &json, const char *key)
{
    return json.contains(key) ? toQString(json[key].utf8()) : QString();
}

} // namespace

Json fillStore(const Json &command)
{
    auto store = Store::open(text(command, "folder"));
    if (!store) {
        return failure(store.error());
    }
    App app;
    app.id = hello;
    if (auto made = (*store)->createApp(app); !made) {
        return failure(made.error());
    }
    (void)(*store)->beQuick();
    QRandomGenerator random(1);
    QElapsedTimer clock;
    clock.start();
    constexpr int batch = 1'000;
    const int count = command["executions"].number(0);
    for (int at = 0; at < count;) {
        QList<Execution> many;
        for (int i = 0; i < batch && at < count; ++i, ++at) {
            many << madeUp(random, at);
        }
        if (auto done = (*store)->executions().write(many, QStringLiteral("bench")); !done) {
            return failure(done.error());
        }
    }
    const int versions = command["versions"].number(0);
    if (const QString error = versions > 0 ? addVersions(text(command, "folder"), versions) : QString();
        !error.isEmpty()) {
        return {{"error", toUtf8(error)}};
    }
    return {{"usEach", count > 0 ? static_cast<double>(clock.nsecsElapsed()) / 1e3 / count : 0.0}};
}

Json searchStore(const Json &command)
{
    auto store = Store::open(text(command, "folder"));
    if (!store) {
        return failure(store.error());
    }
    const ExecutionQuery query = readExecutionWords(text(command, "words"), QDateTime::currentDateTime()).query;
    std::vector<double> times;
    qsizetype found = 0;
    for (int i = 0; i < 9; ++i) {
        QElapsedTimer clock;
        clock.start();
        const auto page = (*store)->executions().list(hello, query);
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        if (!page) {
            return failure(page.error());
        }
        found = page->executions.size();
    }
    const double first = times.front();
    std::ranges::sort(times);
    return {{"ms", times[times.size() / 2]}, {"firstMs", first}, {"worstMs", times.back()}, {"found", found}};
}

Json recordCalls(const Json &command)
{
    ExecutionRecorder recorder(text(command, "folder"));
    QRandomGenerator random(2);
    constexpr int calls = 4'000;
    QList<Execution> begun;
    for (int at = 0; at < calls; ++at) {
        begun << madeUp(random, at);
    }
    std::vector<double> times;
    for (const Execution &one : std::as_const(begun)) {
        Result<Invocation> answer = Invocation();
        answer->response = one.response;
        QElapsedTimer clock;
        clock.start();
        {
            CallRecord record(&recorder, one);
            record.runsOn({});
            record.end(answer);
        }
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
    }
    std::ranges::sort(times);
    return {{"us", times[times.size() / 2]}};
}

} // namespace studio::bench
