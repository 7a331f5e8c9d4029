// SPDX-License-Identifier: GPL-3.0-or-later
// A small database of our own, in the shape of RustSec's.
#include "core/crates/advisories.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestAdvisories : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void versions_that_are_affected_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("isAffected");
        QTest::newRow("before it was brought in") << u"0.1.9"_s << false;
        QTest::newRow("affected") << u"0.2.0"_s << true;
        QTest::newRow("patched in the same line") << u"0.2.23"_s << false;
        QTest::newRow("affected in the next line") << u"0.3.1"_s << true;
        QTest::newRow("patched for good") << u"0.4.0"_s << false;
        QTest::newRow("a prerelease before it was brought in") << u"0.2.0-rc.1"_s << false;
        QTest::newRow("a prerelease that is affected") << u"0.2.23-rc.1"_s << true;
        QTest::newRow("a prerelease of the next line") << u"0.3.0-rc.1"_s << true;
        QTest::newRow("a prerelease before the patch for good") << u"0.4.0-rc.1"_s << true;
        QTest::newRow("a prerelease that is patched") << u"2.0.0-rc.1"_s << false;
        QTest::newRow("no version") << u"next"_s << false;
    }
    void versions_that_are_affected()
    {
        QFETCH(QString, version);
        QFETCH(bool, isAffected);
        add(u"clock/RUSTSEC-2020-0071.md"_s,
            advisory("RUSTSEC-2020-0071", "clock", "2020-11-18", "",
                     "patched = [\"^0.2.23\", \">= 0.4.0\"]\nunaffected = [\"< 0.2.0\"]"));
        const auto found = advisoriesOf(folder(), u"clock"_s, version);
        QCOMPARE(found.size(), isAffected ? 1 : 0);
        if (isAffected) {
            QCOMPARE(found.front(), (Advisory{.id = u"RUSTSEC-2020-0071"_s,
                                              .title = u"It <b>crashes</b>"_s,
                                              .date = u"2020-11-18"_s,
                                              .kind = {},
                                              .patched = {u"^0.2.23"_s, u">= 0.4.0"_s}}));
            QCOMPARE(advisoryLink(found.front()), u"https://rustsec.org/advisories/RUSTSEC-2020-0071.html"_s);
        }
    }

    void the_newest_comes_first_and_what_was_withdrawn_does_not()
    {
        add(u"clock/RUSTSEC-2020-0001.md"_s, advisory("RUSTSEC-2020-0001", "clock", "2020-01-01"));
        add(u"clock/RUSTSEC-2024-0002.md"_s,
            advisory("RUSTSEC-2024-0002", "clock", "2024-01-01", "informational = \"unmaintained\""));
        add(u"clock/RUSTSEC-2022-0003.md"_s,
            advisory("RUSTSEC-2022-0003", "clock", "2022-01-01", "withdrawn = \"2023-01-01\""));
        const auto found = advisoriesOf(folder(), u"clock"_s, u"1.0.0"_s);
        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0].kind, u"unmaintained"_s);
        QCOMPARE(found[1].id, u"RUSTSEC-2020-0001"_s);
        QVERIFY(advisoriesOf(folder(), u"other"_s, u"1.0.0"_s).isEmpty());
        QVERIFY(advisoriesOf(folder(), u"../clock"_s, u"1.0.0"_s).isEmpty());
        QVERIFY(advisoriesOf({}, u"clock"_s, u"1.0.0"_s).isEmpty());
    }

    void what_is_no_advisory_is_left_out_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no front matter") << QByteArray("# Title\n");
        QTest::newRow("an open fence") << QByteArray("```toml\n[advisory]\nid = \"RUSTSEC-2020-0001\"\n");
        QTest::newRow("no TOML") << QByteArray("```toml\n[advisory\n```\n# T\n");
        QTest::newRow("of another crate") << advisory("RUSTSEC-2020-0001", "other", "2020-01-01");
        QTest::newRow("an id that is none") << advisory("<script>", "clock", "2020-01-01");
        QTest::newRow("too large") << advisory("RUSTSEC-2020-0001", "clock", "2020-01-01") + QByteArray(1 << 20, 'x');
        QTest::newRow("too deep") << "```toml\n[advisory]\nid=" + QByteArray(100'000, '[') + "\n```\n";
    }
    void what_is_no_advisory_is_left_out()
    {
        QFETCH(QByteArray, content);
        add(u"clock/RUSTSEC-2020-0001.md"_s, content);
        QVERIFY(advisoriesOf(folder(), u"clock"_s, u"1.0.0"_s).isEmpty());
    }

    void the_database_of_either_tool_is_found()
    {
        QCOMPARE(advisoryFolder(m_home->path()), QString());
        QDir().mkpath(m_home->filePath(u"advisory-dbs/advisory-db-3157b0e258782691/crates"_s));
        QCOMPARE(advisoryFolder(m_home->path()), m_home->filePath(u"advisory-dbs/advisory-db-3157b0e258782691"_s));
        QDir().mkpath(m_home->filePath(u"advisory-db/crates"_s));
        QCOMPARE(advisoryFolder(m_home->path()), folder());
        QVERIFY(advisoriesDate(folder()));
        QVERIFY(!advisoriesDate(m_home->filePath(u"absent"_s)));
    }

private:
    [[nodiscard]] QString folder() const { return m_home->filePath(u"advisory-db"_s); }
    static QByteArray advisory(const QByteArray &id, const QByteArray &package, const QByteArray &date,
                               const QByteArray &more = {}, const QByteArray &versions = "patched = []")
    {
        return "```toml\n[advisory]\nid = \"" + id + "\"\npackage = \"" + package + "\"\ndate = \"" + date + "\"\n" +
               more + "\n\n[versions]\n" + versions + "\n```\n\n# It <b>crashes</b>\n\nText.\n";
    }
    void add(const QString &name, const QByteArray &content) const
    {
        const QString path = folder() + u"/crates/"_s + name;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_GUILESS_MAIN(TestAdvisories)
#include "tst_advisories.moc"
