// SPDX-License-Identifier: GPL-3.0-or-later
// Two versions side by side.
#include "core/source/compare_archives.h"
#include "tests/support/slowness.h"
#include "tests/ui/platform/platform_test.h"
#include "ui/platform/compare_dialog.h"
#include "ui/platform/compare_rows.h"
#include "ui/platform/compare_view.h"

#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextLayout>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCompareDialog : public PlatformTest
{
    Q_OBJECT

private Q_SLOTS:
    void two_versions_side_by_side_line_against_line()
    {
        publish("one\ntwo\nthree\nfour\n");
        publish("one\n2\n2a\nthree\nfour\nfive\n");
        auto *const dialog = new CompareDialog(m_platform.get(), hello, 1, 2, m_home->filePath(u"scratch"_s));
        QSignalSpy shown(dialog, &CompareDialog::shown);
        dialog->show();
        QVERIFY(shown.wait(10'000 * slowness));
        QCOMPARE(dialog->fileCount(), 1);
        QCOMPARE(dialog->findChild<QListWidget *>()->item(0)->text(), u"src/lib.rs"_s);
        const auto lines = [](const QPlainTextEdit *view) {
            QStringList all = view->toPlainText().split(u'\n');
            std::ranges::transform(all, all.begin(), [](const QString &line) { return line.simplified(); });
            return all;
        };
        QCOMPARE(lines(dialog->beforeText()),
                 (QStringList{u"1 one"_s, u"2 two"_s, u""_s, u"3 three"_s, u"4 four"_s, u""_s}));
        QCOMPARE(lines(dialog->afterText()),
                 (QStringList{u"1 one"_s, u"2 2"_s, u"3 2a"_s, u"4 three"_s, u"5 four"_s, u"6 five"_s}));
        const auto isMarked = [](const QPlainTextEdit *view, int line) {
            return view->document()->findBlockByNumber(line).blockFormat().background().style() != Qt::NoBrush;
        };
        QVERIFY(!isMarked(dialog->afterText(), 0));
        QVERIFY(isMarked(dialog->afterText(), 1));
        QVERIFY(isMarked(dialog->beforeText(), 2)); // the gap
        dialog->close();
        QTRY_VERIFY(QDir(m_home->filePath(u"scratch"_s)).isEmpty()); // nothing unpacked is left
    }

    void keys_go_to_each_difference_and_code_has_its_colours()
    {
        publish("// first\nfn a() { let old = 1; }\n//\n//\nfn b() {}\n");
        publish("// first\nfn a() { let new = 1; }\n//\n//\nfn c() {}\n");
        auto *const dialog = new CompareDialog(m_platform.get(), hello, 1, 2, m_home->filePath(u"scratch"_s));
        QSignalSpy shown(dialog, &CompareDialog::shown);
        dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTRY_COMPARE(shown.size(), 1);
        const auto says = [&](const QString &words) {
            return std::ranges::any_of(dialog->findChildren<QLabel *>(),
                                       [&](const QLabel *label) { return label->text() == words; });
        };
        QVERIFY(says(u"Difference 1 of 2 in file 1 of 1"_s));
        QCOMPARE(dialog->afterText()->textCursor().blockNumber(), 1);
        QTest::keyClick(dialog, Qt::Key_F7);
        QVERIFY(says(u"Difference 2 of 2 in file 1 of 1"_s));
        QCOMPARE(dialog->afterText()->textCursor().blockNumber(), 4);
        QTest::keyClick(dialog, Qt::Key_F7); // the last one
        QVERIFY(says(u"Difference 2 of 2 in file 1 of 1"_s));
        QTest::keyClick(dialog, Qt::Key_F7, Qt::ShiftModifier);
        QCOMPARE(dialog->beforeText()->textCursor().blockNumber(), 1);
        const auto formatsOf = [&](int line) {
            return dialog->afterText()->document()->findBlockByNumber(line).layout()->formats();
        };
        QTRY_VERIFY(formatsOf(0).size() > 1); // the number, and the comment's colour
        const auto words = formatsOf(1);
        QVERIFY(std::ranges::any_of(words, [](const QTextLayout::FormatRange &one) {
            return one.start == 3 + 13 && one.length == 3 && one.format.background().style() != Qt::NoBrush; // new
        }));
        dialog->close();
    }

    void words_that_differ_are_marked_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("marked"); // with brackets, of both
        const auto row = [](const char *name, const char *before, const char *after, const char *marked) {
            QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after) << QString::fromUtf8(marked);
        };
        row("a word", "let old = 1;", "let new = 1;", "let [old] = 1;|let [new] = 1;");
        row("what is put in", "f(a)", "f(a, b)", "f(a)|f(a[, b])");
        row("another line", "alpha", "beta gamma", "alpha|beta gamma");
        row("signs alone are common", "Ok(json!({\"hi\": 1}))", "let name = body.get(\"name\");",
            "Ok(json!({\"hi\": 1}))|let name = body.get(\"name\");");
        row("blanks alone are common", "a b", "c d", "a b|c d");
        row("one emoji", "say(\"\U0001F600\")", "say(\"\U0001F601\")", "say(\"[\U0001F600]\")|say(\"[\U0001F601]\")");
        row("an indentation", "  x", "    x", "[  ]x|[    ]x");
    }
    void words_that_differ_are_marked()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, marked);
        const CompareRows rows =
            compareRows({.path = {},
                         .before = before + u'\n',
                         .after = after + u'\n',
                         .changes = {{.before = 0, .beforeCount = 1, .after = 0, .afterCount = 1}}});
        const auto shown = [](CompareRow row) {
            for (auto part = row.changed.crbegin(); part != row.changed.crend(); ++part) {
                row.text.insert(part->from + part->length, u']').insert(part->from, u'[');
            }
            return row.text;
        };
        QCOMPARE(shown(rows.before.first()) + u'|' + shown(rows.after.first()), marked);
        QCOMPARE(rows.differences, QList<int>{0});
    }

    void what_diff_prints()
    {
        QCOMPARE(readDiff("2c2,3\n< two\n---\n> 2\n> 2a\n4a6\n> five\n"),
                 (QList<LineChange>{{.before = 1, .beforeCount = 1, .after = 1, .afterCount = 2},
                                    {.before = 4, .beforeCount = 0, .after = 5, .afterCount = 1}}));
        QCOMPARE(readDiff("1,2d0\n< a\n< b\n"),
                 (QList<LineChange>{{.before = 0, .beforeCount = 2, .after = 0, .afterCount = 0}}));
        QCOMPARE(readDiff("Binary files a and b differ\n"), QList<LineChange>{});
    }
};

QTEST_MAIN(TestCompareDialog)
#include "tst_compare_dialog.moc"
