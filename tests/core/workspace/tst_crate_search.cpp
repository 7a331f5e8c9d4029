// SPDX-License-Identifier: GPL-3.0-or-later
// Crates that fit what is typed, without a network.
#include "core/compiler/compiler.h"
#include "core/workspace/crate_lookup.h"
#include "core/workspace/crate_search.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCrateSearch : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    void index(const QString &below, const QByteArray &version) const
    {
        const QString path = m_home.filePath(u"registry/index/index.crates.io-1/.cache/"_s + below);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("\x03\x02\0\0\0etag: x\0", 13) + version + QByteArray("\0", 1) + "{\"vers\":\"" +
                   version + "\",\"features\":{}}" + QByteArray("\0", 1));
    }
    static QStringList names(const QList<CrateSuggestion> &crates)
    {
        QStringList all;
        for (const CrateSuggestion &one : crates) {
            all << one.name;
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        index(u"se/rd/serde"_s, "1.0.228");
        index(u"se/rd/serde_json"_s, "1.0.145");
        index(u"my/_s/my-serde"_s, "0.1.0");
        index(u"to/ki/tokio"_s, "1.0.0");
    }

    void crates_that_cargo_has_met_are_found_the_best_first()
    {
        CrateLookup lookup(nullptr, m_home.path());
        CrateSearch search(&lookup);
        QList<CrateSuggestion> last;
        QString word;
        connect(&search, &CrateSearch::found, this, [&](const QString &of, const QList<CrateSuggestion> &crates) {
            word = of;
            last = crates;
        });
        search.search(u"serde"_s);
        QTRY_COMPARE(names(last), QStringList({u"serde"_s, u"serde_json"_s, u"my-serde"_s}));
        QTRY_COMPARE(last.value(1).version, u"1.0.145"_s);
        QCOMPARE(word, u"serde"_s);
        search.search(u"My_Ser"_s); // as the registry compares names
        QTRY_COMPARE(names(last), QStringList(u"my-serde"_s));
        QCOMPARE(word, u"My_Ser"_s);
        search.search(u"nothing"_s);
        search.search({});
        QSignalSpy found(&search, &CrateSearch::found);
        Q_EMIT lookup.changed();
        QCOMPARE(found.size(), 0);
    }

    void an_error_about_one_crate_is_not_taken_for_no_registry()
    {
        Compiler compiler(testPaths());
        CrateLookup lookup(&compiler, m_home.path());
        lookup.ask(u"--no-name"_s); // refused before cargo runs
        QTRY_VERIFY(lookup.entry(u"--no-name"_s));
        lookup.ask(u"--another"_s);
        QTRY_VERIFY(lookup.entry(u"--another"_s));
    }

    void only_the_crate_that_is_typed_is_learned()
    {
        CrateLookup lookup(nullptr, m_home.path());
        CrateSearch search(&lookup);
        QStringList learned;
        connect(&search, &CrateSearch::learned, this, [&](const QString &name) { learned << name; });
        search.learn(u"le-first"_s);
        search.learn(u"le-second"_s);
        index(u"le/-f/le-first"_s, "1.0.0"); // a compile has fetched it
        index(u"le/-s/le-second"_s, "1.0.0");
        lookup.load({u"le-first"_s});
        QTRY_VERIFY(lookup.entry(u"le-first"_s) && lookup.entry(u"le-first"_s)->crate);
        QCOMPARE(learned, QStringList());
        lookup.load({u"le-second"_s});
        QTRY_COMPARE(learned, QStringList(u"le-second"_s));
        search.learn(u"le-third"_s);
        search.learn({}); // the field is closed
        index(u"le/-t/le-third"_s, "1.0.0");
        lookup.load({u"le-third"_s});
        QTRY_VERIFY(lookup.entry(u"le-third"_s) && lookup.entry(u"le-third"_s)->crate);
        QCOMPARE(learned, QStringList(u"le-second"_s));
    }
};

QTEST_GUILESS_MAIN(TestCrateSearch)
#include "tst_crate_search.moc"
