// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/rpc_framer.h"
#include "core/lsp/rpc_message.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;

namespace {

QList<QByteArray> bodies(RpcFramer &framer)
{
    QList<QByteArray> all;
    while (const auto frame = framer.next()) {
        if (!*frame) {
            all << "failure";
            break;
        }
        all << ((*frame)->isWhole ? (*frame)->body : QByteArray("too large"));
    }
    return all;
}

} // namespace

class TestRpcFramer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// However the stream is cut, the same messages come out.
    void any_cut_of_the_stream_gives_the_same_messages()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QList<QByteArray> sent;
            QByteArray stream;
            for (quint32 at = 0; at < random.bounded(1U, 6U); ++at) {
                const QByteArray body(static_cast<qsizetype>(random.bounded(0, 3000)), static_cast<char>('a' + at));
                sent << body;
                stream +=
                    random.bounded(2) == 0
                        ? framed(body)
                        : "Content-Type: x\r\ncontent-LENGTH:" + QByteArray::number(body.size()) + " \r\n\r\n" + body;
            }
            RpcFramer framer;
            QList<QByteArray> got;
            for (qsizetype at = 0; at < stream.size();) {
                const qsizetype step = std::min<qsizetype>(1 + random.bounded(900), stream.size() - at);
                framer.add(QByteArrayView(stream).sliced(at, step));
                at += step;
                got += bodies(framer);
            }
            QCOMPARE(got, sent);
        }
    }

    void a_stream_that_is_not_framed_is_a_failure_for_good_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::newRow("no length") << QByteArray("Content-Type: x\r\n\r\n{}");
        QTest::newRow("negative") << QByteArray("Content-Length: -1\r\n\r\n{}");
        QTest::newRow("no number") << QByteArray("Content-Length: 0x10\r\n\r\n{}");
        QTest::newRow("beyond 64 bits") << QByteArray("Content-Length: 99999999999999999999\r\n\r\n{}");
        QTest::newRow("a head without end") << QByteArray(RpcFramer::maxHeadBytes + 1, 'x');
        QTest::newRow("a long head") << QByteArray(RpcFramer::maxHeadBytes + 1, 'x') + "\r\n\r\n";
    }

    void a_stream_that_is_not_framed_is_a_failure_for_good()
    {
        QFETCH(const QByteArray, stream);
        RpcFramer framer;
        framer.add(stream);
        QCOMPARE(bodies(framer), QList<QByteArray>{"failure"});
        framer.add(framed("{}"));
        QCOMPARE(bodies(framer), QList<QByteArray>{"failure"});
    }

    void a_message_that_is_too_large_is_passed_over_without_being_kept()
    {
        RpcFramer framer;
        const qint64 bytes = 100 << 20;
        framer.add("Content-Length: " + QByteArray::number(bytes) + "\r\n\r\n");
        const QByteArray step(1 << 20, 'x');
        QList<QByteArray> got;
        for (int at = 0; at < 100; ++at) {
            framer.add(step);
            got += bodies(framer);
        }
        framer.add(framed("after"));
        got += bodies(framer);
        QCOMPARE(got, (QList<QByteArray>{"too large", "after"}));
    }

    void messages_are_what_they_were_after_printing_and_parsing()
    {
        using Kind = RpcMessage::Kind;
        const QList<RpcMessage> messages{
            {Kind::Request, Json(7), QStringLiteral("a/b"), Json{{"x", 1}}, {}},
            {Kind::Request, Json("id"), QStringLiteral("a/b"), Json(), {}},
            {Kind::Notification, Json(), QStringLiteral("$/x"), Json::array({1}), {}},
            {Kind::Answer, Json(7), QString(), Json(), {}},
            {Kind::Answer, Json(7), QString(), Json("x"), {}},
            {Kind::Answer, Json(7), QString(), Json(), RpcError{-32800, QStringLiteral("cancelled")}},
            {Kind::Answer, Json(), QString(), Json(), RpcError{-32700, QStringLiteral("not JSON")}},
        };
        for (const RpcMessage &message : messages) {
            QCOMPARE(parseRpcMessage(toJson(message).toUtf8()), message);
        }
    }

    void what_is_no_message_is_refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"", "nonsense", "[]", "7", R"({"id":{},"method":"x"})", R"({"result":1})", R"({"id":true,"result":1})",
              R"({"method":7})", R"({"id":1,"error":{}})", R"({"id":1,"error":{"code":"x"}})"}) {
            QTest::newRow(text) << QByteArray(text);
        }
    }

    void what_is_no_message_is_refused()
    {
        QFETCH(const QByteArray, text);
        QVERIFY(!parseRpcMessage(text));
    }
};

QTEST_GUILESS_MAIN(TestRpcFramer)
#include "tst_rpc_framer.moc"
