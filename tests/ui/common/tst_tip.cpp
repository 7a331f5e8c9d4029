// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tip.h"

#include <QTest>
#include <QTextDocument>

#include <algorithm>

using namespace studio;

class TestTip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asTip_anyText_isPlainAndKeepsItsWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("a path") << QStringLiteral("/home/ada/src/lib.rs");
        QTest::newRow("a type") << QStringLiteral("expected `Vec<u>`, found `<b>x</b>`");
        QTest::newRow("an entity") << QStringLiteral("a &lt; b && c");
        QTest::newRow("a document") << QStringLiteral("<?xml version='1.0'?><html><body>x</body></html>");
        QTest::newRow("lines") << QStringLiteral("one\n\n  two\nthree");
        QTest::newRow("long") << QStringLiteral("several words ").repeated(40);
        QTest::newRow("a long word") << QString(399, u'x');
        QTest::newRow("surrogates") << QString(u'x') + QStringLiteral("😀").repeated(120);
    }
    void asTip_anyText_isPlainAndKeepsItsWords()
    {
        QFETCH(const QString, text);
        const QString tip = asTip(text);
        QVERIFY2(!Qt::mightBeRichText(tip), qPrintable(tip));
        QVERIFY(tip.isValidUtf16());
        const auto lines = tip.split(u'\n');
        QVERIFY(std::ranges::all_of(lines, [](const QString &line) { return line.size() <= 110; }));
        const auto words = [](QString of) { return of.remove(QChar(0x2060)).remove(u'\n'); };
        QCOMPARE(words(tip), words(text));
    }
};

QTEST_MAIN(TestTip)
#include "tst_tip.moc"
