// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_json.h"
#include "tests/core/lsp/rpc_peer.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace std::chrono_literals;

namespace {

/// A value that tells when it was read, on the stream's thread.
struct ReadByStream
{
};
QSemaphore readByStream;

void read(const JsonReader &, ReadByStream &)
{
    readByStream.release();
}

} // namespace

class TestRpcConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_find_their_calls_in_any_order()
    {
        Peer peer;
        peer.connection->start();
        Asked first(*peer.connection);
        Asked second(*peer.connection);
        const RpcMessage one = peer.read();
        const RpcMessage two = peer.read();
        QCOMPARE(one.method, QStringLiteral("ask"));
        QCOMPARE(one.content, (Json{{"x", 1}}));
        peer.answer(two.id, Json("two"));
        peer.answer(one.id, Json("one"));
        QTRY_COMPARE(first.ends + second.ends, 2);
        QCOMPARE(first.answer->value(), Json("one"));
        QCOMPARE(second.answer->value(), Json("two"));
        QVERIFY(!first.call.isRunning());
    }

    void a_cancelled_call_is_never_told_and_the_peer_knows()
    {
        Peer peer;
        peer.connection->start();
        auto asked = std::make_unique<Asked>(*peer.connection);
        const RpcMessage request = peer.read();
        asked->call.cancel();
        const RpcMessage cancel = peer.read();
        QCOMPARE(cancel.method, QStringLiteral("$/cancelRequest"));
        QCOMPARE(cancel.content["id"], request.id);
        peer.answer(request.id, Json("late"));
        Asked next(*peer.connection);
        peer.answer(peer.read().id, Json("next"));
        QTRY_COMPARE(next.ends, 1);
        QCOMPARE(asked->ends, 0);
    }

    void a_call_that_takes_too_long_ends_and_its_answer_is_dropped()
    {
        Peer peer;
        peer.connection->start();
        Asked asked(*peer.connection, 20ms);
        const RpcMessage request = peer.read();
        QTRY_COMPARE(asked.ends, 1);
        QCOMPARE(asked.answer->error().code, ErrorCode::DeadlineExceeded);
        QCOMPARE(peer.read().method, QStringLiteral("$/cancelRequest"));
        peer.answer(request.id, Json("late"));
        Asked next(*peer.connection);
        peer.answer(peer.read().id, Json("next"));
        QTRY_COMPARE(next.ends, 1);
        QCOMPARE(asked.ends, 1);
    }

    void the_calls_of_a_group_end_together()
    {
        Peer peer;
        peer.connection->start();
        Asked one(*peer.connection, 10s, QStringLiteral("a.rs"));
        Asked two(*peer.connection, 10s, QStringLiteral("a.rs"));
        Asked other(*peer.connection, 10s, QStringLiteral("b.rs"));
        peer.connection->endGroup(QStringLiteral("a.rs"), {ErrorCode::Cancelled, QStringLiteral("changed"), {}});
        QCOMPARE(one.ends + two.ends, 2);
        QCOMPARE(one.answer->error().message, QStringLiteral("changed"));
        QVERIFY(other.call.isRunning());
    }

    void an_answer_that_was_read_but_not_told_ends_with_its_group()
    {
        Peer peer;
        peer.connection->start();
        QList<ErrorCode> ends;
        const auto call = peer.connection->call<ReadByStream>(
            QStringLiteral("hover"), Json(),
            [&](const Result<ReadByStream> &got) { ends << (got ? ErrorCode::Internal : got.error().code); }, 10s,
            QStringLiteral("a.rs"));
        peer.answer(peer.read().id, Json("old"));
        readByStream.acquire(); // the main thread has done nothing since
        peer.connection->endGroup(QStringLiteral("a.rs"), {ErrorCode::Cancelled, QStringLiteral("changed"), {}});
        Asked next(*peer.connection);
        RpcMessage message = peer.read();
        while (message.method == QLatin1String("$/cancelRequest")) {
            message = peer.read();
        }
        peer.answer(message.id, Json("next"));
        QTRY_COMPARE(next.ends, 1);
        QCOMPARE(ends, QList{ErrorCode::Cancelled});
    }

    void a_refusal_is_an_error_with_the_peers_words()
    {
        Peer peer;
        peer.connection->start();
        Asked asked(*peer.connection);
        peer.write(framed(
            toJson(
                RpcMessage{
                    RpcMessage::Kind::Answer, peer.read().id, {}, {}, RpcError{-32603, QStringLiteral("no such file")}})
                .toUtf8()));
        QTRY_COMPARE(asked.ends, 1);
        QVERIFY(asked.answer->error().message.contains(QLatin1String("no such file")));
    }

    void what_the_peer_finds_out_of_date_is_asked_again_a_few_times()
    {
        Peer peer;
        peer.connection->start();
        Asked asked(*peer.connection);
        const RpcMessage first = peer.read();
        peer.refuse(first.id, RpcError::contentModified);
        const RpcMessage second = peer.readWhile();
        QVERIFY(second.id != first.id);
        QCOMPARE(second.method, first.method);
        QCOMPARE(second.content, first.content);
        peer.answer(second.id, Json("now"));
        QTRY_COMPARE(asked.ends, 1);
        QCOMPARE(asked.answer->value(), Json("now"));

        Asked never(*peer.connection);
        for (int attempt = 0; attempt < 5; ++attempt) {
            peer.refuse(peer.readWhile().id, RpcError::serverCancelled);
        }
        QTRY_COMPARE(never.ends, 1);
        QCOMPARE(never.answer->error().code, ErrorCode::Cancelled);
        QVERIFY(!peer.hasMore());
    }

    void what_was_cancelled_is_not_asked_again()
    {
        Peer peer;
        peer.connection->start();
        Asked dropped(*peer.connection);
        Asked ended(*peer.connection, 10s, QStringLiteral("a.rs"));
        peer.refuse(peer.read().id, RpcError::contentModified);
        peer.refuse(peer.read().id, RpcError::contentModified);
        dropped.call.cancel();
        peer.connection->endGroup(QStringLiteral("a.rs"), {ErrorCode::Cancelled, QStringLiteral("changed"), {}});
        QCOMPARE(ended.ends, 1);
        Asked next(*peer.connection);
        RpcMessage message = peer.readWhile();
        while (message.method == QLatin1String("$/cancelRequest")) {
            message = peer.readWhile();
        }
        peer.answer(message.id, Json("next"));
        QTRY_COMPARE(next.ends, 1);
        QVERIFY(next.answer->has_value()); // else it was one of the first two
        QCOMPARE(dropped.ends, 0);
    }

    void an_answer_of_another_shape_is_an_error_and_no_value()
    {
        Peer peer;
        peer.connection->start();
        std::optional<Result<lsp::Hover>> hover;
        const auto call = peer.connection->call<lsp::Hover>(QStringLiteral("hover"), Json(),
                                                            [&](const Result<lsp::Hover> &got) { hover = got; });
        peer.answer(peer.read().id, Json{{"contents", Json{{"kind", 7}}}});
        QTRY_VERIFY(hover.has_value());
        QCOMPARE(hover->error().code, ErrorCode::InvalidArgument);
    }

    void what_the_peer_asks_for_is_answered()
    {
        Peer peer;
        peer.connection->onRequest<Json>(
            QStringLiteral("double"),
            [](const Json &params, const RpcConnection::Answer &answer) { answer(Json(params["x"].integer() * 2)); });
        peer.connection->start();
        using Kind = RpcMessage::Kind;
        peer.write(framed(
            toJson(RpcMessage{Kind::Request, Json("a"), QStringLiteral("double"), Json{{"x", 4}}, {}}).toUtf8()));
        peer.write(framed(toJson(RpcMessage{Kind::Request, Json("b"), QStringLiteral("unknown"), {}, {}}).toUtf8()));
        QHash<QString, RpcMessage> answers;
        for (int at = 0; at < 2; ++at) {
            QTRY_VERIFY(peer.hasMore()); // what answers runs in this thread
            const RpcMessage answer = peer.read();
            answers.insert(answer.id.text(), answer);
        }
        QCOMPARE(answers[QStringLiteral("a")].content, Json(8));
        QCOMPARE(answers[QStringLiteral("b")].error->code, RpcError::methodNotFound);
    }

    void a_peer_that_ends_ends_every_call_once()
    {
        Peer peer;
        QSignalSpy closed(peer.connection.get(), &RpcConnection::closed);
        peer.connection->start();
        Asked one(*peer.connection);
        Asked two(*peer.connection);
        peer.close();
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(one.ends + two.ends, 2);
        QCOMPARE(one.answer->error().code, ErrorCode::Unavailable);
        Asked later(*peer.connection);
        QTRY_COMPARE(later.ends, 1);
        QCOMPARE(later.answer->error().code, ErrorCode::Unavailable);
    }

    void nonsense_closes_the_connection_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no head") << QByteArray("panicked at main.rs\n\n") + QByteArray(8'000, 'x');
        QTest::newRow("no JSON") << framed("{nonsense");
        QTest::newRow("no message") << framed("[1, 2]");
        QTest::newRow("too deep") << framed(QByteArray(10'000, '['));
    }

    void nonsense_closes_the_connection()
    {
        QFETCH(const QByteArray, bytes);
        Peer peer;
        QSignalSpy closed(peer.connection.get(), &RpcConnection::closed);
        peer.connection->start();
        Asked asked(*peer.connection);
        peer.write(bytes);
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.front().front().value<Error>().code, ErrorCode::InvalidArgument);
        QCOMPARE(asked.ends, 1);
    }

    /// The call fails at once, the connection goes on, and the answer is nowhere kept.
    void an_answer_of_100_mb_fails_its_call_alone()
    {
        Peer peer;
        peer.connection->start();
        Asked asked(*peer.connection);
        const QByteArray begin = "{\"jsonrpc\":\"2.0\",\"id\":" + peer.read().id.toUtf8() + ",\"result\":\"";
        const qint64 size = 100 << 20;
        peer.write("Content-Length: " + QByteArray::number(size) + "\r\n\r\n" + begin);
        for (qint64 sent = begin.size(); sent < size;) {
            const QByteArray step(std::min<qint64>(1 << 20, size - sent), 'x');
            peer.write(step);
            sent += step.size();
        }
        QTRY_COMPARE(asked.ends, 1);
        QVERIFY(asked.answer->error().message.contains(QLatin1String("100 MiB")));
        Asked next(*peer.connection);
        peer.answer(peer.read().id, Json("next"));
        QTRY_COMPARE(next.ends, 1);
        QVERIFY(next.answer->has_value());
    }

    void a_peer_that_reads_nothing_does_not_make_memory_grow_without_a_bound()
    {
        Peer peer;
        QSignalSpy closed(peer.connection.get(), &RpcConnection::closed);
        peer.connection->start();
        const QByteArray text(8 << 20, 'x');
        for (int at = 0; at < 20 && closed.isEmpty(); ++at) {
            peer.connection->notify(QStringLiteral("textDocument/didChange"), Json{{"text", text}});
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(closed.front().front().value<Error>().code, ErrorCode::ResourceExhausted);
    }

    void an_object_that_goes_in_an_answer_is_no_crash()
    {
        Peer peer;
        peer.connection->start();
        std::optional<RpcCall> call;
        call = peer.connection->call<Json>(QStringLiteral("ask"), Json(), [&](const Result<Json> &) {
            call.reset();
            peer.connection.reset();
        });
        peer.answer(peer.read().id, Json(1));
        QTRY_VERIFY(!peer.connection);
    }
};

QTEST_GUILESS_MAIN(TestRpcConnection)
#include "tst_rpc_connection.moc"
