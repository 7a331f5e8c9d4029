// SPDX-License-Identifier: GPL-3.0-or-later
// What is read of the page that `cargo build --timings` writes.
#include "core/compiler/cargo_timings.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::compiler;

namespace {

/// With ' in place of each ", and ^ of each \\".
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"').replace("^", "\\\"");
}

/// As cargo 1.97.1 writes it, shortened.
QByteArray pageOf(const QByteArray &units)
{
    return "<html><script>\nDURATION = 1;\nconst UNIT_DATA = [\n" + units +
           "\n];\nconst CONCURRENCY_DATA = [\n  {\"t\": 0.4}\n];\n</script></html>\n";
}

const QByteArray script = json("{'i': 1, 'name': 'quote', 'version': '1.0.47', 'mode': 'run-custom-build', "
                               "'target': ' build-script (run)', 'features': [], 'start': 1.81, 'duration': 0.05, "
                               "'unblocked_units': [], 'unblocked_rmeta_units': [], 'sections': null}");
const QByteArray library =
    json("{'i': 0, 'name': 'unicode-ident', 'version': '1.0.27', 'mode': 'todo', 'target': '', "
         "'features': [], 'start': 0.24, 'duration': 0.22, 'unblocked_units': [], 'unblocked_rmeta_units': [], "
         "'sections': [['frontend', {'start': 0.0, 'end': 0.14}], ['codegen', {'start': 0.14, 'end': 0.22}]]}");
const QByteArray program = json("{'i': 2, 'name': 'tt', 'version': '0.1.0', 'mode': 'todo', 'target': ' tt ^bin^', "
                                "'features': [], 'start': 2.0, 'duration': 0.5, 'sections': null}");

} // namespace

class TestCargoTimings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void each_unit_is_read_by_its_start()
    {
        const QList<CompiledUnit> units = readCargoTimings(pageOf(script + ",\n" + program + ",\n" + library));
        QCOMPARE(units.size(), 3);
        QCOMPARE(units[0].crate, QStringLiteral("unicode-ident"));
        QCOMPARE(units[0].version, QStringLiteral("1.0.27"));
        QCOMPARE(units[0].startMs, 240.0);
        QCOMPARE(units[0].durationMs, 220.0);
        QCOMPARE(units[0].codegenAfterMs, 140.0);
        QVERIFY(!units[0].isScriptRun);
        QVERIFY(units[1].isScriptRun);
        QCOMPARE(units[1].target, QStringLiteral("build script"));
        QCOMPARE(units[2].target, QStringLiteral("bin tt"));
        QCOMPARE(units[2].codegenAfterMs, 0.0);
    }

    void what_has_another_shape_is_nothing_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no data") << QByteArray("<html>const UNIT_DATA</html>");
        QTest::newRow("no end") << QByteArray("const UNIT_DATA = [\n{\"name\": \"a\"");
        QTest::newRow("no list") << QByteArray("const UNIT_DATA = {\"name\": 1}];");
        QTest::newRow("no name") << pageOf(json("{'start': 1, 'duration': 1}"));
        QTest::newRow("a name that is none") << pageOf(json("{'name': [], 'start': 1, 'duration': 1}"));
        QTest::newRow("a time that is none") << pageOf(json("{'name': 'a', 'start': '1', 'duration': 1}"));
        QTest::newRow("deep") << pageOf(QByteArray(100'000, '['));
        QTest::newRow("binary") << pageOf(QByteArray("\0\xff\xfe", 3));
    }
    void what_has_another_shape_is_nothing()
    {
        QFETCH(QByteArray, page);
        QVERIFY(readCargoTimings(page).isEmpty());
    }

    void numbers_and_names_are_bounded()
    {
        const QByteArray name(100'000, 'x');
        const QList<CompiledUnit> units =
            readCargoTimings(pageOf(json("{'name': '") + name +
                                    json("', 'start': -5, 'duration': 2, 'rmeta_time': 7}, {'name': 'b', 'start': 0, "
                                         "'duration': 1e300}, {'name': 'c', 'start': 0, 'duration': 0}")));
        QCOMPARE(units.size(), 1);
        QCOMPARE(units[0].crate.size(), 200);
        QCOMPARE(units[0].startMs, 0.0);
        QCOMPARE(units[0].durationMs, 2000.0);
        QCOMPARE(units[0].codegenAfterMs, 2000.0); // not longer than the unit
        QByteArray many = library;
        for (int i = 1; i < 6000; ++i) {
            many += ",\n" + library;
        }
        QCOMPARE(readCargoTimings(pageOf(many)).size(), maxTimedUnits);
    }

    void the_page_of_a_build_is_taken_once()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("cargo-timings"))));
        QFile page(folder.filePath(QStringLiteral("cargo-timings/cargo-timing.html")));
        QVERIFY(page.open(QIODevice::WriteOnly));
        page.write(pageOf(library));
        page.close();
        QCOMPARE(takeCargoTimings(folder.path()).size(), 1);
        QCOMPARE(takeCargoTimings(folder.path()).size(), 0);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("cargo-timings"))));
    }
};

QTEST_GUILESS_MAIN(TestCargoTimings)
#include "tst_cargo_timings.moc"
