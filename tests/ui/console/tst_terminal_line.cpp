// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/line_buffer.h"
#include "ui/console/terminal_line.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;

namespace {

AnsiColor palette(int index)
{
    return {.kind = AnsiColor::Kind::Palette, .index = static_cast<quint8>(index)};
}

} // namespace

class TestTerminalLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_return_overwrites_the_line_as_in_a_terminal_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QByteArray &bytes, const char *text) {
            QTest::newRow(name) << bytes << QString::fromUtf8(text);
        };
        row("a bar that grows", "[=   ] 25 %\r[==  ] 50 %\r[====] 100 %", "[====] 100 %");
        row("a shorter text leaves the rest", "Downloading\rDone", "Doneloading");
        row("erased to the end", "Downloading\rDone\x1b[K", "Done");
        row("erased before it is written", "Downloading\r\x1b[KDone", "Done");
        row("erased whole", "Downloading\r\x1b[2KDone", "Done");
        row("erased from the beginning", "Downloading\rDo\x1b[1K", "   nloading");
        row("at the end", "75 %\r", "75 %");
        row("at the end of a CRLF line", "75 %\r\r\n", "75 %");
        row("nothing but returns", "\r\r\r", "");
        row("a wide character over two narrow ones", "abcd\r漢", "漢cd");
        row("a narrow character over half of a wide one", "漢字\ra", "a 字");
        row("a mark that combines stays with its letter", "xyz\re\xcc\x81", "e\xcc\x81yz");
        row("a tab moves and does not erase", "123456789\r\tX", "12345678X");
        row("a tab past the end", "1\r\tX", "1       X");
        row("other controls are pictures", "ab\r\a",
            "\xe2\x90\x87"
            "b");
        row("not UTF-8", "ab\r\xff",
            "\xef\xbf\xbd"
            "b");
        row("no return", "a\tb", "a\tb");
    }

    void a_return_overwrites_the_line_as_in_a_terminal()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        LineBuffer buffer;
        buffer.append(bytes, {});
        QCOMPARE(buffer.endLine(), 1);
        QCOMPARE(parseAnsi(buffer.at(0).utf8, buffer.at(0).startStyle).text, text);
    }

    void what_follows_an_overwritten_line_is_in_its_last_style()
    {
        LineBuffer buffer;
        buffer.append("\x1b[31m", {}); // all is red from here on
        buffer.append("wait\r\x1b[1mdone\x1b[32m\rD", {});
        buffer.append("next", {});
        const AnsiLine line = parseAnsi(buffer.at(1).utf8, buffer.at(1).startStyle);
        AnsiStyle strong;
        strong.foreground = palette(1);
        strong.bold = true;
        AnsiStyle green = strong;
        green.foreground = palette(2);
        QCOMPARE(line.text, QStringLiteral("Done"));
        QCOMPARE(line.spans.size(), 2);
        QVERIFY(line.spans[0] == (AnsiSpan{.start = 0, .length = 1, .style = green}));
        QVERIFY(line.spans[1] == (AnsiSpan{.start = 1, .length = 3, .style = strong}));
        QVERIFY(buffer.at(2).startStyle == green);
    }

    /// Against a second way to come by it: a row of characters, and a place in it.
    void any_overwritten_line_is_what_a_terminal_shows()
    {
        QRandomGenerator random(11); // the same lines every time
        for (int round = 0; round < 2'000; ++round) {
            QByteArray bytes;
            QByteArray row;
            qsizetype at = 0;
            const int length = random.bounded(60);
            for (int i = 0; i < length; ++i) {
                const int kind = random.bounded(8);
                const QByteArray piece = kind == 0   ? "\r"
                                         : kind == 1 ? "\x1b[K"
                                         : kind == 2 ? "\x1b[3" + QByteArray::number(random.bounded(8)) + "m"
                                                     : QByteArray(1, static_cast<char>('a' + random.bounded(26)));
                bytes += piece;
                if (kind == 0) {
                    at = 0;
                } else if (kind == 1) {
                    row.truncate(at);
                } else if (kind > 2) {
                    row.resize(std::max(row.size(), at + 1));
                    row[at++] = piece.front();
                }
            }
            if (bytes.contains('\r')) {
                const QByteArray line = terminalLine(bytes);
                QCOMPARE(parseAnsi(line).text, QString::fromLatin1(row));
                QVERIFY(ansiStyleAfter(line) == ansiStyleAfter(bytes));
                QCOMPARE(terminalLine(line), line);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestTerminalLine)
#include "tst_terminal_line.moc"
