// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

namespace {

const QString package = QStringLiteral("[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");

BuildManifestOptions options()
{
    BuildManifestOptions wanted;
    wanted.sdkPath = QStringLiteral("/sdk/ignite");
    wanted.handlerBin = QStringLiteral("src/ignite-handler.rs");
    wanted.extra = QStringLiteral("[profile.dev]\ndebug = 0\n[profile.release]\nlto = true\n");
    return wanted;
}

} // namespace

class TestManifest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_renamed_sdk_is_not_injected_again_data()
    {
        QTest::addColumn<QString>("dependencies");
        QTest::newRow("inherited within the file")
            << QStringLiteral("[workspace.dependencies]\nsdk = { package = \"ignite\", version = \"*\" }\n"
                              "[dependencies]\nsdk.workspace = true\n");
        QTest::newRow("literal strings") << QStringLiteral("[dependencies.sdk]\npackage = 'ignite'\nversion = '*'\n");
        QTest::newRow("for one platform")
            << QStringLiteral("[target.'cfg(unix)'.dependencies]\nsdk = { package = \"ignite\", version = \"*\" }\n");
    }
    void a_renamed_sdk_is_not_injected_again()
    {
        QFETCH(QString, dependencies);
        const auto built = buildManifest(package + dependencies, options());
        QVERIFY2(built, built ? "" : qPrintable(built.error().message));
        const auto again = parseManifest(*built);
        QVERIFY(again);
        const auto named = [&](const QString &key) {
            return std::ranges::count(again->dependencies, key, &Dependency::key);
        };
        QCOMPARE(named(QStringLiteral("sdk")), 1);
        QVERIFY2(!built->contains(QLatin1String("dependencies.ignite]")), qPrintable(*built));
        QVERIFY2(built->contains(QLatin1String("path = \"/sdk/ignite\"")), qPrintable(*built));
    }

    void a_renamed_crate_is_not_injected_again_data()
    {
        QTest::addColumn<QString>("dependencies");
        QTest::addColumn<QString>("crate");
        for (const char *crate : {"serde", "serde_json", "tokio"}) {
            const QString name = QLatin1String(crate);
            QTest::addRow("%s", crate)
                << QStringLiteral("[dependencies]\nx = { package = \"%1\", version = \"1\" }\n").arg(name) << name;
            QTest::addRow("%s, inherited", crate)
                << QStringLiteral(
                       "[workspace.dependencies]\nx = { package = \"%1\", version = \"1\" }\n[dependencies]\n"
                       "x.workspace = true\n")
                       .arg(name)
                << name;
            QTest::addRow("%s, for one platform", crate)
                << QStringLiteral("[target.'cfg(unix)'.dependencies]\nx = { package = \"%1\", version = \"1\" }\n")
                       .arg(name)
                << name;
        }
    }
    void a_renamed_crate_is_not_injected_again()
    {
        QFETCH(QString, dependencies);
        QFETCH(QString, crate);
        const auto built = buildManifest(package + dependencies, options());
        QVERIFY2(built, built ? "" : qPrintable(built.error().message));
        const auto again = parseManifest(*built);
        QVERIFY(again);
        QVERIFY(std::ranges::none_of(again->dependencies,
                                     [&](const Dependency &one) { return one.key == crate && !one.injected; }));
    }

    void every_form_of_ignite_becomes_a_path_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("holds");
        const auto row = [](const char *name, const char *text, const char *holds = "path = \"/sdk/ignite\"") {
            QTest::newRow(name) << package + QString::fromUtf8(text) << QString::fromUtf8(holds);
        };
        row("absent", "");
        row("star", "[dependencies]\nignite = \"*\"\n", "ignite = { path = \"/sdk/ignite\" }");
        row("version", "[dependencies]\nignite = \"0.1.6\" # the SDK\n",
            "ignite = { path = \"/sdk/ignite\" } # the SDK");
        row("single quotes", "[dependencies]\nignite = '*'\n");
        row("inline table", "[dependencies]\nignite = { version = \"*\", features = [\"x\"] }\n",
            "ignite = { path = \"/sdk/ignite\" }");
        row("workspace", "[dependencies]\nignite = { workspace = true }\n", "ignite = { path = \"/sdk/ignite\" }");
        row("dotted workspace", "[dependencies]\nignite.workspace = true\n", "ignite.path = \"/sdk/ignite\"");
        row("dotted version", "[dependencies]\nignite.version = \"*\"\nignite.optional = false\n",
            "ignite.path = \"/sdk/ignite\"");
        row("git", "[dependencies]\nignite = { git = \"https://example.invalid/x\", branch = \"main\" }\n");
        row("path of the author's", "[dependencies]\nignite = { path = \"../ignite\" }\n");
        row("renamed", "[dependencies]\nsdk = { package = \"ignite\", version = \"*\" }\n",
            "sdk = { path = \"/sdk/ignite\", package = \"ignite\" }");
        row("optional", "[dependencies]\nignite = { version = \"*\", optional = true }\n", "optional = true");
        row("sub-table", "[dependencies.ignite]\nversion = \"*\"\ndefault-features = false\n",
            "path = \"/sdk/ignite\"");
        row("empty sub-table", "[dependencies.ignite]\n[dependencies.serde]\nversion = \"1\"\n");
        row("renamed sub-table", "[dependencies.sdk]\npackage = \"ignite\"\nversion = \"*\"\n", "package = \"ignite\"");
        row("dev table", "[dev-dependencies]\nignite = \"*\"\n", "[dev-dependencies]\nignite = { path");
        row("build table", "[build-dependencies]\nignite = \"*\"\n", "[build-dependencies]\nignite = { path");
        row("target table", "[target.'cfg(unix)'.dependencies]\nignite = \"*\"\n", "ignite = { path");
        row("workspace dependencies",
            "[workspace.dependencies]\nignite = \"*\"\n[dependencies]\nignite.workspace = true\n");
        row("inline dependencies", "[features]\n", "path = \"/sdk/ignite\"");
        row("unicode before it", "description = \"Grüße, 世界\"\n[dependencies]\n\"ignite\" = \"*\" # ü\n",
            "\"ignite\" = { path = \"/sdk/ignite\" } # ü");
        row("CRLF", "[dependencies]\r\nignite = \"*\"\r\nserde = \"1\"\r\n",
            "ignite = { path = \"/sdk/ignite\" }\r\nserde");
        row("no line break at the end", "[dependencies]\nignite = \"*\"");
        row("arrays of tables after it",
            "[dependencies]\nignite = \"*\"\n[[bin]]\nname = \"other\"\npath = \"src/other.rs\"\n");
    }
    void every_form_of_ignite_becomes_a_path()
    {
        QFETCH(QString, text);
        QFETCH(QString, holds);
        const auto built = buildManifest(text, options());
        QVERIFY2(built.has_value(), built ? "" : qPrintable(built.error().message + built.error().detail));
        QVERIFY2(built->contains(holds), qPrintable(*built));
        QVERIFY2(!built->contains(QStringLiteral("git =")), qPrintable(*built));
        // Nothing says a version of ignite any more.
        const auto again = parseManifest(*built);
        QVERIFY(again.has_value());
        int sdks = 0;
        for (const Dependency &one : again->dependencies) {
            if (one.package == QLatin1String("ignite")) {
                QCOMPARE(one.source, QStringLiteral("path /sdk/ignite"));
                QVERIFY(one.requirement.isEmpty());
                ++sdks;
            }
            QVERIFY(!one.injected);
        }
        QVERIFY(sdks >= 1);
        for (const char *key : {"serde", "serde_json", "tokio"}) {
            QVERIFY2(std::ranges::any_of(again->dependencies,
                                         [&](const Dependency &one) { return one.key == QLatin1String(key); }),
                     key);
        }
    }

    void cargo_reads_what_we_write_data() { every_form_of_ignite_becomes_a_path_data(); }
    void cargo_reads_what_we_write()
    {
        QFETCH(QString, text);
        const QTemporaryDir folder;
        const auto write = [&](const QString &path, const QByteArray &content) {
            const QString full = folder.filePath(path);
            QDir().mkpath(QFileInfo(full).path());
            QFile file(full);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        };
        BuildManifestOptions wanted = options();
        wanted.sdkPath = folder.filePath(QStringLiteral("sdk"));
        const auto built = buildManifest(text, wanted);
        QVERIFY(built.has_value());
        write(QStringLiteral("p/Cargo.toml"), built->toUtf8());
        write(QStringLiteral("sdk/Cargo.toml"),
              "[package]\nname = \"ignite\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n");
        write(QStringLiteral("sdk/src/lib.rs"), {});
        write(QStringLiteral("p/src/lib.rs"), {});
        write(QStringLiteral("p/src/ignite-handler.rs"), "fn main() {}");
        write(QStringLiteral("p/src/other.rs"), "fn main() {}");
        QProcess cargo;
        cargo.setWorkingDirectory(folder.filePath(QStringLiteral("p")));
        cargo.start(QStringLiteral("cargo"), {QStringLiteral("metadata"), QStringLiteral("--no-deps"),
                                              QStringLiteral("--offline"), QStringLiteral("--format-version=1")});
        QVERIFY(cargo.waitForFinished());
        const QByteArray out = cargo.readAllStandardOutput();
        QVERIFY2(cargo.exitCode() == 0, cargo.readAllStandardError() + built->toUtf8());
        QVERIFY(out.contains("ignite-handler"));
    }

    void nothing_else_changes()
    {
        const QString text = package + QStringLiteral("# keep me\n[dependencies] # and me\nserde = { version = \"1\" } "
                                                      "  # spaces\nignite=\"*\"\n\n[profile.dev]\nopt-level = 1\n");
        const auto built = buildManifest(text, options());
        QVERIFY(built.has_value());
        QString expected = text;
        expected.replace(QStringLiteral("ignite=\"*\""), QStringLiteral("ignite={ path = \"/sdk/ignite\" }"));
        expected.replace(QStringLiteral("[package]\n"), QStringLiteral("[package]\nrust-version = \"1.93\"\n"));
        QVERIFY2(built->startsWith(expected), qPrintable(*built));
        QVERIFY(!built->sliced(expected.size()).contains(QStringLiteral("profile.dev"))); // the author's own stays
        QVERIFY(built->contains(QStringLiteral("[profile.release]")));
    }

    void rust_version_is_the_platforms_unless_lower_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("expected");
        QTest::newRow("absent") << QString() << QStringLiteral("1.93");
        QTest::newRow("lower") << QStringLiteral("rust-version = \"1.80\"\n") << QStringLiteral("1.80");
        QTest::newRow("higher") << QStringLiteral("rust-version = \"1.99\"\n") << QStringLiteral("1.93");
        QTest::newRow("with a patch") << QStringLiteral("rust-version = \"1.93.1\"\n") << QStringLiteral("1.93");
    }
    void rust_version_is_the_platforms_unless_lower()
    {
        QFETCH(QString, line);
        QFETCH(QString, expected);
        const auto built = buildManifest(package + line, options());
        QVERIFY(built.has_value());
        QCOMPARE(parseManifest(*built)->rustVersion, expected);
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("broken") << QStringLiteral("[package]\nname = \n")
                                << QStringLiteral("Cargo.toml, line 2, column");
        QTest::newRow("no package") << QStringLiteral("[dependencies]\n") << QStringLiteral("no [package]");
        QTest::newRow("virtual workspace")
            << QStringLiteral("[workspace]\nmembers = []\n") << QStringLiteral("workspace without a [package]");
        QTest::newRow("inherited") << package + QStringLiteral("[dependencies]\nserde = { workspace = true }\n")
                                   << QStringLiteral("dependencies.serde");
        QTest::newRow("inherited version") << QStringLiteral("[package]\nname = \"a\"\nversion.workspace = true\n")
                                           << QStringLiteral("package.version");
        QTest::newRow("inherited lints") << package + QStringLiteral("[lints]\nworkspace = true\n")
                                         << QStringLiteral("lints");
    }
    void refusals()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto parsed = parseManifest(text);
        const Error error = parsed ? buildManifest(text, options()).error_or(Error{}) : parsed.error();
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QVERIFY2(error.message.contains(message), qPrintable(error.message));
    }

    void dependencies_are_listed_with_the_injected_ones()
    {
        const auto parsed = parseManifest(
            package + QStringLiteral("[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n"
                                     "[dev-dependencies]\ninsta = \"1\"\n"));
        QVERIFY(parsed.has_value());
        QStringList keys;
        for (const Dependency &one : parsed->dependencies) {
            keys << one.key + (one.injected ? QStringLiteral("+") : QString());
        }
        QCOMPARE(keys.join(QLatin1Char(' ')), QStringLiteral("serde insta ignite+ serde_json+ tokio+"));
        QCOMPARE(parsed->dependencies[0].features, QStringList{QStringLiteral("derive")});
        QCOMPARE(parsed->dependencies[0].line, 6);
        QCOMPARE(parsed->dependencies[1].table, DependencyTable::Dev);
    }

    void add_and_remove_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("into a table") << QStringLiteral("[dependencies]\na = \"1\" # a\n\n[features]\n")
                                      << QStringLiteral(
                                             "[dependencies]\na = \"1\" # a\nuuid = \"1.2\"\n\n[features]\n");
        QTest::newRow("into an empty one")
            << QStringLiteral("[dependencies]\n") << QStringLiteral("[dependencies]\nuuid = \"1.2\"\n");
        QTest::newRow("without a table") << QStringLiteral("[features]\n")
                                         << QStringLiteral("[features]\n\n[dependencies]\nuuid = \"1.2\"\n");
        QTest::newRow("only sub-tables")
            << QStringLiteral("[dependencies.a]\nversion = \"1\"\n")
            << QStringLiteral("[dependencies.a]\nversion = \"1\"\n\n[dependencies.uuid]\nversion = \"1.2\"\n");
    }
    void add_and_remove()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        DependencySpec uuid;
        uuid.package = QStringLiteral("uuid");
        uuid.requirement = QStringLiteral("1.2");
        const auto added = withDependency(before, uuid);
        QVERIFY(added.has_value());
        QCOMPARE(*added, after);
        const auto removed = withoutDependency(*added, uuid.package);
        QVERIFY(removed.has_value());
        QVERIFY(!removed->contains(QStringLiteral("uuid")));
        QVERIFY(removed->startsWith(before));
        uuid.requirement = QStringLiteral("2");
        const auto replaced = withDependency(*added, uuid);
        QVERIFY(replaced.has_value());
        QVERIFY(replaced->contains(QStringLiteral("\"2\"")) && !replaced->contains(QStringLiteral("1.2")));
    }

    void a_platforms_own_dependency_is_removed_and_no_other()
    {
        const QString text = QStringLiteral("[package]\nname = \"x\"\n[dependencies]\nlibc = \"0.1\" # everywhere\n"
                                            "[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\nnix = \"1\"\n");
        const auto manifest = parseManifest(text);
        QVERIFY(manifest.has_value());
        const Dependency &own = manifest->dependencies[1];
        QCOMPARE(own.platform, QStringLiteral("cfg(unix)"));
        const auto removed = withoutDependency(text, own.key, own.table, own.platform);
        QVERIFY2(removed.has_value(), qPrintable(removed ? QString() : removed.error().message));
        QCOMPARE(*removed, QString(text).remove(QStringLiteral("libc = \"0.2\"\n")));
        const auto absent = withoutDependency(text, QStringLiteral("nix"));
        QCOMPARE(absent.error().code, ErrorCode::NotFound);
    }

    void removing_what_is_not_there_is_not_found()
    {
        const auto removed = withoutDependency(package, QStringLiteral("uuid"));
        QCOMPARE(removed.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "tst_manifest.moc"
