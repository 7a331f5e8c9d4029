// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/names.h"
#include "core/base/text.h"

#include <QTemporaryDir>
#include <QTest>

using namespace studio;

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isValidName_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        const auto row = [](const char *name, const QString &text, bool valid) {
            QTest::newRow(name) << text << valid;
        };
        row("letters, digits, marks", QStringLiteral("aZ09-_x"), true);
        row("a digit first", QStringLiteral("0"), true);
        row("63 characters", QString(63, u'a'), true);
        row("64 characters", QString(64, u'a'), false);
        row("empty", QString(), false);
        row("a dash first", QStringLiteral("-a"), false);
        row("an underscore first", QStringLiteral("_a"), false);
        row("a line break at the end", QStringLiteral("org\n"), false);
        row("a NUL at the end", QStringLiteral("org") + QChar(0), false);
        row("a letter beyond ASCII", QStringLiteral("é"), false);
        row("a digit beyond ASCII", QStringLiteral("a\u0661"), false);
        row("a dot", QStringLiteral("a.b"), false);
        row("the default", defaultOrganization, true);
    }

    void isValidName()
    {
        QFETCH(QString, text);
        QTEST(studio::isValidName(text), "valid");
    }

    void withoutAnsi_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        QTest::newRow("nothing") << QStringLiteral("a\tb") << QStringLiteral("a\tb");
        QTest::newRow("colours") << QStringLiteral("\x1b[1m\x1b[38;5;9merror\x1b[0m: x") << QStringLiteral("error: x");
        QTest::newRow("erased line") << QStringLiteral("\x1b[2Ka\x1b[?25l") << QStringLiteral("a");
        QTest::newRow("intermediate byte") << QStringLiteral("\x1b[1 qa") << QStringLiteral("a");
        QTest::newRow("colon") << QStringLiteral("\x1b[38:2::1:2:3mred") << QStringLiteral("red");
        QTest::newRow("cut off") << QStringLiteral("a\x1b[3") << QStringLiteral("a\x1b[3");
    }

    void withoutAnsi()
    {
        QFETCH(QString, text);
        QTEST(studio::withoutAnsi(text), "plain");
    }

    void hashFile_isTheSha256()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("below/file"));
        QVERIFY(makeFolder(folder.filePath(QStringLiteral("below"))));
        QVERIFY(!hashFile(path));
        QVERIFY(writePrivateFile(path, "abc"));
        QCOMPARE(hashFile(path).value(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        const auto made = makeFolder(path + QStringLiteral("/in a file"));
        QVERIFY(!made && made.error().message.contains(QStringLiteral("in a file")));
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
