// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/editor_config.h"
#include "core/workspace/text_format.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

class TestTextFormat : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    void write(const QString &name, const QByteArray &content)
    {
        const QString path = m_home->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    [[nodiscard]] TextFormat format(const QString &name, const QString &text = {}) const
    {
        return textFormatOf(m_home->filePath(name), text);
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        write(QStringLiteral(".editorconfig"), "root = true\n"); // nothing of the machine's own
    }

    void globs_match_data()
    {
        QTest::addColumn<QString>("glob");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *glob, const char *path, bool matches) {
            QTest::addRow("%s %s", glob, path) << QString::fromUtf8(glob) << QString::fromUtf8(path) << matches;
        };
        row("*", "a.rs", true);
        row("*", "src/a.rs", true);
        row("*.rs", "src/deep/a.rs", true);
        row("*.rs", "a.rsx", false);
        row("src/*.rs", "src/a.rs", true);
        row("src/*.rs", "src/deep/a.rs", false);
        row("src/**.rs", "src/deep/a.rs", true);
        row("src/**/a.rs", "src/a.rs", true);
        row("src/**/a.rs", "src/x/y/a.rs", true);
        row("/a.rs", "a.rs", true);
        row("/a.rs", "src/a.rs", false);
        row("?.rs", "a.rs", true);
        row("?.rs", "ab.rs", false);
        row("[ab].rs", "b.rs", true);
        row("[!ab].rs", "b.rs", false);
        row("[!ab].rs", "c.rs", true);
        row("*.{rs,toml}", "Cargo.toml", true);
        row("*.{rs,toml}", "a.json", false);
        row("{a,b{c,d}}.rs", "bd.rs", true);
        row("{a,b{c,d}}.rs", "b.rs", false);
        row("{single}.rs", "{single}.rs", true);
        row("{single}.rs", "single.rs", false);
        row("{open.rs", "{open.rs", true);
        row("f{1..12}.rs", "f7.rs", true);
        row("f{1..12}.rs", "f13.rs", false);
        row("f{-3..3}.rs", "f-2.rs", true);
        row("\\*.rs", "*.rs", true);
        row("\\*.rs", "a.rs", false);
        row("größe.*", "größe.rs", true);
        row("a+b.rs", "a+b.rs", true);
        row("[", "[", true);
        row("", "a", false);
    }
    void globs_match()
    {
        QFETCH(QString, glob);
        QFETCH(QString, path);
        QFETCH(bool, matches);
        QCOMPARE(matchesEditorConfigGlob(glob, path), matches);
    }

    void a_glob_that_backtracks_ends()
    {
        const QString glob = QStringLiteral("**a").repeated(300) + QLatin1Char('b');
        QVERIFY(!matchesEditorConfigGlob(glob, QStringLiteral("a").repeated(4'000)));
    }

    void any_glob_is_taken()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        QRandomGenerator random(17);
        const QString units = QStringLiteral("a.*?[]{}!,\\^-/z1.ö(|)$+");
        const auto text = [&](int longest) {
            QString made;
            for (int left = random.bounded(longest); left > 0; --left) {
                made += units[random.bounded(static_cast<int>(units.size()))];
            }
            return made;
        };
        for (int round = 0; round < 20'000; ++round) {
            (void)matchesEditorConfigGlob(text(12), text(8));
        }
        QVERIFY(matchesEditorConfigGlob(QStringLiteral("[a-z].rs"), QStringLiteral("k.rs")));
        QVERIFY(!matchesEditorConfigGlob(QStringLiteral("[z-a].rs"), QStringLiteral("k.rs")));
    }

    void the_nearest_file_and_the_last_section_win()
    {
        write(QStringLiteral(".editorconfig"),
              "root = true\n[*]\nindent_style = space\nindent_size = 8\n[*.rs]\nindent_size=3\n");
        write(QStringLiteral("a/.editorconfig"), "; comment\n[*.toml]\nindent_size = 2 \n\n# more\nbroken\n=\n");
        QCOMPARE(format(QStringLiteral("x.txt")).indent, (EditorIndent{false, 8, 8}));
        QCOMPARE(format(QStringLiteral("a/x.rs")).indent, (EditorIndent{false, 3, 3}));
        QCOMPARE(format(QStringLiteral("a/b/x.toml")).indent, (EditorIndent{false, 2, 2}));
        write(QStringLiteral("a/.editorconfig"), "ROOT = True\n[*.toml]\nIndent_Size = 2\n");
        QCOMPARE(format(QStringLiteral("a/x.txt")).indent, EditorIndent());
    }

    /// Each section is a regular expression that is tried where a file is opened.
    void very_many_sections_take_little()
    {
        write(QStringLiteral(".editorconfig"),
              "root=true\n[*]\nindent_size=2\n" + QByteArray("[*a*a*a*a*a*b]\nindent_size=4\n").repeated(30'000));
        QCOMPARE(format(QString(200, u'a')).indent, (EditorIndent{false, 2, 2}));
    }

    void unset_takes_a_property_back()
    {
        write(QStringLiteral(".editorconfig"), "root=true\n[*]\nindent_size=2\n[*.rs]\nindent_size=unset\n");
        QCOMPARE(format(QStringLiteral("a.rs")).indent, EditorIndent());
    }

    void tabs_are_taken_as_written_data()
    {
        QTest::addColumn<QByteArray>("properties");
        QTest::addColumn<bool>("usesTabs");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("tabWidth");
        QTest::newRow("tab") << QByteArray("indent_style=tab") << true << 4 << 4;
        QTest::newRow("width") << QByteArray("indent_style=tab\ntab_width=8") << true << 8 << 8;
        QTest::newRow("size") << QByteArray("indent_style=tab\nindent_size=2") << true << 2 << 2;
        QTest::newRow("size is tab") << QByteArray("indent_size=tab\ntab_width=3") << false << 3 << 3;
        QTest::newRow("blanks beside wide tabs") << QByteArray("indent_size=2\ntab_width=8") << false << 2 << 8;
        QTest::newRow("nonsense") << QByteArray("indent_size=-1\ntab_width=9999999999\nindent_style=x") << false << 4
                                  << 4;
    }
    void tabs_are_taken_as_written()
    {
        QFETCH(QByteArray, properties);
        QFETCH(bool, usesTabs);
        QFETCH(int, width);
        QFETCH(int, tabWidth);
        write(QStringLiteral(".editorconfig"), "root=true\n[*]\n" + properties);
        QCOMPARE(format(QStringLiteral("a.rs")).indent, (EditorIndent{usesTabs, width, tabWidth}));
    }

    void the_rest_is_read_too()
    {
        write(QStringLiteral(".editorconfig"),
              "root=true\r\n[*]\r\nend_of_line = CRLF\r\ninsert_final_newline = true\r\n"
              "trim_trailing_whitespace = true\r\ncharset = utf-8-bom\r\n");
        const TextFormat read = format(QStringLiteral("a.rs"));
        QCOMPARE(read.lineEnd, LineEnd::CrLf);
        QVERIFY(read.insertsFinalNewline);
        QVERIFY(read.trimsTrailingWhitespace);
        QVERIFY(read.byteOrderMark);
        QCOMPARE(textFormatOf(QStringLiteral("/nowhere/a.rs"), {}), TextFormat());
    }

    void rustfmt_decides_for_rust()
    {
        write(QStringLiteral(".editorconfig"), "root=true\n[*]\nindent_size=2\n");
        write(QStringLiteral("rustfmt.toml"), "hard_tabs = true\ntab_spaces = 8 # wide\n");
        QCOMPARE(format(QStringLiteral("src/a.rs")).indent, (EditorIndent{true, 8, 8}));
        QCOMPARE(format(QStringLiteral("src/a.toml")).indent, (EditorIndent{false, 2, 2}));
        write(QStringLiteral("src/.rustfmt.toml"), "tab_spaces = 3\n");
        QCOMPARE(format(QStringLiteral("src/a.rs")).indent, (EditorIndent{false, 3, 3}));
        write(QStringLiteral("src/.rustfmt.toml"), "tab_spaces = \"three\" [");
        QCOMPARE(format(QStringLiteral("src/a.rs")).indent, (EditorIndent{false, 2, 2}));
    }

    void the_indent_is_found_in_the_text_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isFound");
        QTest::addColumn<bool>("usesTabs");
        QTest::addColumn<int>("width");
        const auto row = [](const char *name, const char *text, bool isFound, bool usesTabs, int width) {
            QTest::newRow(name) << QString::fromUtf8(text) << isFound << usesTabs << width;
        };
        row("nothing", "", false, false, 4);
        row("no indent", "a\n\nb\n", false, false, 4);
        row("two", "a\n  b\n    c\n  d\ne\n", true, false, 2);
        row("four", "a {\n    b {\n        c\n    }\n}\n", true, false, 4);
        row("windows", "a\r\n  b\r\n\r\n  c\r\n", true, false, 2);
        row("tabs", "a\n\tb\n\t\tc\n", true, true, 4);
        row("tabs and a few blanks", "a\n\tb\n\tc\n\td\n  e\n", true, true, 4);
        row("block comment", "/*\n * a\n * b\n */\nfn a() {\n    b\n}\n", true, false, 4);
        row("far", "a\n                                b\n", true, false, 4);
    }
    void the_indent_is_found_in_the_text()
    {
        QFETCH(QString, text);
        QFETCH(bool, isFound);
        QFETCH(bool, usesTabs);
        QFETCH(int, width);
        const auto found = findIndent(text);
        QCOMPARE(found.has_value(), isFound);
        QCOMPARE(found.value_or(EditorIndent()).usesTabs, usesTabs);
        QCOMPARE(found.value_or(EditorIndent()).width, width);
        QCOMPARE(format(QStringLiteral("a.rs"), text).indent, found.value_or(EditorIndent()));
    }
};

QTEST_APPLESS_MAIN(TestTextFormat)
#include "tst_text_format.moc"
