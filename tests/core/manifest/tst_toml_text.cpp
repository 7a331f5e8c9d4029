// SPDX-License-Identifier: GPL-3.0-or-later
// TOML that was written to do harm: nested so deep that a parser's stack would end, and so long that whatever looks at
// each key for each key would not come back. Where the code is not linear these tests run into their time limit.
#include "core/manifest/manifest.h"
#include "core/manifest/manifest_scan.h"
#include "core/manifest/toml_text.h"

#include <QTest>

using namespace studio;

namespace {

QByteArray repeated(const char *part, qsizetype count)
{
    return QByteArray(part).repeated(count);
}

std::size_t tooDeepLine(const QByteArray &text)
{
    const auto table = parseToml(text);
    return table || !table.error().isTooDeep ? 0 : table.error().line;
}

} // namespace

class TestTomlText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_nested_too_deep_is_refused_data()
    {
        QTest::addColumn<QByteArray>("text"); // stands in line 2
        constexpr qsizetype many = 200'000;
        QTest::newRow("a dotted key") << repeated("a.", many) + "a = 1\n";
        QTest::newRow("a dotted key with blanks") << repeated("a . ", many) + "a = 1\n";
        QTest::newRow("a dotted key in quotes") << repeated("\"a\".", many) + "a = 1\n";
        QTest::newRow("a dotted key of empty names") << repeated("''.", many) + "a = 1\n";
        QTest::newRow("a header") << "[" + repeated("a.", many) + "a]\n";
        QTest::newRow("a header of an array") << "[[" + repeated("a.", many) + "a]]\n";
        QTest::newRow("an array") << "a = " + repeated("[", many) + repeated("]", many) + "\n";
        QTest::newRow("an array that does not end") << "a = " + repeated("[", many);
        QTest::newRow("inline tables") << "a = " + repeated("{a = ", many) + "1" + repeated("}", many) + "\n";
        QTest::newRow("inline tables in arrays")
            << "a = " + repeated("[{a = ", many) + "1" + repeated("}]", many) + "\n";
        QTest::newRow("dotted keys in inline tables")
            << "a = " + repeated("{a.a.a.a.a.a.a.a = ", many) + "1" + repeated("}", many) + "\n";
        QTest::newRow("a key in a later field") << "a = {b = [1.5, 2], " + repeated("a.", many) + "a = 1}\n";
    }
    void what_is_nested_too_deep_is_refused()
    {
        QFETCH(QByteArray, text);
        const QByteArray whole = "# [ { \" '\n" + text;
        QCOMPARE(tooDeepLine(whole), 2U);
        const auto manifest = parseManifest(QString::fromUtf8(whole));
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(manifest.error().message.startsWith(QLatin1String("Cargo.toml, line 2, column ")) &&
                     manifest.error().message.contains(QLatin1String("fewer levels")),
                 qPrintable(manifest.error().message));
        const ManifestScan scan = scanManifest(QString::fromUtf8(whole));
        QVERIFY(scan.fault.has_value());
        QCOMPARE(scan.fault->place.line, 1);
    }

    void the_limit_counts_headers_keys_and_brackets_together()
    {
        const auto deep = [](int header, int keys, int brackets) {
            return "[" + repeated("h.", header - 1) + "h]\n" + repeated("k.", keys - 1) +
                   "k = " + repeated("[", brackets) + repeated("]", brackets) + "\n";
        };
        QVERIFY(parseToml(deep(30, 30, 20)).has_value());
        QCOMPARE(tooDeepLine(deep(31, 30, 20)), 2U);
        QCOMPARE(tooDeepLine(deep(30, 31, 20)), 2U);
        QCOMPARE(tooDeepLine(deep(30, 30, 21)), 2U);
    }

    void what_is_long_or_looks_deep_is_read_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("dots in strings") << "a = \"" + repeated(".", 1000) + "\"\nb = '" + repeated("[", 1000) + "'\n";
        QTest::newRow("dots in long strings")
            << "a = \"\"\"\n" + repeated(".\\\"{\n", 1000) + "\"\"\"\"\"\nb = '''" + repeated("[\\\n", 1000) + "'''\n";
        QTest::newRow("dots in keys") << "\"" + repeated(".", 1000) + "\" = 1\n";
        QTest::newRow("brackets in comments")
            << "# " + repeated("[{.", 1000) + "\na = [ # " + repeated("[", 100) + "\n]";
        QTest::newRow("floats") << "a = [" + repeated("1.5, ", 1000) + "]\n";
        QTest::newRow("arrays beside each other") << "a = [" + repeated("[[{a.b = 1}]], ", 1000) + "]\n";
        QTest::newRow("fields") << "a = {" + repeated("", 0) + "a.b = 1.5, c.d = 07:32:00.5, e = [1]}\nb.c = 1\n";
        QTest::newRow("lines") << "[a.b]\n" + [] {
            QByteArray lines;
            for (int i = 0; i < 1000; ++i) {
                lines += "a.b" + QByteArray::number(i) + ".c = [1.5, [2]]\r\n";
            }
            return lines;
        }();
        QTest::newRow("headers") << [] {
            QByteArray lines;
            for (int i = 0; i < 1000; ++i) {
                lines += "[[ a . 'b' . c ]] # [\nd.e = {f.g = 1}\n";
            }
            return lines;
        }();
    }
    void what_is_long_or_looks_deep_is_read()
    {
        QFETCH(QByteArray, text);
        const auto table = parseToml(text);
        QVERIFY2(table.has_value(), table ? "" : table.error().description.c_str());
    }

    void a_long_manifest_is_scanned_in_linear_time_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qsizetype>("dependencies");
        const auto row = [](const char *name, qsizetype count, const QString &before, const QString &line) {
            QString text = before;
            for (qsizetype i = 0; i < count; ++i) {
                text += line.arg(i);
            }
            QTest::newRow(name) << text << count;
        };
        constexpr qsizetype many = 300'000;
        const QString header = QStringLiteral("[dependencies]\n");
        row("versions", many, header, QStringLiteral("c%1=\"1\"\n"));
        row("inline tables", many, header, QStringLiteral("c%1={version=\"1\",features=[\"a\"]}\n"));
        row("dotted", many, header, QStringLiteral("c%1.version=\"1\"\n"));
        row("headers", 60'000, {}, QStringLiteral("[dependencies.c%1]\nversion=\"1\"\n"));
        row("below a long name", many, QStringLiteral("[target.'%1'.dependencies]\n").arg(QString(500'000, u'x')),
            QStringLiteral("c%1=\"1\"\n"));
    }
    void a_long_manifest_is_scanned_in_linear_time()
    {
        QFETCH(QString, text);
        QFETCH(qsizetype, dependencies);
        const ManifestScan scan = scanManifest(text);
        QVERIFY(!scan.fault);
        QCOMPARE(scan.dependencies.size(), dependencies);
        QVERIFY(scan.dependencies.last().name.range.start.line > 0);
    }

    void many_keys_below_a_long_name_take_little_memory()
    {
        for (const QString &header : {QStringLiteral("[profile.%1]\n"), QStringLiteral("[package.metadata.%1]\n"),
                                      QStringLiteral("[[%1]]\n[[bin]]\n"), QStringLiteral("[%1_dependencies]\n")}) {
            const QString text = header.arg(QString(500'000, u'x')) + [] {
                QString lines;
                for (int i = 0; i < 100'000; ++i) {
                    lines += QStringLiteral("x%1=1\n").arg(i);
                }
                return lines;
            }();
            const ManifestScan scan = scanManifest(text);
            QVERIFY(!scan.fault);
            QVERIFY(scan.unknownKeys.size() <= 1'000 && scan.keys.size() <= 20'000);
        }
    }

    void many_arrays_of_tables_are_read_in_linear_time()
    {
        QString text = QStringLiteral("[package]\nname = \"a\"\n");
        for (int i = 0; i < 40'000; ++i) {
            text += QStringLiteral("[[a%1.b]]\nc = 1\n").arg(i);
        }
        QVERIFY(parseManifest(text).has_value());
        QVERIFY(!scanManifest(text).fault);
    }
};

QTEST_APPLESS_MAIN(TestTomlText)
#include "tst_toml_text.moc"
