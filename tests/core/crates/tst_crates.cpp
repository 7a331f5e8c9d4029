// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/crates.h"

#include <QTest>

using namespace studio;

class TestCrates : public QObject
{
    Q_OBJECT

    Toolchain m_toolchain;

private Q_SLOTS:
    void initTestCase()
    {
        const auto found = QCoro::waitFor(findToolchains());
        QVERIFY(found.has_value());
        const auto choice = chooseToolchain(*found, RustTarget::Native);
        QVERIFY(choice.has_value());
        m_toolchain = choice->toolchain;
    }

    void a_crate_of_the_registry()
    {
        const auto info = QCoro::waitFor(crateInfo(m_toolchain, QStringLiteral("serde_json")));
        QVERIFY2(info.has_value(), info ? "" : qPrintable(info.error().message + info.error().detail));
        QVERIFY(QVersionNumber::fromString(info->version) >= QVersionNumber(1, 0));
        QVERIFY(!info->description.isEmpty());
        QVERIFY(info->features.contains(QStringLiteral("preserve_order")));
    }

    void a_name_is_spelled_as_in_the_registry()
    {
        const auto info = QCoro::waitFor(crateInfo(m_toolchain, QStringLiteral("serde-json")));
        QVERIFY2(info.has_value(), info ? "" : qPrintable(info.error().message + info.error().detail));
        QCOMPARE(info->name, QStringLiteral("serde_json"));
    }

    void one_that_is_not_there()
    {
        const auto info = QCoro::waitFor(crateInfo(m_toolchain, QStringLiteral("no-such-crate-for-ignite-studio")));
        QCOMPARE(info.error().code, ErrorCode::NotFound);
    }

    void what_is_no_name_never_reaches_cargo()
    {
        for (const char *name : {"--version", "", "a b", "../x", "a;b"}) {
            QCOMPARE(QCoro::waitFor(crateInfo(m_toolchain, QString::fromLatin1(name))).error().code,
                     ErrorCode::InvalidArgument);
        }
    }
};

QTEST_GUILESS_MAIN(TestCrates)
#include "tst_crates.moc"
