// SPDX-License-Identifier: GPL-3.0-or-later
// Crates are tried with the real cargo: crates of a folder, which need no registry.
#include "core/base/file_lock.h"
#include "core/trial/crate_trial.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/marked_processes.h"

#include <QDirIterator>
#include <QTimer>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Dependency crateIn(const QString &name)
{
    return {.key = name, .package = name, .requirement = {}, .source = u"path crates/"_s + name};
}

void addCrate(const TestProject &project, const QString &name, const QByteArray &library, const QByteArray &more = {})
{
    const QString folder = u"crates/"_s + name;
    project.add(folder + u"/Cargo.toml"_s, "[package]\nname = \"" + name.toUtf8() +
                                               "\"\nversion = \"0.3.1\"\nedition = \"2021\"\nlicense = \"Zlib\"\n" +
                                               more);
    project.add(folder + u"/src/lib.rs"_s, library);
}

QStringList filesOf(const QString &folder)
{
    QStringList files;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        files << walk.next();
    }
    files.sort();
    return files;
}

} // namespace

class TestCrateTrial : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto choice = QCoro::waitFor(Compiler(testPaths()).toolchain(RustTarget::Native));
        QVERIFY(choice);
        m_toolchain = choice->toolchain;
    }

    void a_crate_is_measured_before_it_is_added_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::newRow("native") << RustTarget::Native;
        QTest::newRow("wasm") << RustTarget::Wasm;
    }
    void a_crate_is_measured_before_it_is_added()
    {
        QFETCH(RustTarget, target);
        const TestProject project("tried");
        addCrate(project, u"costs"_s,
                 "#[no_mangle]\npub static WEIGHT: [u8; 65536] = [7; 65536];\n"
                 "#[used]\nstatic KEPT: &[u8; 65536] = &WEIGHT;\n",
                 "[dependencies]\nbrings = { path = \"../brings\" }\n");
        addCrate(project, u"brings"_s, "pub fn one() {}\n");
        project.add(u"crates/brings/build.rs"_s, "fn main() {}\n");
        const QStringList before = filesOf(project.path());
        QStringList steps;
        const auto verdict = tried(project, crateIn(u"costs"_s), target, &steps);
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().message));
        QVERIFY2(verdict->compiles, qPrintable(verdict->error));
        QCOMPARE(verdict->package, u"costs"_s);
        QCOMPARE(verdict->version, u"0.3.1"_s);
        QCOMPARE(verdict->target, target);
        QVERIFY(!verdict->isOfEmptyHandler);
        QVERIFY(verdict->coldSeconds > 0 && verdict->warmSeconds > 0 && verdict->warmBefore > 0);
        QVERIFY2(verdict->bytes - verdict->bytesBefore >= 65'536, qPrintable(QString::number(verdict->bytes)));
        QCOMPARE(verdict->crates, QList<PulledCrate>({{u"costs"_s, u"0.3.1"_s, u"Zlib"_s, false, false},
                                                      {u"brings"_s, u"0.3.1"_s, u"Zlib"_s, true, false}}));
        QCOMPARE(verdict->duplicates, QStringList());
        QVERIFY(!steps.isEmpty());
        QCOMPARE(filesOf(project.path()), before);
        QVERIFY(!readFile(project.path(u"Cargo.toml"_s)).contains("costs"));
    }

    void a_crate_that_is_used_is_measured_with_an_empty_handler()
    {
        TestProject project;
        addCrate(project, u"used"_s, "pub fn answer() -> &'static str { \"used\" }\n");
        project.add(u"src/lib.rs"_s,
                    "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(_req: Request, _ctx: "
                    "Context) -> Result<impl IntoResponse> {\n    Ok(used::answer())\n}\n");
        project.add(u"Cargo.toml"_s, manifest("[dependencies]\nused = { path = \"crates/used\" }\n"));
        Dependency listed = crateIn(u"used"_s);
        listed.line = 7;
        const auto verdict = tried(project, listed);
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().message));
        QVERIFY2(verdict->compiles, qPrintable(verdict->error));
        QVERIFY(verdict->isOfEmptyHandler);
        QCOMPARE(verdict->crates.size(), 1);
    }

    void a_crate_that_does_not_compile_says_why()
    {
        const TestProject project("tried");
        addCrate(project, u"broken"_s, "pub fn no() -> u32 { \"text\" }\n");
        const auto verdict = tried(project, crateIn(u"broken"_s));
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().message));
        QVERIFY(!verdict->compiles);
        QVERIFY2(verdict->error.contains(u"mismatched types"_s) || verdict->error.contains(u"broken"_s),
                 qPrintable(verdict->error));
        QCOMPARE(verdict->crates.size(), 1);
    }

    void a_build_script_that_fails_says_why()
    {
        const TestProject project("tried");
        addCrate(project, u"fails"_s, {});
        project.add(u"crates/fails/build.rs"_s, "fn main() { panic!(\"no such library\"); }\n");
        const auto verdict = tried(project, crateIn(u"fails"_s));
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().message));
        QVERIFY(!verdict->compiles && !verdict->error.isEmpty());
    }

    void a_trial_that_waits_for_another_says_so()
    {
        const TestProject project("tried");
        addCrate(project, u"late"_s, {});
        const QString cache = QFileInfo(verdictFolder(m_paths)).path();
        QVERIFY(QDir().mkpath(cache));
        const auto held = FileLock::tryLock(cache + u"/lock"_s);
        QVERIFY(held && *held);
        QStringList steps;
        std::stop_source stop;
        QTimer::singleShot(0, this, [&] { // it asks before it waits
            QTRY_VERIFY(!steps.isEmpty());
            stop.request_stop();
        });
        const auto verdict = tried(project, crateIn(u"late"_s), RustTarget::Native, &steps, stop.get_token());
        QVERIFY(!verdict && verdict.error().code == ErrorCode::Cancelled);
        QVERIFY2(steps.value(0).contains(u"another trial"_s), qPrintable(steps.join(u'\n')));
    }

    void what_does_not_compile_for_wasm_says_why()
    {
        const TestProject project("tried");
        addCrate(project, u"sockets"_s, "#[cfg(target_arch = \"wasm32\")]\ncompile_error!(\"no sockets here\");\n");
        const auto verdict = tried(project, crateIn(u"sockets"_s), RustTarget::Wasm);
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().message));
        QVERIFY(!verdict->compiles);
        QVERIFY2(verdict->error.contains(u"no sockets here"_s), qPrintable(verdict->error));
    }

    void a_macro_is_told()
    {
        const TestProject project("tried");
        addCrate(project, u"macros"_s, "extern crate proc_macro;\n", "[lib]\nproc-macro = true\n");
        const auto verdict = tried(project, crateIn(u"macros"_s));
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().message));
        QVERIFY2(verdict->compiles, qPrintable(verdict->error));
        QVERIFY(verdict->crates.value(0).isProcMacro);
    }

    void a_manifest_that_is_broken_is_an_error()
    {
        const TestProject project("tried");
        const auto verdict = QCoro::waitFor(tryCrate(
            m_paths,
            {.folder = project.path(), .manifest = u"[package"_s, .crate = crateIn(u"x"_s), .toolchain = m_toolchain},
            {}));
        QVERIFY(!verdict && verdict.error().code == ErrorCode::InvalidArgument);
    }

    void a_build_script_that_hangs_is_cancelled()
    {
        const TestProject project("tried");
        const QByteArray mark = newMark();
        addCrate(project, u"hangs"_s, "");
        project.add(u"crates/hangs/build.rs"_s,
                    "fn main() { std::process::Command::new(\"sleep\").arg(\"3600\").env(\"MARK\", \"" + mark +
                        "\").status().unwrap(); }\n");
        std::stop_source stop;
        QTimer look;
        bool isSeen = false;
        connect(&look, &QTimer::timeout, this, [&] {
            if (!isSeen && !markedProcesses(mark).isEmpty()) {
                isSeen = true;
                stop.request_stop();
            }
        });
        look.start(20);
        const auto verdict = tried(project, crateIn(u"hangs"_s), RustTarget::Native, nullptr, stop.get_token());
        QVERIFY(isSeen);
        QVERIFY(!verdict && verdict.error().code == ErrorCode::Cancelled);
        QVERIFY(haveEnded(mark));
        // Nothing of it is in the way of the next one.
        project.add(u"crates/hangs/build.rs"_s, "fn main() {}\n");
        const auto again = tried(project, crateIn(u"hangs"_s));
        QVERIFY2(again && again->compiles, again ? qPrintable(again->error) : qPrintable(again.error().message));
    }

private:
    Result<CrateVerdict> tried(const TestProject &project, const Dependency &crate,
                               RustTarget target = RustTarget::Native, QStringList *steps = nullptr,
                               std::stop_token stop = {})
    {
        const TrialObserver observer{.step =
                                         [steps](const QString &step) {
                                             if (steps) {
                                                 *steps << step;
                                             }
                                         },
                                     .progress = {}};
        return QCoro::waitFor(tryCrate(m_paths,
                                       {.folder = project.path(),
                                        .manifest = QString::fromUtf8(readFile(project.path(u"Cargo.toml"_s))),
                                        .crate = crate,
                                        .target = target,
                                        .toolchain = m_toolchain},
                                       observer, stop));
    }

    Paths m_paths = testPaths();
    Toolchain m_toolchain;
};

QTEST_GUILESS_MAIN(TestCrateTrial)
#include "tst_crate_trial.moc"
