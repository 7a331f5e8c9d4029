// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/path_text.h"

#include <QDir>
#include <QTest>

using namespace studio;

class TestPathText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("HOME", "/home/ada"); }

    void withShortPaths_sentence_isShort_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *sentence, const char *expected) {
            QTest::newRow(sentence) << QString::fromUtf8(sentence) << QString::fromUtf8(expected);
        };
        row("/home/ada/hello/src/lib.rs is there already.", "src/lib.rs is there already.");
        row("Could not open “/home/ada/hello/src/a b.rs”: no.", "Could not open “src/a b.rs”: no.");
        row("/home/ada/hello has no Cargo.toml.", "~/hello has no Cargo.toml.");
        row("There is no folder /home/ada/hello.", "There is no folder ~/hello.");
        row("/home/ada/hello/", "~/hello/");
        row("/home/ada/hello-2/src/lib.rs", "~/hello-2/src/lib.rs");
        row("/home/ada/hello.rs", "~/hello.rs");
        row("/mnt/home/ada/hello/src/lib.rs", "/mnt/home/ada/hello/src/lib.rs");
        row("Saved to /home/ada/x, /home/adam/y and /tmp/z", "Saved to ~/x, /home/adam/y and /tmp/z");
        row("file:///home/ada/hello/src", "file:///home/ada/hello/src");
        row("It is in /home/ada.", "It is in ~.");
        row("(/home/ada/hello/a, /home/ada/hello/b)", "(a, b)");
        row("nothing", "nothing");
        row("", "");
    }
    void withShortPaths_sentence_isShort()
    {
        QFETCH(const QString, sentence);
        QFETCH(const QString, expected);
        QCOMPARE(withShortPaths(sentence, QStringLiteral("/home/ada/hello")), expected);
    }
};

QTEST_GUILESS_MAIN(TestPathText)
#include "tst_path_text.moc"
