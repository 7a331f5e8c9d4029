// SPDX-License-Identifier: GPL-3.0-or-later
// Which crates of Cargo.toml an update may change, and how far.
#include "core/workspace/update_wish.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

Dependency wished(const QString &package, const QString &requirement, const QString &source = {})
{
    Dependency one;
    one.key = one.package = package;
    one.requirement = requirement;
    one.source = source;
    return one;
}

} // namespace

class TestUpdateWish : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void only_crates_of_a_registry_are_updated()
    {
        Dependency injected = wished(u"tokio"_s, u"1"_s);
        injected.injected = true;
        Dependency renamed = wished(u"ignite"_s, u"*"_s);
        renamed.key = u"sdk"_s;
        const Dependency usual = wished(u"serde"_s, u"1"_s);
        const Dependency other = wished(u"own"_s, u"1"_s, u"registry mine"_s);
        QCOMPARE(updatableDependencies({wished(u"ignite"_s, u"*"_s), renamed, injected, usual, other,
                                        wished(u"near"_s, {}, u"path ../near"_s),
                                        wished(u"far"_s, {}, u"git https://example.org/far"_s)}),
                 QList<Dependency>({usual, other}));
    }

    void requirements_are_raised_to_the_newest_data()
    {
        QTest::addColumn<QString>("requirement");
        QTest::addColumn<QString>("locked");
        QTest::addColumn<QString>("newest");
        QTest::addColumn<QString>("raised");
        QTest::newRow("beyond it") << u"1"_s << u"1.4.0"_s << u"2.1.0"_s << u"2.1.0"_s;
        QTest::newRow("never locked") << u"1"_s << QString() << u"2.1.0"_s << u"2.1.0"_s;
        QTest::newRow("it fits") << u"1"_s << u"1.4.0"_s << u"1.5.0"_s << QString();
        QTest::newRow("any") << u"*"_s << u"1.4.0"_s << u"2.1.0"_s << QString();
        QTest::newRow("no requirement") << QString() << u"1.4.0"_s << u"2.1.0"_s << QString();
        QTest::newRow("a prerelease above it") << u"3.0.0-rc.1"_s << u"3.0.0-rc.1"_s << u"2.1.0"_s << QString();
        QTest::newRow("for a newer Rust") << u"3"_s << QString() << u"2.1.0"_s << QString();
        QTest::newRow("nothing known") << u"1"_s << u"1.4.0"_s << QString() << QString();
    }
    void requirements_are_raised_to_the_newest()
    {
        QFETCH(QString, requirement);
        QFETCH(QString, locked);
        QFETCH(QString, newest);
        QFETCH(QString, raised);
        const Dependency one = wished(u"one"_s, requirement);
        const QHash<QString, DependencyFact> facts{
            {DependencyFacts::keyOf(one), {.locked = locked, .newestCompatible = newest}}};
        const UpdateWish wish = planWish({one}, facts, {one}, UpdateReach::Newest, true);
        QCOMPARE(wish.raised.size(), raised.isEmpty() ? 0 : 1);
        if (!raised.isEmpty()) {
            QCOMPARE(wish.raised.front().dependency, one);
            QCOMPARE(wish.raised.front().requirement, raised);
        }
        QCOMPARE(planWish({one}, facts, {one}, UpdateReach::Fitting, true).raised.size(), 0);
    }

    void packages_are_named_by_what_is_locked()
    {
        const Dependency first = wished(u"first"_s, u"1"_s);
        const Dependency second = wished(u"second"_s, u"1"_s);
        Dependency again = first;
        again.table = DependencyTable::Dev;
        const QList<Dependency> all{first, second, again};
        const QHash<QString, DependencyFact> facts{{DependencyFacts::keyOf(first), {.locked = u"1.2.3"_s}}};
        const auto packages = [&](const QList<Dependency> &chosen, bool isRecursive) {
            return planWish(all, facts, chosen, UpdateReach::Fitting, isRecursive).packages;
        };
        QCOMPARE(packages({first, again}, true), QStringList(u"first@1.2.3"_s));
        QCOMPARE(packages({second}, true), QStringList(u"second"_s));
        QCOMPARE(packages(all, true), QStringList()); // all that is locked
        QCOMPARE(packages(all, false), QStringList({u"first@1.2.3"_s, u"second"_s}));
    }
};

QTEST_GUILESS_MAIN(TestUpdateWish)
#include "tst_update_wish.moc"
