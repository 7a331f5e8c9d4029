// SPDX-License-Identifier: GPL-3.0-or-later
// Crates that no code names, from what cargo says of a check.
#include "core/workspace/unused_reader.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

QByteArray compiledUnit(const QByteArray &manifest, const QByteArray &kind)
{
    return R"({"reason":"compiler-artifact","manifest_path":")" + manifest + R"(","target":{"kind":[")" + kind +
           "\"]}}\n";
}

QByteArray unusedIn(const QByteArray &manifest, const QByteArray &kind, const QByteArray &crate)
{
    return R"({"reason":"compiler-message","manifest_path":")" + manifest + R"(","target":{"kind":[")" + kind +
           R"("]},"message":{"code":{"code":"unused_crate_dependencies"},"message":"extern crate `)" + crate +
           "` is unused in crate `own`\"}}\n";
}

const QByteArray allCompiled = "{\"reason\":\"build-finished\",\"success\":true}\n";

} // namespace

class TestUnusedReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_crate_is_unused_where_all_that_is_compiled_says_so()
    {
        UnusedReader reader(u"/p/Cargo.toml"_s);
        reader.read(unusedIn("/p/Cargo.toml", "lib", "itoa") + unusedIn("/p/Cargo.toml", "lib", "ryu") +
                    compiledUnit("/p/Cargo.toml", "lib") + unusedIn("/p/Cargo.toml", "bin", "itoa") +
                    compiledUnit("/p/Cargo.toml", "bin") + compiledUnit("/p/Cargo.toml", "custom-build") +
                    compiledUnit("/q/Cargo.toml", "lib") + unusedIn("/q/Cargo.toml", "lib", "ryu") + allCompiled);
        QVERIFY(reader.isComplete());
        QVERIFY(reader.isUnused(u"itoa"_s));
        QVERIFY(!reader.isUnused(u"ryu"_s));
        QVERIFY(!reader.isUnused(u"never"_s));
    }

    void messages_that_end_early_are_not_complete_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::addColumn<bool>("isComplete");
        QTest::newRow("all") << allCompiled << true;
        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("cut") << allCompiled.first(40) << false;
        QTest::newRow("no success") << QByteArray("{\"reason\":\"build-finished\",\"success\":false}\n") << false;
        QTest::newRow("text of the author")
            << QByteArray("{\"reason\":\"compiler-message\",\"message\":{\"message\":\"build-finished\"}}\n") << false;
    }
    void messages_that_end_early_are_not_complete()
    {
        QFETCH(QByteArray, end);
        UnusedReader reader(u"/p/Cargo.toml"_s);
        reader.read(unusedIn("/p/Cargo.toml", "lib", "itoa") + compiledUnit("/p/Cargo.toml", "lib") + end);
        QTEST(reader.isComplete(), "isComplete");
    }
};

QTEST_GUILESS_MAIN(TestUnusedReader)
#include "tst_unused_reader.moc"
