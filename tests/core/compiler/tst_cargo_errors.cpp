// SPDX-License-Identifier: GPL-3.0-or-later
// The failures that have advice, said by the real cargo and linker: each row of the table has a project here that fails
// so, and no words of another version of theirs pass unnoticed.
#include "core/compiler/cargo_errors.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QProcess>
#include <QStandardPaths>

using namespace studio;
using namespace studio::compiler;
using namespace studio::test;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

QByteArray package(const QByteArray &name, const QByteArray &more = {})
{
    return "[package]\nname = \"" + name + "\"\nversion = \"1.0.0\"\nedition = \"2021\"\n" + more;
}

} // namespace

class TestCargoErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void known_failure_of_the_real_tool_is_explained_data()
    {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QString>("sentence"); // a part of it
        QTest::addColumn<QString>("environment");
        const QByteArray main = "fn main() {}\n";
        const auto row = [](const char *name, const Files &files, const char *sentence, const char *environment = "") {
            QTest::newRow(name) << files << QString::fromUtf8(sentence) << QString::fromLatin1(environment);
        };
        const auto project = [&](const QByteArray &more) {
            return Files{{QStringLiteral("Cargo.toml"), package("hello", more)}, {QStringLiteral("src/main.rs"), main}};
        };
        const auto withCrate = [&](const QByteArray &dependency, const QByteArray &itsPackage) {
            Files files = project("[dependencies]\n" + dependency);
            files.append({QStringLiteral("dep/Cargo.toml"), package("dep", itsPackage)});
            files.append({QStringLiteral("dep/src/lib.rs"), QByteArray()});
            return files;
        };
        row("full-disk",
            {{QStringLiteral("Cargo.toml"), package("hello", "build = \"build.rs\"\n")},
             {QStringLiteral("src/main.rs"), main},
             {QStringLiteral("build.rs"), "fn main() { std::fs::write(\"/dev/full\", \"x\").unwrap(); }"}},
            "The disk is full");
        row("no-linker", project({}), "`cc` is not installed", "no cc");
        row("build-script",
            project({}) + Files{{QStringLiteral("build.rs"), "fn main() { panic!(\"no network: os error 2\"); }\n"}},
            "The build script of hello failed (exit status: 101).");
        row("forbidden-name",
            {{QStringLiteral("Cargo.toml"), package("hello", "[[bin]]\nname = \"deps\"\npath = \"src/main.rs\"\n")},
             {QStringLiteral("src/main.rs"), main}},
            "a program cannot be called `deps`");
        row("no-handler", {{QStringLiteral("Cargo.toml"), package("hello")}}, "#[ignite::main]");
        row("no-such-crate", project("[dependencies]\nno-such-crate = \"1\"\n"),
            "there is no crate named `no-such-crate`", "empty registry");
        row("no-such-version", withCrate("dep = { path = \"dep\", version = \"2\" }\n", {}),
            "no version of the crate suits `dep = \"^2\"`");
        row("outside-of-the-project", project("[dependencies]\ndep = { path = \"gone\" }\n"),
            "the path of `dep` leads to no crate");
        row("no-such-feature", withCrate("dep = { path = \"dep\", features = [\"zz\"] }\n", {}),
            "the crate dep has no feature `zz`");
        row("newer-Rust", withCrate("dep = { path = \"dep\" }\n", "rust-version = \"1.999\"\n"),
            "dep@1.0.0 requires rustc 1.999");
        row("no-network", project("[dependencies]\nno-such-crate = \"1\"\n"), "cargo could not reach the registry",
            "no network");
    }
    void known_failure_of_the_real_tool_is_explained()
    {
        QFETCH(const Files, files);
        QFETCH(const QString, sentence);
        QFETCH(const QString, environment);
        QTemporaryDir folder;
        for (const auto &[path, content] : files) {
            writeFile(folder.filePath(path), content);
        }
        const QString home = folder.filePath(QStringLiteral("home"));
        const QByteArray empty = "[source.crates-io]\nreplace-with = \"none\"\n[source.none]\ndirectory = \"" +
                                 folder.filePath(QStringLiteral("none")).toUtf8() + "\"\n";
        QDir().mkpath(folder.filePath(QStringLiteral("none")));
        // Nothing here reaches beyond this machine: without a row of its own the registry is an empty folder, and the
        // row about the network asks a port of this machine at which nothing listens.
        writeFile(home + QStringLiteral("/config.toml"),
                  environment == QLatin1String("no network")
                      ? QByteArray("[source.crates-io]\nreplace-with = \"none\"\n[source.none]\nregistry = "
                                   "\"sparse+http://127.0.0.1:9/\"\n[net]\nretry = 0\n")
                      : empty);
        QProcess cargo;
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        const QString programs = QFileInfo(QStandardPaths::findExecutable(QStringLiteral("cargo"))).canonicalPath();
        QVERIFY(!programs.isEmpty());
        variables.insert(QStringLiteral("CARGO_HOME"), home);
        variables.insert(QStringLiteral("RUSTC"), QStandardPaths::findExecutable(QStringLiteral("rustc")));
        if (environment == QLatin1String("no cc")) {
            variables.insert(QStringLiteral("PATH"), folder.filePath(QStringLiteral("none")));
        }
        cargo.setProcessEnvironment(variables);
        cargo.setWorkingDirectory(folder.path());
        cargo.start(QStandardPaths::findExecutable(QStringLiteral("cargo")), {QStringLiteral("build")});
        QVERIFY(cargo.waitForFinished(60'000));
        const QString errors = QString::fromUtf8(cargo.readAllStandardError());
        QVERIFY2(cargo.exitCode() != 0, qPrintable(errors));
        const Error error = cargoError(errors);
        QVERIFY2(error.message.contains(sentence), qPrintable(error.message + u'\n' + errors));
        const auto known = knownFailures();
        const auto row = std::ranges::find_if(known, [](const KnownFailure &one) {
            return QLatin1StringView(one.name) == QLatin1StringView(QTest::currentDataTag());
        });
        QVERIFY2(row != known.end(), "the table has no such row");
        QCOMPARE(error.code, row->code);
        QCOMPARE(machineError(errors).has_value(), row->isOfMachine);
    }

    void every_row_of_the_table_has_a_project_here() { QCOMPARE(knownFailures().size(), 11U); }
};

QTEST_GUILESS_MAIN(TestCargoErrors)
#include "tst_cargo_errors.moc"
