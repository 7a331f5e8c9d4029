// SPDX-License-Identifier: GPL-3.0-or-later
// Two versions side by side.
#include "core/source/compare_archives.h"
#include "tests/support/slowness.h"
#include "tests/ui/platform/platform_test.h"
#include "ui/platform/compare_dialog.h"

#include <QListWidget>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTextBlock>

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
