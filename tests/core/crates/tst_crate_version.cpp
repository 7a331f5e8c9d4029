// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/crate_version.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestCrateVersion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_order_of_the_specification()
    {
        const QStringList order{u"1.0.0-alpha"_s,  u"1.0.0-alpha.1"_s, u"1.0.0-alpha.beta"_s, u"1.0.0-beta"_s,
                                u"1.0.0-beta.2"_s, u"1.0.0-beta.11"_s, u"1.0.0-rc.1"_s,       u"1.0.0"_s,
                                u"1.0.10"_s,       u"1.2.0"_s,         u"1.10.0"_s,           u"2.0.0"_s};
        for (qsizetype at = 1; at < order.size(); ++at) {
            QVERIFY2(*CrateVersion::parse(order[at - 1]) < *CrateVersion::parse(order[at]), qPrintable(order[at]));
        }
        QCOMPARE(*CrateVersion::parse(u"1.0.0+a"_s), *CrateVersion::parse(u"1.0.0+b"_s));
    }

    void what_is_no_version()
    {
        for (const QString &text : {u""_s, u"1"_s, u"1.2"_s, u"1.2.3.4"_s, u"v1.2.3"_s, u"1.2.x"_s, u"1.2.3-"_s,
                                    u"1.2.3\n"_s, u"99999999999999999999.0.0"_s}) {
            QVERIFY2(!CrateVersion::parse(text), qPrintable(text));
        }
    }

    void the_least_that_a_requirement_takes()
    {
        const QList<std::pair<QString, QString>> bounds{
            {u"1.2"_s, u"1.2.0"_s},         {u"=2.0.0-rc.1"_s, u"2.0.0-rc.1"_s},
            {u">=1.5, <1.8"_s, u"1.5.0"_s}, {u"<2"_s, u"0.0.0"_s},
            {u"*"_s, u"0.0.0"_s},           {u"1.*"_s, u"1.0.0"_s},
            {u">=1, ~1.4.2"_s, u"1.4.2"_s}};
        for (const auto &[requirement, bound] : bounds) {
            QVERIFY2(lowerBound(requirement) == *CrateVersion::parse(bound), qPrintable(requirement));
        }
    }

    void requirements_as_cargo_takes_them_data()
    {
        QTest::addColumn<QString>("requirement");
        QTest::addColumn<QStringList>("fitting");
        QTest::addColumn<QStringList>("others");
        // The tables of https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
        QTest::newRow("1.2.3") << u"1.2.3"_s << QStringList{u"1.2.3"_s, u"1.9.0"_s}
                               << QStringList{u"1.2.2"_s, u"2.0.0"_s};
        QTest::newRow("1.2") << u"1.2"_s << QStringList{u"1.2.0"_s, u"1.9.0"_s} << QStringList{u"1.1.9"_s, u"2.0.0"_s};
        QTest::newRow("1") << u"1"_s << QStringList{u"1.0.0"_s, u"1.9.0"_s} << QStringList{u"0.9.9"_s, u"2.0.0"_s};
        QTest::newRow("0.2.3") << u"^0.2.3"_s << QStringList{u"0.2.3"_s, u"0.2.9"_s}
                               << QStringList{u"0.2.2"_s, u"0.3.0"_s};
        QTest::newRow("0.2") << u"0.2"_s << QStringList{u"0.2.0"_s, u"0.2.9"_s} << QStringList{u"0.3.0"_s, u"0.1.0"_s};
        QTest::newRow("0.0.3") << u"0.0.3"_s << QStringList{u"0.0.3"_s} << QStringList{u"0.0.4"_s, u"0.0.2"_s};
        QTest::newRow("0.0") << u"0.0"_s << QStringList{u"0.0.0"_s, u"0.0.9"_s} << QStringList{u"0.1.0"_s};
        QTest::newRow("0") << u"0"_s << QStringList{u"0.0.0"_s, u"0.9.0"_s} << QStringList{u"1.0.0"_s};
        QTest::newRow("~1.2.3") << u"~1.2.3"_s << QStringList{u"1.2.3"_s, u"1.2.9"_s}
                                << QStringList{u"1.3.0"_s, u"1.2.2"_s};
        QTest::newRow("~1.2") << u"~1.2"_s << QStringList{u"1.2.0"_s} << QStringList{u"1.3.0"_s};
        QTest::newRow("~1") << u"~1"_s << QStringList{u"1.9.0"_s} << QStringList{u"2.0.0"_s};
        QTest::newRow("*") << u"*"_s << QStringList{u"0.0.1"_s, u"9.0.0"_s} << QStringList{u"1.0.0-a"_s};
        QTest::newRow("1.*") << u"1.*"_s << QStringList{u"1.9.0"_s} << QStringList{u"2.0.0"_s};
        QTest::newRow("1.2.*") << u"1.2.*"_s << QStringList{u"1.2.9"_s} << QStringList{u"1.3.0"_s};
        QTest::newRow("=1.2.3") << u"=1.2.3"_s << QStringList{u"1.2.3"_s} << QStringList{u"1.2.4"_s};
        QTest::newRow("=1.2") << u"= 1.2"_s << QStringList{u"1.2.3"_s} << QStringList{u"1.3.0"_s};
        QTest::newRow(">1.2") << u">1.2"_s << QStringList{u"1.3.0"_s} << QStringList{u"1.2.9"_s};
        QTest::newRow("<=1.2") << u"<=1.2"_s << QStringList{u"1.2.9"_s, u"0.1.0"_s} << QStringList{u"1.3.0"_s};
        QTest::newRow("range") << u">=1.2, <1.5"_s << QStringList{u"1.2.0"_s, u"1.4.9"_s}
                               << QStringList{u"1.5.0"_s, u"1.1.0"_s};
        QTest::newRow("prerelease") << u"1.0.0-rc.1"_s << QStringList{u"1.0.0-rc.2"_s, u"1.0.0"_s, u"1.5.0"_s}
                                    << QStringList{u"1.0.0-beta"_s, u"1.1.0-rc.2"_s};
        QTest::newRow("no requirement") << u"one"_s << QStringList() << QStringList{u"1.0.0"_s};
    }

    /// It stands in a Cargo.toml of anyone, and is asked of each version of a crate.
    void a_requirement_of_any_length_takes_little()
    {
        const CrateVersion version = *CrateVersion::parse(u"1.2.3"_s);
        const QString many = u"1, "_s.repeated(31) + u"1"_s;
        QVERIFY(fitsRequirement(version, many));
        QVERIFY(!fitsRequirement(version, many + u", 1"_s));
        QVERIFY(!fitsRequirement(version, u"1.2.3-"_s + QString(1'000'000, u'a')));
        const auto filter = requirementFilter(u">=1.2.0-rc.1, <2"_s);
        for (int turn = 0; turn < 100'000; ++turn) {
            QVERIFY(filter(version));
        }
        QVERIFY(!filter(*CrateVersion::parse(u"2.0.0"_s)));
        QVERIFY(filter(*CrateVersion::parse(u"1.2.0-rc.2"_s)));
        QVERIFY(!filter(*CrateVersion::parse(u"1.3.0-rc.2"_s)));
    }

    void requirements_as_cargo_takes_them()
    {
        QFETCH(QString, requirement);
        QFETCH(QStringList, fitting);
        QFETCH(QStringList, others);
        for (const QString &version : fitting) {
            QVERIFY2(fitsRequirement(*CrateVersion::parse(version), requirement), qPrintable(version));
        }
        for (const QString &version : others) {
            QVERIFY2(!fitsRequirement(*CrateVersion::parse(version), requirement), qPrintable(version));
        }
    }
};

QTEST_GUILESS_MAIN(TestCrateVersion)
#include "tst_crate_version.moc"
