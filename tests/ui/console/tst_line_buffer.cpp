// SPDX-License-Identifier: GPL-3.0-or-later
// The console's line buffer, case by case, and against a naive model, which keeps every line that was ever written in
// a list.
#include "tests/support/random_values.h"
#include "ui/console/ansi_text.h"
#include "ui/console/line_buffer.h"
#include "ui/console/text_columns.h"

#include <QTest>

using namespace studio;
using test::RandomValues;

namespace {

constexpr quint32 firstSeed = 20'261'129;
constexpr int histories = 12;
constexpr int steps = 400;
constexpr LineBuffer::Limits limits{.lines = 6'000, .bytes = 512 << 10};

struct ModelLine
{
    QByteArray text;
    LineTag tag;
};

/// Lines as they were written, none forgotten. Those before `cleared` are gone.
struct Model
{
    QList<ModelLine> lines;
    qsizetype cleared = 0;

    void append(const QByteArray &text, const LineTag &tag)
    {
        QByteArray rest = text;
        const bool isEnded = rest.endsWith('\n');
        if (isEnded) {
            rest.chop(1);
        }
        QByteArrayList all = rest.split('\n');
        for (qsizetype i = 0; i < all.size(); ++i) {
            if (all[i].endsWith('\r') && (isEnded || i + 1 < all.size())) {
                all[i].chop(1);
            }
            lines.append({all[i], tag});
        }
    }
};

QByteArray randomLine(RandomValues &random)
{
    static const QByteArrayList pieces{"error", "\x1b[31m", "\x1b[0m", "\x1b[1;4m", "日本",
                                       "🦀",    "\t",       " ",       "a",         "warning: "};
    QByteArray line;
    const int length = random.below(40) == 0 ? 3'000 : random.below(12); // now and then one that becomes several
    for (int i = 0; i < length; ++i) {
        line += random.oneOf(pieces);
    }
    return line;
}

QByteArray randomText(RandomValues &random)
{
    QByteArray text;
    for (int i = 1 + random.below(random.below(30) == 0 ? 600 : 5); i > 0; --i) {
        text += randomLine(random) + (random.boolean() ? "\n" : "\r\n");
    }
    return random.boolean() ? text : text + "end";
}

LineTag randomTag(RandomValues &random)
{
    return {.kind = random.boolean() ? LineKind::Compile : LineKind::HandlerStderr,
            .timeMs = random.integer(),
            .executionId = random.name().toLatin1()};
}

/// What is kept of the model's lines, in pieces of at most maxLineBytes, from the newest line to the oldest.
void expectSameLines(const LineBuffer &buffer, const Model &model)
{
    qint64 at = buffer.endLine();
    for (qsizetype i = model.lines.size(); i > model.cleared && at > buffer.firstLine(); --i) {
        const ModelLine &wanted = model.lines[i - 1];
        QByteArray text;
        bool isContinued = true;
        while (isContinued && at > buffer.firstLine()) {
            const StoredLine piece = buffer.at(--at);
            isContinued = piece.continued;
            QVERIFY(piece.utf8.size() <= LineBuffer::maxLineBytes);
            QVERIFY(piece.utf8.isValidUtf8());
            QCOMPARE(piece.kind, wanted.tag.kind);
            QCOMPARE(piece.timeMs, wanted.tag.timeMs);
            QCOMPARE(piece.executionId.toByteArray(), wanted.tag.executionId);
            text.prepend(piece.utf8);
        }
        QVERIFY2(isContinued ? wanted.text.endsWith(text) : wanted.text == text, "the oldest line may be kept in part");
    }
}

/// Every line starts in the style that all the text before it has left.
void expectSameStyles(const LineBuffer &buffer)
{
    for (qint64 line = buffer.firstLine(); line + 1 < buffer.endLine(); ++line) {
        const StoredLine one = buffer.at(line);
        QCOMPARE(buffer.at(line + 1).startStyle, ansiStyleAfter(one.utf8, one.startStyle));
    }
}

/// Rows are those of the lines one after the other, and a row is found in its line.
void expectSameRows(const LineBuffer &buffer, RandomValues &random)
{
    qint64 rows = 0;
    QList<std::pair<qint64, qint64>> starts; // line, first row
    for (qint64 line = buffer.firstLine(); line < buffer.endLine(); ++line) {
        starts.append({line, rows});
        rows += buffer.at(line).rows;
    }
    QCOMPARE(buffer.rows(), rows);
    for (int i = 0; i < 50 && !starts.isEmpty(); ++i) {
        const auto [line, row] = starts[random.below(static_cast<int>(starts.size()))];
        QCOMPARE(buffer.rowOfLine(line), row);
        const int within = random.below(buffer.at(line).rows);
        QCOMPARE(buffer.placeOfRow(row + within), (LineBuffer::Place{.line = line, .row = within}));
    }
}

void expectBounded(const LineBuffer &buffer)
{
    constexpr qint64 chunkLines = 4'096; // whole chunks go
    constexpr qsizetype chunkBytes = 1 << 20;
    QVERIFY(buffer.endLine() - buffer.firstLine() <= limits.lines + chunkLines);
    QVERIFY(buffer.bytes() <= limits.bytes + chunkBytes);
}

} // namespace

class TestLineBuffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void any_history_is_that_of_a_list_of_lines_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = firstSeed; seed < firstSeed + histories; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }
    void any_history_is_that_of_a_list_of_lines()
    {
        QFETCH(const quint32, seed);
        RandomValues random(seed);
        LineBuffer buffer(limits);
        Model model;
        qint64 end = 0;
        for (int step = 0; step < steps; ++step) {
            switch (random.below(60)) {
            case 0:
                buffer.clear();
                model.cleared = model.lines.size();
                QVERIFY(buffer.isEmpty());
                break;
            case 1:
                buffer.setColumns(random.below(3) * 40);
                break;
            default: {
                const QByteArray text = randomText(random);
                const LineTag tag = randomTag(random);
                buffer.append(text, tag);
                model.append(text, tag);
            }
            }
            QVERIFY(buffer.endLine() >= end); // numbers are never used twice
            end = buffer.endLine();
            expectBounded(buffer);
            if (step % 40 == 0 || step + 1 == steps) {
                expectSameLines(buffer, model);
                expectSameStyles(buffer);
                expectSameRows(buffer, random);
            }
            QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("at step %1").arg(step)));
        }
        QVERIFY2(buffer.firstLine() > 0, "the history was too short to drop anything");
    }

    void keeps_the_last_lines_within_its_limits()
    {
        const LineBuffer::Limits limits{.lines = 10'000, .bytes = 1 << 20};
        LineBuffer buffer(limits);
        for (int i = 0; i < 100'000; ++i) {
            buffer.append("line " + QByteArray::number(i), {});
        }
        QCOMPARE(buffer.endLine(), 100'000);
        QVERIFY(buffer.endLine() - buffer.firstLine() >= limits.lines);
        QVERIFY(buffer.endLine() - buffer.firstLine() < limits.lines + 4'097);
        QCOMPARE(buffer.rows(), buffer.endLine() - buffer.firstLine());
        QCOMPARE(buffer.rows() + buffer.droppedRows(), 100'000);
        for (const qint64 line : {buffer.firstLine(), qint64(95'555), buffer.endLine() - 1}) {
            QCOMPARE(buffer.at(line).utf8.toByteArray(), "line " + QByteArray::number(line));
        }
        for (int i = 0; i < 2'000; ++i) {
            buffer.append(QByteArray(4'000, 'x'), {});
        }
        QVERIFY(buffer.bytes() <= limits.bytes);
        buffer.clear();
        QVERIFY(buffer.isEmpty());
        QCOMPARE(buffer.bytes(), 0);
        QCOMPARE(buffer.endLine(), 102'000); // a number means one line for ever
    }

    void breaks_a_long_line_and_loses_nothing()
    {
        QByteArray line;
        for (int i = 0; line.size() < 100'000; ++i) {
            line += i % 7 == 0 ? QByteArray("\x1b[31m漢\x1b[0m") : QByteArray("é") + QByteArray::number(i);
        }
        LineBuffer buffer;
        buffer.append(line, {});
        QVERIFY(buffer.endLine() > 10);
        QByteArray joined;
        QString shown;
        for (qint64 i = 0; i < buffer.endLine(); ++i) {
            const StoredLine piece = buffer.at(i);
            QCOMPARE(piece.continued, i > 0);
            QVERIFY(piece.utf8.size() <= LineBuffer::maxLineBytes);
            joined += piece.utf8;
            shown += parseAnsi(piece.utf8, piece.startStyle).text;
        }
        QCOMPARE(joined, line);
        QCOMPARE(shown, parseAnsi(line).text); // no character and no escape was cut in two
    }

    void maps_rows_to_lines_and_back()
    {
        LineBuffer buffer;
        buffer.setColumns(10);
        for (int i = 0; i < 9'000; ++i) {
            buffer.append(QByteArray(i % 35, 'x'), {});
        }
        qint64 row = 0;
        for (qint64 line = 0; line < buffer.endLine(); ++line) {
            const int rows = buffer.at(line).rows;
            QCOMPARE(rows, std::max(1, static_cast<int>((line % 35 + 9) / 10)));
            if (line % 500 == 0) {
                QCOMPARE(buffer.rowOfLine(line), row);
                QVERIFY((buffer.placeOfRow(row) == LineBuffer::Place{.line = line, .row = 0}));
                QVERIFY((buffer.placeOfRow(row + rows - 1) == LineBuffer::Place{.line = line, .row = rows - 1}));
            }
            row += rows;
        }
        QCOMPARE(buffer.rows(), row);
        QCOMPARE(buffer.placeOfRow(row).line, buffer.endLine());
        buffer.setColumns(0);
        QCOMPARE(buffer.rows(), 9'000);
        QCOMPARE(buffer.widestColumns(), 34);
    }

    void splits_text_into_lines()
    {
        LineBuffer buffer;
        buffer.append("a\nb\r\nc\rd\n\ne\n", {}); // the d overwrites the c
        QByteArrayList lines;
        for (qint64 i = 0; i < buffer.endLine(); ++i) {
            lines << buffer.at(i).utf8.toByteArray();
        }
        QCOMPARE(lines, (QByteArrayList{"a", "b", "d", "", "e"}));
        buffer.append({}, {.kind = LineKind::HandlerStderr, .timeMs = 7, .executionId = "id"});
        const StoredLine empty = buffer.at(5);
        QVERIFY(empty.utf8.isEmpty());
        QCOMPARE(empty.executionId.toByteArray(), QByteArray("id"));
        QCOMPARE(empty.timeMs, 7);
        QVERIFY(empty.kind == LineKind::HandlerStderr);
    }

    void random_bytes_do_no_harm()
    {
        std::srand(7); // the same bytes every time
        LineBuffer buffer({.lines = 5'000, .bytes = 1 << 20});
        buffer.setColumns(33);
        for (int round = 0; round < 400; ++round) {
            QByteArray bytes(std::rand() % 20'000, '\0');
            for (char &c : bytes) {
                const int kind = std::rand() % 8;
                c = kind == 0 ? '\x1b' : kind == 1 ? '[' : kind == 2 ? 'm' : static_cast<char>(std::rand());
            }
            buffer.append(bytes, {});
        }
        for (qint64 line = buffer.firstLine(); line < buffer.endLine(); ++line) {
            const StoredLine stored = buffer.at(line);
            const AnsiLine content = parseAnsi(stored.utf8, stored.startStyle);
            QCOMPARE(qsizetype(stored.rows), rowStarts(content.text, 33).size());
            for (const QChar c : content.text) {
                QVERIFY(c >= u' ' || c == u'\t');
            }
            for (const AnsiSpan &span : content.spans) {
                QVERIFY(span.start >= 0 && span.start + span.length <= content.text.size());
            }
        }
    }

    void a_filter_takes_rows_away_and_gives_them_back()
    {
        LineBuffer buffer({.lines = 100'000, .bytes = 16 << 20});
        buffer.setColumns(10);
        constexpr int lines = 20'000; // several chunks
        for (int i = 0; i < lines; ++i) {
            const bool isError = i % 5'000 == 4'999;
            buffer.append(isError      ? QByteArray("fifteen columns")
                          : i % 2 != 0 ? QByteArray("short")
                                       : QByteArray("日本日本日本"),
                          {.executionId = {},
                           .level = isError ? LineLevel::Error : LineLevel::Other,
                           .crate = i < 10 ? "a" : "b"});
        }
        const qint64 all = buffer.rows();
        buffer.setFilter({.hasOthers = false, .crate = {}});
        QCOMPARE(buffer.rows(), 8);
        QCOMPARE(buffer.placeOfRow(3), (LineBuffer::Place{.line = 9'999, .row = 1}));
        QCOMPARE(buffer.rowOfLine(9'999), 2);
        QCOMPARE(buffer.shownLine(0, 1), 4'999);
        QCOMPARE(buffer.shownLine(5'000, -1), 4'999);
        QCOMPARE(buffer.shownLine(4'998, -1), -1);
        QCOMPARE(buffer.shownLine(lines, 1), -1);
        QVERIFY(buffer.isHidden(0) && !buffer.isHidden(4'999));
        buffer.setColumns(5);
        QCOMPARE(buffer.rows(), 12);
        buffer.setColumns(10);
        buffer.setFilter({.crate = QStringLiteral("a")});
        QCOMPARE(buffer.shownLine(10, 1), -1);
        QCOMPARE(buffer.crates(), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        buffer.setFilter({.crate = QStringLiteral("none of these")});
        QCOMPARE(buffer.rows(), 0);
        buffer.setFilter({});
        QCOMPARE(buffer.rows(), all);
    }
};

QTEST_GUILESS_MAIN(TestLineBuffer)
#include "tst_line_buffer.moc"
