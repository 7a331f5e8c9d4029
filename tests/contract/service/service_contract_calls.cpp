// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/service/service_contract.h"

#include <QCoroTask>
#include <QTimer>

namespace studio::test {

namespace {

Json answerOf(const Result<Invocation> &invocation)
{
    return invocation ? parseJson(invocation->response.body).value_or(Json::object()) : Json::object();
}

} // namespace

Result<Invocation> ServiceContract::call(const QByteArray &target, const QByteArray &body, InvokeTarget which,
                                         InvokeObserver observer, std::stop_token stop) const
{
    const HttpRequest request{
        .method = "POST", .target = target, .headers = {{"content-type", "application/json"}}, .body = body};
    return QCoro::waitFor(service().invoke(m_id, which, request, std::move(observer), stop));
}

void ServiceContract::a_call_reaches_the_handler_as_it_was_given()
{
    const auto answer = call("/a%2Fb?q=1&q=2", R"({"a": "ä"})");
    QVERIFY(answer);
    QCOMPARE(answer->response.status, 200);
    const Json json = answerOf(answer);
    QCOMPARE(json["path"].utf8(), "/a%2Fb");
    QCOMPARE(json["query"].size(), 2U);
    QCOMPARE(json["body"].utf8(), R"({"a": "ä"})");
    QCOMPARE(toQString(json["id"].utf8()), answer->executionId);
    QCOMPARE(json["function"].utf8(), "org/passing");
    QVERIFY(answer->timings.total > 0);
    QVERIFY(headerValue(answer->response.headers, "x-ignite-handler-us").isEmpty()); // the platform's own
    QCOMPARE(json["method"].utf8(), "POST");
    QCOMPARE(answerOf(call("/", QByteArray("\xff\x00x", 3)))["bytes"].number(), 3);
    QCOMPARE(answerOf(call("/", QByteArray(6 << 20, 'x')))["bytes"].number(), 6 << 20);
}

void ServiceContract::method_and_headers_reach_the_handler()
{
    const HttpRequest request{
        .method = "PUT",
        .target = "/",
        .headers = {{"content-type", "text/plain"}, {"cookie", "a=1; b=\"2\""}, {"x-ignite-forged", "yes"}},
        .body = "plain"};
    const Json json = answerOf(QCoro::waitFor(service().invoke(m_id, {}, request)));
    QCOMPARE(json["method"].utf8(), "PUT");
    QCOMPARE(json["cookie"].utf8(), "a=1; b=\"2\"");
    QVERIFY(json["forged"].isNull());
    QCOMPARE(json["body"].utf8(), "plain");
}

void ServiceContract::versions_and_the_draft_can_be_called()
{
    for (const InvokeTarget which : {InvokeTarget{InvokeTarget::Draft, 0}, InvokeTarget{InvokeTarget::Numbered, 2}}) {
        const auto answer = call("/", {}, which);
        QVERIFY(answer);
        QCOMPARE(answer->response.status, 200);
        const auto record = QCoro::waitFor(service().getExecution(answer->executionId));
        QVERIFY(record);
        QCOMPARE(record->version, which.version);
    }
    QCOMPARE(call("/", {}, {InvokeTarget::Numbered, 99}).error().code, ErrorCode::NotFound);
}

void ServiceContract::an_answer_comes_in_pieces()
{
    QByteArray pieces;
    int count = 0;
    int status = 0;
    QString started;
    InvokeObserver observer;
    observer.started = [&](const QString &id) { started = id; };
    observer.head = [&](const HttpResponse &head) { status = head.status; };
    observer.chunk = [&](const QByteArray &bytes, const std::function<void()> &next) {
        pieces += bytes;
        ++count;
        next();
    };
    const auto answer = call("/stream?pieces=3&ms=100", {}, {}, observer);
    QVERIFY(answer);
    const QByteArray whole = "piece 0\npiece 1\npiece 2\n";
    QCOMPARE(answer->response.body, whole);
    if (m_under->tellsPieces()) {
        QCOMPARE(pieces, whole);
        QCOMPARE(status, 200);
        QCOMPARE(started, answer->executionId);
        QVERIFY(count >= 3);
    }
}

void ServiceContract::lines_of_a_call_are_streamed_and_kept()
{
    QList<QByteArray> told;
    InvokeObserver observer;
    observer.lines = [&](const QList<LogLine> &lines) {
        for (const LogLine &line : lines) {
            told.append(line.text);
        }
    };
    const auto answer = call("/log", {}, {}, observer);
    QVERIFY(answer);
    QVERIFY(told.contains("a line for the log"));
    const auto lines = QCoro::waitFor(service().executionLogs(answer->executionId));
    QVERIFY(lines);
    QCOMPARE(lines->size(), 1);
    QCOMPARE(lines->first().text, "a line for the log");
    const auto page = QCoro::waitFor(service().appLogs(m_id, {.limit = 10}));
    QVERIFY(page && !page->lines.isEmpty());
    QCOMPARE(page->lines.last().executionId, answer->executionId);
    QCOMPARE(page->lines.last().line.text, "a line for the log");
}

void ServiceContract::failures_of_the_handler_are_answers()
{
    const auto dead = call("/exit");
    QVERIFY(dead);
    QCOMPARE(dead->response.status, 500);
    QVERIFY(answerOf(dead).contains("error"));
    const auto late = call("/sleep?ms=20000");
    QVERIFY(late);
    QCOMPARE(late->response.status, 504);
    const auto record = QCoro::waitFor(service().getExecution(late->executionId));
    QVERIFY(record);
    QCOMPARE(record->status, ExecutionStatus::TimedOut);
}

void ServiceContract::a_header_about_the_connection_mixes_up_no_answers()
{
    // A handler's host answers this one with an interim answer first.
    for (const char *body : {"first", "second", "third"}) {
        const HttpRequest request{
            .method = "POST", .target = "/", .headers = {{"expect", "100-continue"}}, .body = body};
        const auto answer = QCoro::waitFor(service().invoke(m_id, {}, request));
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->response.status, 200);
        QCOMPARE(answerOf(answer)["body"].utf8(), body);
        QCOMPARE(answerOf(answer)["id"].utf8(), toUtf8(answer->executionId));
    }
}

void ServiceContract::an_answer_that_breaks_off_has_the_reason()
{
    const auto half = call("/break");
    QVERIFY2(half, half ? "" : qPrintable(half.error().message));
    QVERIFY(half->error);
    QVERIFY(answerOf(half).contains("error"));
    const auto record = QCoro::waitFor(service().getExecution(half->executionId));
    QVERIFY(record);
    QCOMPARE(record->status, ExecutionStatus::Failed);
}

void ServiceContract::a_body_beyond_the_limit_is_an_answer_and_a_record()
{
    const auto over = call("/", QByteArray((6 << 20) + 1, 'x'));
    QVERIFY2(over, over ? "" : qPrintable(over.error().message));
    QCOMPARE(over->response.status, 413);
    QVERIFY(answerOf(over)["error"].utf8().contains("6291456"));
    const auto record = QCoro::waitFor(service().getExecution(over->executionId));
    QVERIFY(record);
    QCOMPARE(record->response.status, 413);
    QCOMPARE(record->requestBytes, (6 << 20) + 1);
}

void ServiceContract::a_call_can_be_stopped()
{
    std::stop_source stop;
    QTimer::singleShot(300, this, [stop]() mutable { stop.request_stop(); }); // whether it runs by then or not
    const auto answer = call("/sleep?ms=2900", {}, {}, {}, stop.get_token());
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Cancelled);
    const auto newest = [this] {
        const auto page = QCoro::waitFor(service().listExecutions(m_id, {.limit = 1}));
        return page && !page->executions.isEmpty() ? page->executions.first().status : ExecutionStatus::Running;
    };
    QTRY_COMPARE_WITH_TIMEOUT(newest(), ExecutionStatus::Cancelled, 30'000);
}

void ServiceContract::a_call_can_be_left_alone()
{
    const HttpRequest request{.method = "POST", .target = "/sleep?ms=200", .headers = {}, .body = {}};
    const auto id = QCoro::waitFor(service().invokeAsync(m_id, {}, request));
    QVERIFY2(id, id ? "" : qPrintable(id.error().message));
    const auto status = [&] {
        const auto record = QCoro::waitFor(service().getExecution(*id));
        return record ? record->status : ExecutionStatus::Running;
    };
    QTRY_COMPARE_WITH_TIMEOUT(status(), ExecutionStatus::Succeeded, 30'000);
}

void ServiceContract::records_are_listed_searched_counted_and_deleted()
{
    const auto lateOnes = [this] {
        return QCoro::waitFor(service().listExecutions(m_id, {.statuses = {ExecutionStatus::TimedOut}}));
    };
    const auto before = lateOnes();
    QVERIFY(before);
    QVERIFY(call("/first"));
    QVERIFY(call("/second"));
    QCOMPARE(call("/sleep?ms=20000")->response.status, 504);
    const auto first = QCoro::waitFor(service().listExecutions(m_id, {.limit = 2}));
    QVERIFY(first && first->executions.size() == 2 && !first->nextCursor.isEmpty());
    const auto second = QCoro::waitFor(service().listExecutions(m_id, {.limit = 2, .cursor = first->nextCursor}));
    QVERIFY(second && !second->executions.isEmpty());
    QVERIFY(second->executions.first().id < first->executions.last().id); // newest first

    const auto late = lateOnes();
    QVERIFY(late);
    QCOMPARE(late->executions.size(), before->executions.size() + 1);
    const QString id = late->executions.first().id;
    const auto found = QCoro::waitFor(service().listExecutions(m_id.organization, {.text = id}));
    QVERIFY(found);
    QCOMPARE(found->executions.size(), 1);

    // By everything at once, and each time by one thing that does not hold.
    const Execution &one = late->executions.first();
    ExecutionQuery exact{.idPrefix = QString(id).remove(u'-').first(20),
                         .statuses = {ExecutionStatus::TimedOut, ExecutionStatus::Lost},
                         .version = one.version,
                         .answers = {500, 599},
                         .sinceMs = one.createdAtMs - 60'000,
                         .untilMs = one.createdAtMs + 60'000,
                         .minUs = 2,
                         .maxUs = one.totalUs};
    const auto ids = [this](const ExecutionQuery &query) {
        const auto page = QCoro::waitFor(service().listExecutions(m_id, query));
        return page ? page->executions.size() : -1;
    };
    QCOMPARE(ids(exact), 1);
    for (const auto change : std::initializer_list<void (*)(ExecutionQuery &)>{
             [](ExecutionQuery &query) { query.statuses = {ExecutionStatus::Lost}; },
             [](ExecutionQuery &query) { query.version = ExecutionQuery::devVersion; },
             [](ExecutionQuery &query) { query.version = 77; },
             [](ExecutionQuery &query) { query.answers = {404, 404}; },
             [](ExecutionQuery &query) { std::swap(query.sinceMs, query.untilMs); },
             [](ExecutionQuery &query) { query.maxUs -= 1; },
             [](ExecutionQuery &query) { query.minUs = query.maxUs + 1; },
             [](ExecutionQuery &query) { query.idPrefix.back() = query.idPrefix.back() == u'0' ? u'1' : u'0'; }}) {
        ExecutionQuery other = exact;
        change(other);
        QCOMPARE(ids(other), 0);
    }

    const auto stats = QCoro::waitFor(service().executionStats(m_id));
    QVERIFY(stats && stats->total >= 3);
    const auto removed = QCoro::waitFor(service().deleteExecutions(m_id, {id}));
    QVERIFY(removed);
    QCOMPARE(*removed, 1);
    const auto fewer = QCoro::waitFor(service().executionStats(m_id));
    QCOMPARE(fewer->total, stats->total - 1);
}

void ServiceContract::an_app_is_deleted_with_all_that_it_had()
{
    QVERIFY(QCoro::waitFor(service().deleteApp(m_id)));
    m_isMade = false; // again for the next one
    QCOMPARE(QCoro::waitFor(service().getApp(m_id)).error().code, ErrorCode::NotFound);
    QCOMPARE(QCoro::waitFor(service().invoke(m_id, {}, {})).error().code, ErrorCode::NotFound);
    const auto apps = QCoro::waitFor(service().listApps(m_id.organization));
    QVERIFY(apps && std::ranges::none_of(*apps, [this](const App &app) { return app.id == m_id; }));
}

} // namespace studio::test
