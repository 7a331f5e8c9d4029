// SPDX-License-Identifier: GPL-3.0-or-later
// What a build and Clippy make of a cargo that misses the network, and of one that is killed. The cargo is a script.
#include "core/compiler/build.h"
#include "core/compiler/clippy.h"
#include "core/compiler/step_clock.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QElapsedTimer>

using namespace studio;
using namespace studio::compiler;
using namespace studio::test;

namespace {

const QByteArray finding =
    R"({"reason":"compiler-message","package_id":"path+file:///p#hello@0.1.0","manifest_path":"/p/Cargo.toml",)"
    R"("target":{"kind":["lib"],"name":"hello"},"message":{"$message_type":"diagnostic","rendered":"warning: x\n",)"
    R"("level":"warning","message":"x","code":{"code":"clippy::x","explanation":null},"spans":[)"
    R"({"file_name":"src/lib.rs","byte_start":1,"byte_end":2,"line_start":3,"line_end":3,"column_start":5,)"
    R"("column_end":8,"is_primary":true,"text":[],"label":"here","suggested_replacement":null,)"
    R"("suggestion_applicability":null,"expansion":null}],"children":[]}})";

const QByteArray refusedOffline =
    "case \"$*\" in *--offline*) echo 'error: unable to update registry, without the offline flag' >&2; exit 101;; "
    "esac\n";

void writeProgram(const QString &path, const QByteArray &commands)
{
    test::writeFile(path, "#!/bin/sh\n" + commands);
    QVERIFY(QFile::setPermissions(path, QFile::permissions(path) | QFile::ExeOwner));
}

} // namespace

class TestCargoNetwork : public QObject
{
    Q_OBJECT

    QTemporaryDir m_root;

    [[nodiscard]] QString path(const QString &name) const { return m_root.filePath(name); }
    [[nodiscard]] BuildFolder folder() const
    {
        BuildFolder made;
        made.source = path(QStringLiteral("source"));
        made.target = path(QStringLiteral("target"));
        return made;
    }
    [[nodiscard]] CompileRequest request() const
    {
        return {.projectKey = path(QStringLiteral("project")), .sourceFolder = path(QStringLiteral("project"))};
    }
    [[nodiscard]] BuildJob buildJob() const
    {
        return {.folder = folder(),
                .request = request(),
                .cargo = path(QStringLiteral("cargo")),
                .environment = QProcessEnvironment::systemEnvironment(),
                .target = {.kind = QStringLiteral("lib"), .name = QStringLiteral("hello")},
                .manifest = {},
                .sdk = {}};
    }
    Result<int> lint(Told &told) const
    {
        ClippyJob job{.folder = folder(),
                      .request = request(),
                      .toolchain = {},
                      .environment = QProcessEnvironment::systemEnvironment()};
        job.toolchain.cargo = path(QStringLiteral("cargo"));
        return QCoro::waitFor(runClippy(job, told.observer(), {}));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkpath(folder().source));
        writeProgram(path(QStringLiteral("cargo-clippy")), "exit 1\n");
    }

    void what_a_build_downloads_is_a_step_of_its_own()
    {
        writeProgram(path(QStringLiteral("cargo")),
                     refusedOffline +
                         "printf '  Downloading [==>  ] 1/2\\n    Building [=>  ] 0/2: hello\\n' >&2\n"
                         "mkdir -p '" +
                         path(QStringLiteral("target/cargo-timings")).toUtf8() + "'\n" +
                         R"(echo 'const UNIT_DATA = [{"name":"hello","version":"0.1.0","mode":"todo","target":"",)"
                         R"("start":0.25,"duration":0.5}];' > ')" +
                         path(QStringLiteral("target/cargo-timings/cargo-timing.html")).toUtf8() +
                         "'\necho 'error: and no more' >&2; exit 101\n");
        Told told;
        CompileObserver observer = told.observer();
        QList<CompiledUnit> compiled;
        double agoMs = 0;
        observer.units = [&](const QList<CompiledUnit> &units, double ago) {
            compiled += units;
            agoMs = ago;
        };
        QElapsedTimer clock;
        clock.start();
        const auto built = QCoro::waitFor(build(buildJob(), observer, {}));
        const double all = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        QVERIFY(!built && built.error().message.contains(QLatin1String("and no more")));
        QCOMPARE(told.steps, (QList{CompileStep::Compile, CompileStep::Fetch, CompileStep::Compile}));
        QCOMPARE(compiled.size(), 1);
        QCOMPARE(compiled[0].startMs, 250);
        QVERIFY(agoMs > 0 && agoMs < all);
        QVERIFY2(!told.text().contains(QLatin1String("offline")), qPrintable(told.text()));
    }

    void units_count_from_the_begin_of_the_program_that_compiled_them()
    {
        StepClock clock{{}};
        const double before = clock.timing().milliseconds;
        clock.begin(CompileStep::Fetch);
        clock.begin(CompileStep::Compile);
        clock.addUnits({{.crate = QStringLiteral("a"), .version = {}, .target = {}, .startMs = 5}}, before);
        const CompileTiming timing = clock.timing();
        QVERIFY(timing.units[0].startMs >= 5);
        QVERIFY(timing.units[0].startMs <= 5 + timing.milliseconds - before);
    }

    void clippy_that_fails_after_a_finding_is_a_failure_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::addColumn<bool>("isFailure");
        QTest::newRow("ended well") << QByteArray("exit 0") << false;
        QTest::newRow("the finding is an error")
            << QByteArray("echo 'error: could not compile `hello` (lib) due to 1 previous error' >&2; exit 101")
            << false;
        QTest::newRow("killed") << QByteArray("kill -9 $$") << true;
        QTest::newRow("its driver was killed")
            << QByteArray(
                   "printf 'error: could not compile `hello` (lib)\\n\\nCaused by:\\n  process didn'\"'\"'t exit "
                   "successfully: `clippy-driver rustc` (signal: 9, SIGKILL: kill)\\n' >&2; exit 101")
            << true;
        QTest::newRow("the disk is full") << QByteArray("echo 'error: No space left on device' >&2; exit 101") << true;
    }
    void clippy_that_fails_after_a_finding_is_a_failure()
    {
        QFETCH(const QByteArray, end);
        QFETCH(const bool, isFailure);
        writeProgram(path(QStringLiteral("cargo")),
                     "cat << 'END'\n" + QByteArray(finding).replace("/p/", folder().source.toUtf8() + '/') + "\nEND\n" +
                         end + "\n");
        Told told;
        const auto found = lint(told);
        QCOMPARE(told.diagnostics.size(), 1);
        QVERIFY2(found.has_value() != isFailure, qPrintable(why(found)));
        QVERIFY(isFailure || *found == 1);
    }

    void clippy_shows_what_cargo_says_without_the_network_too()
    {
        writeProgram(path(QStringLiteral("cargo")), "echo '    Checking hello v0.1.0' >&2\n");
        Told told;
        QCOMPARE(lint(told).value_or(-1), 0);
        QCOMPARE(told.text(), QStringLiteral("    Checking hello v0.1.0"));
        writeProgram(path(QStringLiteral("cargo")), refusedOffline + "echo '    Checking later v0.1.0' >&2\n");
        told = {};
        QCOMPARE(lint(told).value_or(-1), 0);
        QCOMPARE(told.text(), QStringLiteral("    Checking later v0.1.0"));
    }
};

QTEST_GUILESS_MAIN(TestCargoNetwork)
#include "tst_cargo_network.moc"
