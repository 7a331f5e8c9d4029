// SPDX-License-Identifier: GPL-3.0-or-later
// The console's line buffer against a naive model, which keeps every line that was ever written in a list.
#include "tests/support/random_values.h"
#include "ui/console/line_buffer.h"

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
};

QTEST_GUILESS_MAIN(TestLineBuffer)
#include "tst_line_buffer.moc"
