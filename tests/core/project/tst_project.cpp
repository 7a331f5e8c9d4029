// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"
#include "tests/support/places.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

class TestProject : public QObject
{
    Q_OBJECT

    static void writeFile(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

private Q_SLOTS:
    void a_manifest_that_stands_elsewhere_is_named_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("in small letters")
            << QStringLiteral("cargo.toml")
            << QStringLiteral("its manifest is called cargo.toml: rename it to Cargo.toml");
        QTest::newRow("nested") << QStringLiteral("export/shop/Cargo.toml")
                                << QStringLiteral("there is one deeper, export/shop/Cargo.toml");
        QTest::newRow("nowhere") << QStringLiteral("Cargo.lock") << QStringLiteral("cargo init --lib makes it");
    }
    void a_manifest_that_stands_elsewhere_is_named()
    {
        QFETCH(QString, path);
        QFETCH(QString, sentence);
        const QTemporaryDir folder;
        writeFile(folder.filePath(path), "[package]\nname = \"x\"\n");
        const auto project = readProject(folder.path());
        QVERIFY(!project);
        QCOMPARE(project.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(project.error().message.contains(sentence), qPrintable(project.error().message));
    }

    void the_encoding_of_a_manifest_is_named_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const QString text = QStringLiteral("[package]\nname = \"x\"\n");
        QStringEncoder little(QStringEncoder::Utf16LE);
        QStringEncoder big(QStringEncoder::Utf16BE);
        const QByteArray littleText = little(text);
        const QByteArray bigText = big(text);
        const QString isUtf16 = QStringLiteral("Cargo.toml: this is UTF-16 text");
        QTest::newRow("UTF-16, little, marked") << QByteArray("\xFF\xFE") + littleText << isUtf16;
        QTest::newRow("UTF-16, little") << littleText << isUtf16;
        QTest::newRow("UTF-16, big, marked") << QByteArray("\xFE\xFF") + bigText << isUtf16;
        QTest::newRow("Latin-1") << QByteArray("[package]\nname = \"x\"\n# \xFC\n")
                                 << QStringLiteral("Cargo.toml: this is not UTF-8 text");
        QTest::newRow("UTF-8, marked") << QByteArray("\xEF\xBB\xBF") + text.toUtf8() << QString();
    }
    void the_encoding_of_a_manifest_is_named()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("Cargo.toml")), bytes);
        const auto project = readProject(folder.path());
        QCOMPARE(project.has_value(), sentence.isEmpty());
        const QString said = project ? QString() : project.error().message;
        QVERIFY2(said.startsWith(sentence), qPrintable(said));
    }

    void handlers_are_found_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QList<int>>("lines");
        const auto row = [](const char *name, const char *source, const QList<int> &lines) {
            QTest::newRow(name) << QString::fromUtf8(source) << lines;
        };
        row("plain", "#[ignite::main]\nasync fn handler() {}", {2});
        row("spaces", "# [ ignite :: main ]\nfn handler() {}", {2});
        row("other attributes between", "#[ignite::main]\n#[allow(dead_code)]\n/// doc\npub async fn handler() {}",
            {4});
        row("renamed", "#[sdk::main]\nfn handler() {}", {2});
        row("wrong name", "#[ignite::main]\nfn handle() {}", {1});
        row("in a comment", "// #[ignite::main]\n/* #[ignite::main] /* nested */ #[ignite::main] */", {});
        row("in a string", "let a = \"#[ignite::main]\"; let b = r#\"\"#[ignite::main]\"#;", {});
        row("after a quote character", "let c = '\"';\n#[ignite::main]\nfn handler() {}", {3});
        row("after an escaped quote", "let c = '\\'';\n#[ignite::main]\nfn handler() {}", {3});
        row("after a lifetime", "fn f<'a>(x: &'a str) {}\n#[ignite::main]\nfn handler() {}", {3});
        row("two", "#[ignite::main]\nfn handler() {}\n#[ignite::main]\nfn handler() {}", {2, 4});
        row("unfinished", "\"#[ignite::main]", {});
        row("unfinished attribute", "#[ignite::main]#[x", {1});
        row("braces in another attribute",
            "#[ignite::main]\n#[tracing::instrument(skip_all, fields(id = { ctx.id() }))]\nasync fn handler() {}", {3});
        row("under another attribute", "#[tracing::instrument]\n#[ignite::main]\nasync fn handler() {}", {3});
        row("brackets in another attribute", "#[ignite::main]\n#[doc(alias = [\"]\"])]\nfn handler() {}", {3});
        row("imported", "use ignite::main;\n#[main]\nasync fn handler() {}", {3});
        row("imported under another name", "use ignite::main as entry;\n#[entry]\nfn handler() {}", {3});
        row("conditional", "#[cfg_attr(not(test), ignite::main)]\nfn handler() {}", {2});
        row("conditional on something else", "#[cfg_attr(test, allow(dead_code))]\nfn handler() {}", {});
        row("raw name", "#[ignite::main]\nfn r#handler() {}", {2});
        row("qualified", "#[ignite::main]\npub(crate) async fn handler() {}", {2});
        row("from the root of all crates", "#[::ignite::main]\nfn handler() {}", {2});
        row("another function of the name", "#[inline]\npub fn handler() {}\n#[tracing::instrument]\nfn handler() {}",
            {});
        row("a main of tokio", "#[tokio::main]\nasync fn main() {}", {});
        row("after a raw byte string", "const A: &[u8] = br#\"\"{\"#;\n#[ignite::main]\nfn handler() {}", {3});
        row("in a raw byte string", "const A: &[u8] = br\"#[ignite::main] fn handler() {}\";", {});
        row("after a byte string", "const A: &[u8] = b\"\\\"{\";\n#[ignite::main]\nfn handler() {}", {3});
        row("after a C string", "const A: &CStr = c\"/*\";\n#[ignite::main]\nfn handler() {}", {3});
        row("after a raw C string", "const A: &CStr = cr##\"\"#\"##;\n#[ignite::main]\nfn handler() {}", {3});
        row("after a byte", "const A: u8 = b'\"';\n#[ignite::main]\nfn handler() {}", {3});
        row("after a character beyond the BMP",
            "const A: char = '😀'; const B: char = '\"';\n#[ignite::main]\nfn "
            "handler() {}",
            {3});
        row("after a name that ends in r",
            "macro_rules! for_r { () => {} }\nfor_r!{\"\"}\n#[ignite::main]\nfn "
            "handler() {}",
            {4});
        row("empty", "", {});
    }
    void handlers_are_found()
    {
        QFETCH(QString, source);
        QFETCH(QList<int>, lines);
        QCOMPARE(findHandlers(source), lines);
    }

    void a_scan_takes_no_longer_than_the_text_data()
    {
        QTest::addColumn<QString>("piece");
        for (const char *piece :
             {"#[a]", "#[", "r#", "br##\"", "'", "/*", "#[ignite::main]fn handler(){}\n", "#[x]pub("}) {
            QTest::newRow(piece) << QString::fromLatin1(piece);
        }
    }
    void a_scan_takes_no_longer_than_the_text()
    {
        QFETCH(QString, piece);
        // A scan that begins again at each piece would take hours: 4 MiB is what is read of a file.
        const QList<int> lines = findHandlers(piece.repeated((4 << 20) / piece.size()));
        QVERIFY(lines.isEmpty() || lines.last() > 1);
    }

    void the_sample_is_copied_and_read()
    {
        const QTemporaryDir home;
        const QString folder = home.filePath(QStringLiteral("projects/rust-hello"));
        QDir().mkpath(home.filePath(QStringLiteral("projects")));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), folder).has_value());
        const auto project = readProject(folder);
        QVERIFY(project.has_value());
        QCOMPARE(project->name, QStringLiteral("hello"));
        QCOMPARE(project->handlerFile, QStringLiteral("src/lib.rs"));
        QCOMPARE(project->handlerLine, 5);
        QCOMPARE(copySample(sourcePath("/resources/samples/rust-hello"), folder).error().code,
                 ErrorCode::AlreadyExists);
    }

    void what_is_wrong_with_a_folder_is_said()
    {
        const QTemporaryDir home;
        QCOMPARE(readProject(home.filePath(QStringLiteral("none"))).error().code, ErrorCode::NotFound);
        const auto empty = readProject(home.path());
        QCOMPARE(empty.error().code, ErrorCode::InvalidArgument);
        QVERIFY(empty.error().message.contains(QStringLiteral("no Cargo.toml")));
    }
};

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
