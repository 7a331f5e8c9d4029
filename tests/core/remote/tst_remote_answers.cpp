// SPDX-License-Identifier: GPL-3.0-or-later
// The real client of a remote platform before a server on this machine that answers anything.
#include "core/remote/remote_platform.h"
#include "tests/support/hostile_server.h"
#include "tests/support/places.h"

#include <QCoroFuture>
#include <QCoroTask>
#include <QPromise>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray whole(const QByteArray &body, const QByteArray &status = "200 OK",
                 const QByteArray &type = "application/json")
{
    return HostileServer::whole(body, status, type);
}

QByteArray nested(const char *open, const char *close, int levels, const QByteArray &inside = "1")
{
    return QByteArray(open).repeated(levels) + inside + QByteArray(close).repeated(levels);
}

} // namespace

class TestRemoteAnswers : public QObject
{
    Q_OBJECT

    HostileServer m_server;
    QTemporaryDir m_cache;
    QStringList m_said; ///< the errors' sentences, by the call
    QList<int> m_codes; ///< and their codes

    template <typename T> QCoro::Task<void> ended(const char *name, Task<T> task)
    {
        const auto result = co_await std::move(task);
        m_said << QLatin1StringView(name) + u": "_s + (result ? u"no error"_s : result.error().message);
        m_codes << (result ? -1 : static_cast<int>(result.error().code));
    }

    /// All calls at once: what is safe to repeat is repeated, which takes a second.
    QCoro::Task<void> callAll(RemotePlatform &remote)
    {
        const AppId id{u"org"_s, u"app"_s};
        const QString execution = u"0190a6b2-0000-7000-8000-000000000001"_s;
        std::vector<QCoro::Task<void>> calls;
        calls.push_back(ended("getApp", remote.getApp(id)));
        calls.push_back(ended("createApp", remote.createApp(App{.id = id})));
        calls.push_back(ended("listApps", remote.listApps(u"org"_s)));
        calls.push_back(ended("getAppState", remote.getAppState(id)));
        calls.push_back(ended("draftInfo", remote.draftInfo(id)));
        calls.push_back(ended("publishDraft", remote.publishDraft(id)));
        calls.push_back(ended("updateApp", remote.updateApp(App{.id = id})));
        calls.push_back(ended("deleteApp", remote.deleteApp(id)));
        calls.push_back(ended("saveDraft", remote.saveDraft(id, sourcePath("/resources/samples/rust-hello"))));
        calls.push_back(ended("compileDraft", remote.compileDraft(id, {})));
        calls.push_back(ended("getVersion", remote.getVersion(id, 1)));
        calls.push_back(ended("rollback", remote.rollback(id, 1)));
        calls.push_back(ended("deleteExecutions", remote.deleteExecutions(id)));
        calls.push_back(ended("compileLog", remote.compileLog(execution)));
        calls.push_back(ended("listVersions", remote.listVersions(id)));
        calls.push_back(ended("versionCode", remote.versionCode(id, 1)));
        calls.push_back(ended("invoke", remote.invoke(id, InvokeTarget(), HttpRequest())));
        calls.push_back(ended("invokeAsync", remote.invokeAsync(id, InvokeTarget(), HttpRequest())));
        calls.push_back(ended("getExecution", remote.getExecution(execution)));
        calls.push_back(ended("listExecutions", remote.listExecutions(id)));
        calls.push_back(ended("executionLogs", remote.executionLogs(execution)));
        calls.push_back(ended("executionStats", remote.executionStats(id)));
        calls.push_back(ended("appLogs", remote.appLogs(id)));
        for (auto &call : calls) {
            co_await call;
        }
    }

    [[nodiscard]] Paths paths() const
    {
        Paths made;
        made.cache = m_cache.path();
        return made;
    }

    void ask(const QByteArray &answer)
    {
        m_server.answer = answer;
        m_server.piece.clear();
        m_said.clear();
        RemotePlatform remote(QUrl(m_server.address()), {}, paths());
        QCoro::waitFor(callAll(remote));
        QCOMPARE(m_said.size(), 23);
    }

    /// What became of this call.
    [[nodiscard]] QString said(const char *call) const
    {
        const auto found = m_said.filter(QLatin1StringView(call) + u": "_s);
        return found.isEmpty() ? QString() : found.first().section(u": "_s, 1);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.listen(QHostAddress::LocalHost)); }

    void what_is_no_answer_is_an_error_of_one_sentence_data()
    {
        QTest::addColumn<QByteArray>("answer");
        const int levels = 200'000;
        const QByteArray good = R"({"app":{"id":{"organization":"org","name":"app"}}})";
        QTest::newRow("lists in lists") << whole(nested("[", "]", levels));
        QTest::newRow("objects in objects") << whole(nested("{\"app\":", "}", levels));
        QTest::newRow("deep in a field") << whole("{\"app\":" + nested("[", "]", levels) + '}');
        QTest::newRow("deep and cut") << whole(QByteArray("[").repeated(levels));
        QTest::newRow("deep in lines") << whole("{\"line\":" + nested("[", "]", levels) + "}\n", "200 OK",
                                                "application/x-ndjson");
        QTest::newRow("deep in an error") << whole(nested("{\"message\":", "}", levels), "500 Broken");
        QTest::newRow("cut JSON") << whole(good.first(good.size() / 2));
        QTest::newRow("cut by the connection") << whole(good).chopped(good.size() / 2);
        QTest::newRow("binary") << whole(QByteArray("\0\xff\x1e\x80{\"app\":\"\xc3\x28\"}\n\0", 20).repeated(500));
        QTest::newRow("binary error") << whole(QByteArray("\0\xff\x1e\x80", 4).repeated(500), "503 \xff\xfe");
        QTest::newRow("no HTTP") << QByteArray("\0\xff\x1e\x80", 4).repeated(500);
        QTest::newRow("nothing") << whole({});
        QTest::newRow("a number") << whole("7");
        QTest::newRow("huge, as it says")
            << "HTTP/1.1 200 OK\r\ncontent-length: 9000000000\r\n\r\n{\"app\":[" + QByteArray("1,").repeated(1'000'000);
    }
    void what_is_no_answer_is_an_error_of_one_sentence()
    {
        QFETCH(QByteArray, answer);
        ask(answer);
        for (const QString &said : std::as_const(m_said)) {
            QVERIFY2(!said.endsWith(u"no error"_s) && said.endsWith(u'.') && !said.contains(u'\n') &&
                         said.size() < 400 && !said.contains(QChar(0)) && !said.contains(QChar::ReplacementCharacter),
                     qPrintable(said));
        }
    }

    /// A JSON array or object where the other is wanted is never an answer; other wrong types are named, or passed over
    /// where a platform of another version may leave a value out.
    void members_of_other_types_are_named()
    {
        for (const char *each : {"7", "[]", "{}", "\"x\"", "null", "true", "[[],7,null]", "{\"id\":[],\"name\":{}}"}) {
            QByteArray members;
            for (const char *name : {"app", "apps", "version", "versions", "draft", "lines", "execution", "executions",
                                     "counts", "state", "code", "executionId", "invocation", "activeVersion"}) {
                members += (members.isEmpty() ? "\"" : ",\"") + QByteArray(name) + "\":" + each;
            }
            ask(whole('{' + members + '}'));
            for (const char *call : {"getApp", "createApp", "versionCode", "saveDraft"}) {
                const QString sentence = said(call);
                QVERIFY2(sentence.contains(u"is damaged: “"_s) || sentence.contains(u"The connection broke"_s),
                         qPrintable(QLatin1StringView(call) + u": "_s + sentence + u", "_s + QLatin1StringView(each)));
            }
        }
    }

    void an_empty_object_is_no_answer_where_one_has_to_be()
    {
        ask(whole("{}"));
        for (const char *call :
             {"getApp", "updateApp", "getAppState", "draftInfo", "saveDraft", "compileDraft", "getVersion", "rollback",
              "versionCode", "invokeAsync", "getExecution", "deleteExecutions"}) {
            QVERIFY2(said(call).contains(u"is damaged: “"_s) && said(call).endsWith(u" is missing."_s),
                     qPrintable(QLatin1StringView(call) + u": "_s + said(call)));
        }
        for (const char *call : {"createApp", "publishDraft"}) { // what has happened there is open
            QVERIFY2(said(call) != u"no error"_s, qPrintable(said(call)));
        }
    }

    void what_is_read_names_the_place()
    {
        ask(whole(R"({"apps":{"x":[1]},"versions":[{"version":"x"}],"executions":[{}],"executionId":[1]})"));
        const QString damaged = u"The answer of the gateway %1 is damaged: "_s.arg(m_server.address());
        QCOMPARE(said("listApps"), damaged + u"“apps” is not an array."_s);
        QCOMPARE(said("listVersions"),
                 damaged + u"“versions[0].version” is not a whole number from -2147483648 to 2147483647."_s);
        QCOMPARE(said("listExecutions"), damaged + u"“executions[0].executionId” is missing."_s);
        QCOMPARE(said("invokeAsync"), damaged + u"“executionId” is not a string."_s);
    }

    void each_call_ends_with_its_platform_and_by_its_stop_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("piece");
        const QByteArray head = "HTTP/1.1 200 OK\r\n";
        QTest::newRow("nothing") << QByteArray() << QByteArray();
        QTest::newRow("a head without an end") << head << QByteArray("x: y\r\n").repeated(1'000);
        QTest::newRow("interim answers") << QByteArray() + "HTTP/1.1 100 Continue\r\n\r\n"
                                         << QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(100);
    }
    void each_call_ends_with_its_platform_and_by_its_stop()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, piece);
        for (const bool byStop : {true, false}) {
            m_server.answer = answer;
            m_server.piece = piece;
            m_codes.clear();
            std::stop_source stop;
            auto remote =
                std::make_unique<RemotePlatform>(QUrl(m_server.address()), TokenSource(), paths(), stop.get_token());
            const int before = m_server.requests();
            auto all = callAll(*remote);
            QTRY_VERIFY(m_server.requests() > before);
            byStop ? void(stop.request_stop()) : remote->stop();
            QCoro::waitFor(all);
            QCOMPARE(m_codes, QList<int>(23, static_cast<int>(ErrorCode::Cancelled)));
        }
    }

    /// As where a keychain asks a person.
    void a_token_that_does_not_come_holds_no_stop_up()
    {
        const auto never = std::make_shared<QPromise<void>>();
        never->start();
        const TokenSource source = [never]() -> Task<QByteArray> {
            co_await never->future();
            co_return QByteArray();
        };
        std::stop_source stop;
        RemotePlatform remote(QUrl(m_server.address()), source, paths(), stop.get_token());
        m_codes.clear();
        auto call = ended("getApp", remote.getApp({u"org"_s, u"app"_s}));
        stop.request_stop();
        QCoro::waitFor(call);
        QCOMPARE(m_codes, QList<int>{static_cast<int>(ErrorCode::Cancelled)});
        never->finish();
    }

    /// Bytes that come now and then do not lengthen the time; and one that was late is not asked again.
    void a_request_has_its_time()
    {
        m_server.answer = "HTTP/1.1 200 OK\r\n\r\n{";
        m_server.piece.clear();
        m_server.slow = true;
        GatewayClient link(QUrl(m_server.address()), {});
        const int before = m_server.requests();
        const auto answer = QCoro::waitFor(link.send({.path = u"/x"_s, .longest = std::chrono::milliseconds(300)}));
        m_server.slow = false;
        QCOMPARE(answer.error().code, ErrorCode::Unavailable);
        QVERIFY2(answer.error().message.contains(u"did not send a complete answer within"_s),
                 qPrintable(answer.error().message));
        QCOMPARE(m_server.requests(), before + 1);
    }

    /// Who does not take a chunk is not sent more than fits between.
    void a_reader_that_takes_nothing_holds_the_gateway_back()
    {
        m_server.answer = "HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n\r\n"
                          "{\"head\":{\"status\":200,\"headers\":[]}}\n";
        m_server.piece = ("{\"chunk\":{\"data\":\"" + QByteArray(3'000, 'x').toBase64() + "\"}}\n").repeated(20);
        RemotePlatform remote(QUrl(m_server.address()), {}, paths());
        std::stop_source stop;
        std::function<void()> next;
        qint64 taken = 0;
        bool holds = true;
        const auto take = [&](const QByteArray &bytes, const std::function<void()> &more) {
            taken += bytes.size();
            next = more;
            if (!holds) {
                more();
            }
        };
        m_codes.clear();
        auto call = ended("invoke", remote.invoke({u"org"_s, u"app"_s}, {}, {}, {.chunk = take}, stop.get_token()));
        const qint64 before = m_server.sent();
        QTRY_VERIFY(taken > 0);
        qint64 last = -1;
        QTRY_VERIFY_WITH_TIMEOUT(std::exchange(last, m_server.sent()) == m_server.sent() && taken <= (1 << 20), 20'000);
        QVERIFY2(m_server.sent() - before < (64 << 20), QByteArray::number(m_server.sent() - before));
        holds = false;
        next();
        QTRY_VERIFY_WITH_TIMEOUT(taken > (32 << 20), 60'000);
        stop.request_stop(); // while data is ready
        QCoro::waitFor(call);
        QCOMPARE(m_codes, QList<int>{static_cast<int>(ErrorCode::Cancelled)});
        m_server.piece.clear();
    }

    void a_line_without_an_end_is_given_up()
    {
        m_server.answer = "HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\n\r\n";
        m_server.piece = QByteArray("[1,").repeated(20'000);
        RemotePlatform remote(QUrl(m_server.address()), {}, paths());
        const qint64 before = m_server.sent();
        m_said.clear();
        QCoro::waitFor(ended("invoke", remote.invoke({u"org"_s, u"app"_s}, {}, {})));
        m_server.piece.clear();
        QVERIFY2(said("invoke").contains(u"is damaged: a line is longer than"_s), qPrintable(said("invoke")));
        QVERIFY2(m_server.sent() - before < (64 << 20), QByteArray::number(m_server.sent() - before));
    }

    /// Nothing is unpacked that was not asked for.
    void an_answer_in_a_content_coding_is_damaged()
    {
        ask(HostileServer::whole(QByteArray("\x1f\x8b\x08\0\0\0\0\0", 8), "200 OK", "application/json",
                                 "content-encoding: gzip\r\n"));
        QVERIFY2(said("listApps").contains(u"is damaged: it is compressed"_s), qPrintable(said("listApps")));
        ask(HostileServer::whole(QByteArray("\x1f\x8b\x08\0\0\0\0\0", 8), "404 X", "application/json",
                                 "content-encoding: gzip\r\n"));
        QVERIFY2(said("listApps").contains(u"is damaged: it is compressed"_s), qPrintable(said("listApps")));
    }

    void what_an_error_says_is_shown_as_text()
    {
        const QByteArray message = "\\u001b[2J\\r\\nerror: \\u202e\\u0085 " + QByteArray(100'000, 'a');
        ask(whole(R"({"code":"NotFound","message":")" + message + R"(","details":["\u001b"]})", "404 X"));
        QVERIFY2(said("getApp").startsWith(u"␛[2J␍␊error: \ufffd\ufffd aaa"_s), qPrintable(said("getApp").left(60)));
        QCOMPARE(said("getApp").size(), 4'001);
    }

    void an_answer_that_is_larger_than_any_is_given_up()
    {
        m_server.answer = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{";
        m_server.piece = QByteArray(1 << 20, ' ');
        const qint64 before = m_server.sent();
        RemotePlatform remote(QUrl(m_server.address()), {}, paths());
        // Not repeated: it may have been carried out.
        QCoro::waitFor(ended("invokeAsync", remote.invokeAsync({u"org"_s, u"app"_s}, InvokeTarget(), HttpRequest())));
        m_server.piece.clear();
        const qint64 sent = m_server.sent() - before;
        QVERIFY2(sent > (16 << 20) && sent < (64 << 20), QByteArray::number(sent));
        QVERIFY2(m_said.last().contains(u"is damaged: it is larger than"_s), qPrintable(m_said.last()));
    }
};

QTEST_GUILESS_MAIN(TestRemoteAnswers)
#include "tst_remote_answers.moc"
