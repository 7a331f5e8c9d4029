// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/manifest/analyzer_manifest.h"
#include "core/process/process.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

namespace {

void write(const QString &path, const QByteArray &content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

/// "kind name file" of each target as cargo itself sees them.
QStringList targetsOf(const QString &folder)
{
    const auto output =
        QCoro::waitFor(runProcess({.program = QStringLiteral("cargo"),
                                   .arguments = {QStringLiteral("metadata"), QStringLiteral("--no-deps"),
                                                 QStringLiteral("--offline"), QStringLiteral("--format-version=1")},
                                   .workingDirectory = folder}));
    if (!output || output->exit != ProcessExit{}) {
        return {output ? QString::fromUtf8(output->standardError) : output.error().message};
    }
    const auto json = parseJson(output->standardOutput);
    QStringList targets;
    for (const Json &target : (*json)["packages"][0]["targets"].elements()) {
        targets << QStringLiteral("%1 %2 %3")
                       .arg(target["kind"][0].text(), target["name"].text(),
                            QFileInfo(target["src_path"].text()).canonicalFilePath());
    }
    targets.sort();
    return targets;
}

QStringList rustFiles(const QString &folder)
{
    QStringList files;
    QDirIterator walk(folder, {QStringLiteral("*.rs")}, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        files << QDir(folder).relativeFilePath(walk.next());
    }
    return files;
}

} // namespace

/// The targets of the copy are, for the real cargo, those of the author's folder.
class TestAnalyzerManifest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_sdk.isValid());
        write(m_sdk.filePath(QStringLiteral("Cargo.toml")),
              "[package]\nname = \"ignite\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        write(m_sdk.filePath(QStringLiteral("src/lib.rs")), "");
    }

    void targets_are_the_authors_own_data()
    {
        QTest::addColumn<QByteArray>("manifest");
        QTest::addColumn<QStringList>("files");
        const QByteArray package = "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        const auto names = [](const char *text) { return QString::fromLatin1(text).split(u' '); };
        QTest::newRow("a program") << package << names("src/main.rs src/helper.rs src/deep/mod.rs");
        QTest::newRow("a library") << package << names("src/lib.rs");
        QTest::newRow("both") << package << names("src/lib.rs src/main.rs");
        QTest::newRow("of each kind")
            << package
            << names("src/main.rs src/bin/one.rs src/bin/two/main.rs src/bin/two/part.rs examples/e.rs "
                     "examples/f/main.rs tests/t.rs tests/common/mod.rs benches/b.rs build.rs");
        QTest::newRow("named") << package +
                                      "[lib]\nname = \"other\"\npath = \"code/root.rs\"\n"
                                      "[[bin]]\nname = \"hello\"\n[[bin]]\nname = \"tool\"\npath = \"tools/tool.rs\"\n"
                                      "required-features = [\"x\"]\n[features]\nx = []\n"
                               << names("code/root.rs src/main.rs tools/tool.rs src/bin/more.rs");
        QTest::newRow("not searched") << package + "autobins = false\nautotests = false\n[[test]]\nname = \"t\"\n"
                                      << names("src/main.rs src/lib.rs src/bin/one.rs tests/t.rs tests/u.rs");
        QTest::newRow("inline") << package + "[dependencies]\n" << names("src/main.rs");
        QTest::newRow("a build script elsewhere") << package + "build = \"scripts/make.rs\"\n"
                                                  << names("src/main.rs scripts/make.rs");
        QTest::newRow("no build script") << package + "build = false\n" << names("src/main.rs build.rs");
        QTest::newRow("a program called main elsewhere")
            << package + "[[bin]]\nname = \"other\"\npath = \"src/main.rs\"\n"
            << names("src/main.rs src/lib.rs");
    }

    void targets_are_the_authors_own()
    {
        QFETCH(const QByteArray, manifest);
        QFETCH(const QStringList, files);
        QTemporaryDir authors;
        QTemporaryDir copy;
        write(authors.filePath(QStringLiteral("Cargo.toml")), manifest);
        for (const QString &file : files) {
            write(authors.filePath(file), "fn main() {}\n");
        }
        const QString folder = QFileInfo(authors.path()).canonicalFilePath();
        const auto text = analyzerManifest(QString::fromUtf8(manifest),
                                           {.folder = folder, .files = rustFiles(folder), .sdkPath = m_sdk.path()});
        QVERIFY2(text.has_value(), text ? "" : qPrintable(text.error().message));
        write(copy.filePath(QStringLiteral("Cargo.toml")), text->toUtf8());
        const QStringList expected = targetsOf(folder);
        QVERIFY(!expected.isEmpty() && expected.front().contains(folder));
        QCOMPARE(targetsOf(copy.path()), expected);
    }

    void paths_are_the_authors_own()
    {
        const auto text = analyzerManifest(
            QStringLiteral(
                "[package]\nname = \"hello\"\nversion = \"0.1.0\"\n[dependencies]\nlocal = { path = \"local\" }\n"
                "[target.'cfg(unix)'.dev-dependencies]\nabove = { path = \"../above\" }\n"
                "[patch.crates-io]\nrand = { path = \"/rand\" }\n"
                "[workspace]\nmembers = [\"local\"]\n[workspace.dependencies]\nwide = { path = \"wide\" }\n"),
            {.folder = QStringLiteral("/home/a/hello"), .files = {QStringLiteral("src/main.rs")}, .sdkPath = {}});
        QVERIFY(text.has_value());
        for (const char *path : {"/home/a/hello/local'", "/home/a/above'", "'/rand'", "/home/a/hello/wide'"}) {
            QVERIFY2(text->contains(QLatin1String(path)), path);
        }
        QVERIFY(!text->contains(QLatin1String("members")));
    }

    void what_is_no_package_is_refused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("broken") << QStringLiteral("[package\n");
        QTest::newRow("a workspace") << QStringLiteral("[workspace]\nmembers = [\"a\"]\n");
        QTest::newRow("no table") << QStringLiteral("package = 7\n");
        QTest::newRow("empty") << QString();
    }

    void what_is_no_package_is_refused()
    {
        QFETCH(const QString, text);
        const auto result =
            analyzerManifest(text, {.folder = QStringLiteral("/a"), .files = {}, .sdkPath = QStringLiteral("/sdk")});
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
    }

private:
    QTemporaryDir m_sdk;
};

QTEST_GUILESS_MAIN(TestAnalyzerManifest)
#include "tst_analyzer_manifest.moc"
