// SPDX-License-Identifier: GPL-3.0-or-later
// What Clippy makes of a cargo that misses the network, and of one that is killed. The cargo is a script.
#include "core/compiler/clippy.h"
#include "tests/core/compiler/compile_helpers.h"

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
