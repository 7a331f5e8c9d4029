// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/line_changes.h"
#include "core/git/reader/line_diff.h"
#include "tests/support/random_values.h"

#include <QCoroTask>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <git2.h>

using namespace studio;
using git::LineChange;
using test::RandomValues;

namespace {

QList<QByteArray> splitLines(const QByteArray &text)
{
    QList<QByteArray> lines;
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype end = text.indexOf('\n', from);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        lines << text.sliced(from, next - from);
        from = next;
    }
    return lines;
}

/// In this process: it is asked thousands of times.
QList<LineChange> compared(const QByteArray &before, const QByteArray &text)
{
    QList<LineChange> changes;
    const auto found = git::reader::diffLines({before.constData(), static_cast<size_t>(before.size())},
                                              {text.constData(), static_cast<size_t>(text.size())});
    for (const auto &one : *found) {
        changes.append({one.line, one.count, one.beforeLine, one.beforeCount});
    }
    return changes;
}

/// The text before, made of the text as it is and the changes.
QByteArray takenBack(const QByteArray &before, const QByteArray &text, const QList<LineChange> &changes)
{
    QByteArray result;
    int line = 0;
    for (const LineChange &change : changes) {
        result += git::linesOf(text, line, change.line - line);
        result += git::linesOf(before, change.beforeLine, change.beforeCount);
        line = change.end();
    }
    return result + git::linesOf(text, line, static_cast<int>(text.count('\n')) + 1 - line);
}

/// The number of lines of the longest common subsequence: what is not in it has changed.
int commonLines(const QList<QByteArray> &one, const QList<QByteArray> &other)
{
    QList<int> row(other.size() + 1, 0);
    for (const QByteArray &line : one) {
        int corner = 0;
        for (qsizetype at = 0; at < other.size(); ++at) {
            const int above = row[at + 1];
            row[at + 1] = line == other[at] ? corner + 1 : std::max(above, row[at]);
            corner = above;
        }
    }
    return row.last();
}

QByteArray randomText(RandomValues &random, int lines)
{
    static const QList<QByteArray> some{"{\n", "}\n", "\n", "    let a = 1;\n", "fn f() {\n", "täglich 🦀\n", "\tx\n"};
    QByteArray text;
    for (int line = 0; line < lines; ++line) {
        text += random.below(4) == 0 ? QByteArray::number(random.below(20)) + '\n' : random.oneOf(some);
    }
    if (random.below(4) == 0) {
        text.chop(1); // no end of the last line
    }
    return text;
}

QByteArray edited(RandomValues &random, const QByteArray &text)
{
    QList<QByteArray> lines = splitLines(text);
    for (int edit = random.below(6); edit > 0; --edit) {
        const int at = random.below(static_cast<int>(lines.size()) + 1);
        switch (random.below(3)) {
        case 0:
            lines.insert(at, QByteArray::number(random.below(20)) + '\n');
            break;
        case 1:
            lines.remove(std::min<qsizetype>(at, lines.size()),
                         std::min<qsizetype>(random.below(4), lines.size() - at));
            break;
        default:
            if (at < lines.size()) {
                lines[at] = "changed\n";
            }
        }
    }
    return lines.join();
}

} // namespace

class TestLineChanges : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    /// What `git diff` prints for two files: the ranges of its hunks.
    QList<LineChange> askGit(const QByteArray &before, const QByteArray &text)
    {
        const QString one = m_home.filePath(QStringLiteral("one"));
        const QString other = m_home.filePath(QStringLiteral("other"));
        for (const auto &[path, content] : {std::pair(one, before), std::pair(other, text)}) {
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
                qFatal("no file");
            }
        }
        QProcess git;
        git.start(QStringLiteral("git"), {QStringLiteral("diff"), QStringLiteral("--no-index"), QStringLiteral("-a"),
                                          QStringLiteral("-U0"), QStringLiteral("--inter-hunk-context=0"), one, other});
        if (!git.waitForFinished()) {
            qFatal("git does not end");
        }
        static const QRegularExpression head(QStringLiteral("^@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@"),
                                             QRegularExpression::MultilineOption);
        QList<LineChange> changes;
        auto hunks = head.globalMatch(QString::fromUtf8(git.readAllStandardOutput()));
        while (hunks.hasNext()) {
            const auto hunk = hunks.next();
            const auto count = [&](int group) {
                return hunk.hasCaptured(group) && !hunk.captured(group).isEmpty() ? hunk.captured(group).toInt() : 1;
            };
            const auto start = [&](int group, int lines) { return hunk.captured(group).toInt() - (lines > 0 ? 1 : 0); };
            changes.append({.line = start(3, count(4)),
                            .count = count(4),
                            .beforeLine = start(1, count(2)),
                            .beforeCount = count(2)});
        }
        return changes;
    }

private Q_SLOTS:
    void initTestCase() { git_libgit2_init(); }
    void each_kind_is_found_at_its_line_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<LineChange>("change");
        QTest::newRow("changed") << QByteArray("a\nb\nc\n") << QByteArray("a\nB\nc\n") << LineChange{1, 1, 1, 1};
        QTest::newRow("added") << QByteArray("a\nc\n") << QByteArray("a\nb\nb\nc\n") << LineChange{1, 2, 1, 0};
        QTest::newRow("removed") << QByteArray("a\nb\nc\n") << QByteArray("a\nc\n") << LineChange{1, 0, 1, 1};
        QTest::newRow("removed first") << QByteArray("a\nb\n") << QByteArray("b\n") << LineChange{0, 0, 0, 1};
        QTest::newRow("removed last") << QByteArray("a\nb\n") << QByteArray("a\n") << LineChange{1, 0, 1, 1};
        QTest::newRow("all removed") << QByteArray("a\nb\n") << QByteArray() << LineChange{0, 0, 0, 2};
        QTest::newRow("from nothing") << QByteArray() << QByteArray("a\nb\n") << LineChange{0, 2, 0, 0};
        QTest::newRow("last line ended") << QByteArray("a\nb") << QByteArray("a\nb\n") << LineChange{1, 1, 1, 1};
        QTest::newRow("a NUL is text") << QByteArray("a\n\0\n", 4) << QByteArray("b\n\0\n", 4)
                                       << LineChange{0, 1, 0, 1};
    }
    void each_kind_is_found_at_its_line()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, text);
        QFETCH(const LineChange, change);
        const auto changes = QCoro::waitFor(git::lineChanges(before, text));
        QVERIFY(changes.has_value());
        QCOMPARE(changes->size(), 1);
        QCOMPARE(changes->first().line, change.line);
        QCOMPARE(changes->first().count, change.count);
        QCOMPARE(changes->first().beforeLine, change.beforeLine);
        QCOMPARE(changes->first().beforeCount, change.beforeCount);
    }

    void line_ends_are_no_difference()
    {
        QCOMPARE(git::withPlainLineEnds("a\r\nb\rc\n\r\r\n"), QByteArray("a\nb\nc\n\n\n"));
        QCOMPARE(git::withPlainLineEnds("plain\n"), QByteArray("plain\n"));
        QCOMPARE(QCoro::waitFor(git::lineChanges("a\nb\n", git::withPlainLineEnds("a\r\nb\r\n")))->size(), 0);
    }

    /// The changes make the one text of the other, are in their order with lines between them, and are few: xdiff may
    /// miss the least number in a long text, in these it does not.
    void random_edits_are_found()
    {
        for (quint32 seed = 1; seed <= 3'000; ++seed) {
            RandomValues random(seed);
            const QByteArray before = randomText(random, random.below(40));
            const QByteArray text =
                random.below(8) == 0 ? randomText(random, random.below(40)) : edited(random, before);
            const auto changes = compared(before, text);
            QVERIFY2(takenBack(before, text, changes) == before, qPrintable(QString::number(seed)));
            int end = -1;
            int removed = 0;
            for (const LineChange &change : changes) {
                QVERIFY2(change.line > end, qPrintable(QString::number(seed)));
                QVERIFY(change.count + change.beforeCount > 0);
                end = change.end();
                removed += change.beforeCount;
            }
            const QList<QByteArray> linesBefore = splitLines(before);
            QCOMPARE(removed, linesBefore.size() - commonLines(linesBefore, splitLines(text)));
        }
    }

    void git_itself_finds_the_same()
    {
        for (quint32 seed = 1; seed <= 60; ++seed) {
            RandomValues random(seed);
            const QByteArray before = randomText(random, 30 + random.below(300));
            const QByteArray text = edited(random, before);
            QVERIFY2(compared(before, text) == askGit(before, text), qPrintable(QString::number(seed)));
        }
    }
};

QTEST_GUILESS_MAIN(TestLineChanges)
#include "tst_line_changes.moc"
