// SPDX-License-Identifier: GPL-3.0-or-later
// What one message may be and take, whatever its pieces: no socket here.
#include "core/invocation/http_parser.h"

#include <QTest>

#include <boost/beast/http/error.hpp>
#include <random>

using namespace studio;

namespace {

namespace http = boost::beast::http;

/// What came of a message.
struct Outcome
{
    std::string error; ///< empty where the message is whole
    QByteArray first;  ///< method or reason
    Headers headers;
    QByteArray body;
    std::size_t left = 0;   ///< bytes that follow the message
    std::size_t buffer = 0; ///< the largest that the buffer became

    bool operator==(const Outcome &) const = default;
};

void feed(boost::beast::flat_buffer &buffer, QByteArrayView bytes)
{
    const auto room = buffer.prepare(static_cast<std::size_t>(bytes.size()));
    std::ranges::copy(bytes, static_cast<char *>(room.data()));
    buffer.commit(static_cast<std::size_t>(bytes.size()));
}

/// The message as a reader gets it that asks for `step` bytes at a time, and goes on asking.
template <bool isRequest> Outcome parsed(QByteArrayView wire, qsizetype step)
{
    HttpParser<isRequest> parser;
    boost::beast::flat_buffer buffer;
    Outcome outcome;
    const auto next = [&](boost::system::error_code error) {
        if (error == http::error::need_more && wire.isEmpty()) {
            error = parser.endOfStream();
        } else if (error == http::error::need_more) {
            feed(buffer, wire.first(std::min(step, wire.size())));
            wire = wire.sliced(std::min(step, wire.size()));
            outcome.buffer = std::max(outcome.buffer, buffer.size());
            error = {};
        }
        outcome.error = error ? error.message() : std::string();
        return !error;
    };
    while (!parser.is_header_done() && next(parser.parseHead(buffer))) {
    }
    while (outcome.error.empty() && !parser.is_done() &&
           next(parser.parseBody(buffer, outcome.body, outcome.body.size() + 100))) {
    }
    outcome.first = isRequest ? parser.method() : parser.reason();
    outcome.headers = parser.headers();
    outcome.left = buffer.size() + static_cast<std::size_t>(wire.size());
    return outcome;
}

const QByteArray chunkedHead = "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
const QByteArray chunkedAnswer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

std::string said(HttpFault fault)
{
    return make_error_code(fault).message();
}

} // namespace

class TestHttpParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parts_are_bounded_data()
    {
        QTest::addColumn<QByteArray>("wire"); // behind a chunked head
        QTest::addColumn<QString>("fault");
        const auto row = [](const char *name, const QByteArray &wire, std::optional<HttpFault> fault = {}) {
            QTest::newRow(name) << wire << QString::fromStdString(fault ? said(*fault) : std::string());
        };
        const QByteArray extension = ";a=" + QByteArray(4090, 'x');
        row("an extension of 4 KiB", "1" + extension + "xxx\r\na\r\n0\r\n\r\n");
        row("of one byte more", "1" + extension + "xxxx\r\na\r\n0\r\n\r\n", HttpFault::ExtensionsTooLarge);
        row("without end", "1;a=" + QByteArray(1 << 20, 'x'), HttpFault::ExtensionsTooLarge);
        row("of blanks without end", "1" + QByteArray(1 << 20, ' '), HttpFault::ExtensionsTooLarge);
        row("of the last chunk", "0;a=" + QByteArray(1 << 20, 'x'), HttpFault::ExtensionsTooLarge);
        row("of many chunks", QByteArray("1;a=xxxxxxxx\r\na\r\n").repeated(1000) + "0\r\n\r\n",
            HttpFault::ExtensionsTooLarge);
        row("zeros without end", QByteArray(1 << 20, '0'), HttpFault::ExtensionsTooLarge);
        row("sizes with a few zeros", QByteArray("00000001\r\na\r\n").repeated(1000) + "0\r\n\r\n");
        row("sizes with many zeros", (QByteArray(2000, '0') + "1\r\na\r\n").repeated(3) + "0\r\n\r\n",
            HttpFault::ExtensionsTooLarge);
        row("small extensions", QByteArray("1;a=x\r\na\r\n").repeated(100) + "0\r\n\r\n");
        row("a trailer of 32,000 bytes", "1\r\na\r\n0\r\nx: " + QByteArray(32'000, 'x') + "\r\n\r\n");
        row("of 33,000 bytes", "1\r\na\r\n0\r\nx: " + QByteArray(33'000, 'x') + "\r\n\r\n",
            HttpFault::TrailersTooLarge);
        row("of 70,000 bytes", "0\r\nx: " + QByteArray(70'000, 'x') + "\r\n\r\n", HttpFault::TrailersTooLarge);
        row("a trailer without end", "0\r\nx: " + QByteArray(1 << 20, 'x'), HttpFault::TrailersTooLarge);
        row("trailers without end", "1\r\na\r\n0\r\n" + QByteArray("x: y\r\n").repeated(100'000),
            HttpFault::TrailersTooLarge);
    }
    void parts_are_bounded()
    {
        QFETCH(const QByteArray, wire);
        QFETCH(const QString, fault);
        for (const qsizetype step : {1'000, 8'192, 65'536}) {
            const Outcome request = parsed<true>(chunkedHead + wire, step);
            const Outcome answer = parsed<false>(chunkedAnswer + wire, step);
            QCOMPARE(QString::fromStdString(request.error), fault);
            QCOMPARE(QString::fromStdString(answer.error), fault);
            QVERIFY2(request.buffer <= 32'768 + 4'096 + static_cast<std::size_t>(2 * step),
                     QByteArray::number(request.buffer).constData());
        }
    }

    void heads_are_bounded()
    {
        const auto withField = [](qsizetype bytes) {
            return "GET / HTTP/1.1\r\nhost: a\r\nx: " + QByteArray(bytes, 'x') + "\r\n\r\n";
        };
        const auto withFields = [](int count) {
            return "GET / HTTP/1.1\r\n" + QByteArray("a: b\r\n").repeated(count) + "\r\n";
        };
        for (const qsizetype step : {1'000, 8'192, 200'000}) {
            QCOMPARE(parsed<true>(withField(32'700), step).error, std::string());
            QCOMPARE(parsed<true>(withField(32'768), step).error, said(HttpFault::HeadTooLarge));
            QCOMPARE(parsed<true>(withField(100'000), step).error, said(HttpFault::HeadTooLarge));
            QCOMPARE(parsed<true>(QByteArray("\r\n").repeated(20'000), step).error, said(HttpFault::HeadTooLarge));
            QCOMPARE(parsed<true>(withFields(maxRequestFields), step).error, std::string());
            QCOMPARE(parsed<true>(withFields(maxRequestFields + 1), step).error, said(HttpFault::TooManyFields));
            QCOMPARE(parsed<true>("GET /" + QByteArray(20'000, 'x') + " HTTP/1.1\r\nx: " + QByteArray(20'000, 'x') +
                                      "\r\n\r\n",
                                  step)
                         .error,
                     said(HttpFault::HeadTooLarge)); // each is well, but not both
            const QByteArray reason = "HTTP/1.1 200 " + QByteArray(40'000, 'x') + "\r\n\r\n";
            QCOMPARE(parsed<false>(reason, step).error, said(HttpFault::HeadTooLarge));
        }
    }

    void only_chunked_is_a_coding_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char *fields, std::optional<HttpFault> fault) {
            QTest::newRow(fields) << QByteArray(fields).replace('|', "\r\n")
                                  << QString::fromStdString(fault ? said(*fault) : std::string());
        };
        row("Transfer-Encoding: chunked", {});
        row("transfer-encoding:  CHUNKED ", {});
        for (const char *other :
             {"xchunked", "identity", "gzip", "chunkedx", "chunked;q=1", "\"chunked\"", "chunked, identity",
              "chunked,gzip", "", ",", "chunked,", ",chunked", "gzip, ,chunked"}) {
            row(("Transfer-Encoding: " + QByteArray(other)).constData(), HttpFault::CodingNotChunked);
        }
        row("Transfer-Encoding: identity|Content-Length: 3", HttpFault::CodingNotChunked);
        row("Transfer-Encoding: gzip, chunked", HttpFault::CodingNotImplemented);
        row("Transfer-Encoding: identity,Chunked", HttpFault::CodingNotImplemented);
        row("Transfer-Encoding: gzip|Transfer-Encoding: chunked", HttpFault::CodingNotImplemented);
    }
    void only_chunked_is_a_coding()
    {
        QFETCH(const QByteArray, fields);
        QFETCH(const QString, fault);
        const QByteArray rest = fields + "\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        QCOMPARE(QString::fromStdString(parsed<true>("POST / HTTP/1.1\r\nhost: a\r\n" + rest, 7).error), fault);
        QCOMPARE(QString::fromStdString(parsed<false>("HTTP/1.1 200 OK\r\n" + rest, 7).error), fault);
        // An old client cannot mean it (RFC 9112, 6.1).
        QVERIFY(!parsed<true>("POST / HTTP/1.0\r\nhost: a\r\n" + rest, 7).error.empty());
    }

    void empty_lines_before_a_request_are_passed_over()
    {
        const QByteArray request = "GET /a HTTP/1.1\r\nhost: a\r\n\r\n";
        for (const qsizetype step : {1, 2, 3, 1'000}) {
            const Outcome outcome = parsed<true>("\r\n\r\n" + request, step);
            QCOMPARE(outcome.error, std::string());
            QCOMPARE(outcome.first, "GET");
        }
        QVERIFY(!parsed<true>("\n" + request, 1).error.empty());
        QVERIFY(!parsed<false>("\r\nHTTP/1.1 200 OK\r\n\r\n", 1).error.empty());
        QCOMPARE(parsed<true>("\r\n", 1).error, boost::system::error_code(http::error::end_of_stream).message());
    }

    void trailers_are_no_headers()
    {
        const Outcome outcome =
            parsed<true>(chunkedHead + "3;x=y\r\nabc\r\n0\r\nx-ignite-a: b\r\nc: d\r\n\r\nrest", 1'000);
        QCOMPARE(outcome.error, std::string());
        QCOMPARE(outcome.body, "abc");
        QCOMPARE(outcome.headers, (Headers{{"host", "a"}, {"transfer-encoding", "chunked"}}));
        QCOMPARE(outcome.left, std::size_t(4));
    }

    void how_a_message_is_cut_makes_no_difference()
    {
        const QByteArrayList messages{
            "POST /a?b HTTP/1.1\r\nhost: a\r\nx: 1\r\nx: 2\r\ny:\r\ncontent-length: 5\r\n\r\nhello",
            chunkedHead + "3;a=\"b;c\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nx: y\r\n\r\n",
            chunkedHead + "3\r\nabcX\r\n0\r\n\r\n",
            chunkedHead + "ffffffffffffffffff\r\n",
            chunkedHead + "0\r\nno field\r\n\r\n",
            chunkedHead + "0\r\ncontent-length: 3\r\n\r\n",
            "GET / HTTP/1.1\r\nx: a\r\n b\r\n\r\n",
            "GET / HTTP/2.0\r\n\r\n",
        };
        for (const QByteArray &message : messages) {
            Outcome whole = parsed<true>(message, message.size());
            for (qsizetype step = 1; step < message.size(); ++step) {
                Outcome cut = parsed<true>(message, step);
                cut.buffer = whole.buffer;
                cut.left = whole.left; // what lies in the buffer after an error is nobody's
                cut.headers = whole.error.empty() ? cut.headers : whole.headers;
                cut.body = whole.error.empty() ? cut.body : whole.body;
                QCOMPARE(cut.error, whole.error);
                QVERIFY(cut == whole);
            }
        }
    }

    /// Messages with parts of others in them, cut at random places: each is one or is refused, without an exception,
    /// however it comes, and takes no more than it may.
    void damaged_messages_are_messages_or_refused()
    {
        const QByteArrayList parts{
            "GET / HTTP/1.1\r\n",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 103 \r\n\r\n",
            "host: a\r\n",
            "transfer-encoding: chunked\r\n",
            "transfer-encoding: gzip\r\n",
            "content-length: 5\r\n",
            "content-length: 5, 5\r\n",
            "connection: close, x\r\n",
            "x: " + QByteArray(9'000, 'y') + "\r\n",
            " folded\r\n",
            "\r\n",
            "\r\n\r\n",
            "0\r\n",
            "5\r\nhello\r\n",
            "5;a=\"b\"\r\nhello\r\n",
            "1;" + QByteArray(3'000, ' '),
            "ffffffffffffffff\r\n",
            QByteArray(20'000, '0'),
            "a: b\r\n",
            QByteArray("a: b\r\n").repeated(3'000),
            "hello",
            QByteArray("\0\x7f\xff", 3),
        };
        std::mt19937 random(1);
        const auto below = [&](qsizetype most) {
            return static_cast<qsizetype>(random() % static_cast<quint32>(most));
        };
        for (int round = 0; round < 4'000; ++round) {
            QByteArray message = parts[below(2)];
            for (qsizetype more = 2 + below(8); more > 0; --more) {
                message += parts[below(parts.size())];
            }
            for (qsizetype damage = below(3); damage > 0; --damage) {
                message[below(message.size())] = static_cast<char>(below(256));
            }
            const qsizetype step = 1 + below(4'000);
            const auto check = [&](const Outcome &cut, const Outcome &whole) {
                QVERIFY(cut.buffer <= static_cast<std::size_t>(maxHeadBytes + maxExtensionBytes + 100 + step));
                QCOMPARE(cut.error.empty(), whole.error.empty()); // which of two faults comes first may differ
                if (whole.error.empty()) {
                    QCOMPARE(cut.headers, whole.headers);
                    QCOMPARE(cut.body, whole.body);
                    QCOMPARE(cut.left, whole.left);
                }
            };
            check(parsed<true>(message, step), parsed<true>(message, message.size()));
            check(parsed<false>(message, step), parsed<false>(message, message.size()));
            if (QTest::currentTestFailed()) {
                qWarning("round %d, step %lld", round, static_cast<long long>(step));
                return;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestHttpParser)
#include "tst_http_parser.moc"
