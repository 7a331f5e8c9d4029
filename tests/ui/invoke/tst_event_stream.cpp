// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/event_rows.h"
#include "ui/invoke/event_stream.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestEventStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void events_are_read_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<ServerEvent>>("events");
        const auto row = [](const char *name, const QByteArray &text, const QList<ServerEvent> &events) {
            QTest::newRow(name) << text << events;
        };
        row("nothing", "", {});
        row("not ended", "data: 1\n", {});
        row("one", "data: 1\n\n", {{.data = u"1"_s}});
        row("named", "event: tick\ndata: 1\n\n", {{.name = u"tick"_s, .data = u"1"_s}});
        row("several lines", "data: a\ndata:b\ndata\n\n", {{.data = u"a\nb\n"_s}});
        row("only one space goes", "data:  a\n\n", {{.data = u" a"_s}});
        row("carriage returns", "data: a\r\rdata: b\r\n\r\n", {{.data = u"a"_s}, {.data = u"b"_s}});
        row("comments", ": hello\ndata: 1\n:\n\n", {{.data = u"1"_s}});
        row("an id is for a client that connects again", "id: 7\ndata: a\n\n", {{.data = u"a"_s}});
        row("without data there is none", "event: x\n\ndata: 1\n\n", {{.data = u"1"_s}});
        row("an unknown field", "retry: 10\nother\ndata: 1\n\n", {{.data = u"1"_s}});
        row("a byte order mark",
            "\xef\xbb\xbf"
            "data: 1\n\n",
            {{.data = u"1"_s}});
        row("empty data", "data\n\n", {{.data = u""_s}});
    }
    void events_are_read()
    {
        QFETCH(QByteArray, text);
        QFETCH(QList<ServerEvent>, events);
        EventStreamParser whole;
        QCOMPARE(whole.feed(text), events);
        // However the bytes are cut, they are the same events.
        for (qsizetype cut = 0; cut <= text.size(); ++cut) {
            EventStreamParser parser;
            QList<ServerEvent> read = parser.feed(text.first(cut));
            for (const char c : text.sliced(cut)) {
                read += parser.feed(QByteArrayView(&c, 1));
            }
            QCOMPARE(read, events);
        }
    }

    void what_has_no_end_is_bounded()
    {
        EventStreamParser parser;
        const QByteArray piece(1 << 20, 'x');
        QVERIFY(parser.feed("data: ").isEmpty());
        for (int i = 0; i < 8; ++i) {
            QVERIFY(parser.feed(piece).isEmpty());
        }
        const auto line = parser.feed("\n\n");
        QCOMPARE(line.size(), 1);
        QVERIFY(line[0].data.size() <= EventStreamParser::maxEventBytes);
        for (int i = 0; i < 8; ++i) {
            QVERIFY(parser.feed("data: " + piece.first(1 << 19) + '\n').isEmpty());
        }
        QVERIFY(parser.feed("\n")[0].data.size() <= EventStreamParser::maxEventBytes + 8);
        // Lines without a value add their ends only; a name is a word.
        for (int i = 0; i < 4; ++i) {
            QVERIFY(parser.feed(QByteArray("data\n").repeated(1 << 19)).isEmpty());
        }
        parser.feed("event: " + piece + '\n');
        const auto ended = parser.feed("\n");
        QCOMPARE(ended.size(), 1);
        QCOMPARE(ended[0].data.size(), EventStreamParser::maxEventBytes);
        QCOMPARE(ended[0].name.size(), EventStreamParser::maxNameBytes);
    }

    void rows_are_bounded_in_number_and_in_size()
    {
        EventRows rows;
        rows.restart();
        for (int i = 0; i < 3; ++i) {
            rows.append(QByteArray("data: 1\n\n").repeated(EventRows::maxRows));
        }
        QCOMPARE(rows.rowCount(), EventRows::maxRows);
        QCOMPARE(rows.total(), 3 * EventRows::maxRows);
        const QByteArray large = "data: " + QByteArray(EventStreamParser::maxEventBytes, 'x') + "\n\n";
        for (int i = 0; i < 40; ++i) {
            rows.append(large);
        }
        QCOMPARE(rows.rowCount(), static_cast<int>(EventRows::maxCharacters / EventStreamParser::maxEventBytes) - 1);
    }
};

QTEST_MAIN(TestEventStream)
#include "tst_event_stream.moc"
