// SPDX-License-Identifier: GPL-3.0-or-later
// Features that are added to a list or taken from it: comments and lines stay.
#include "core/manifest/array_text.h"
#include "core/manifest/dependency_spec.h"

#include <QTest>

#include <random>
#include <toml++/toml.hpp>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

std::string listOf(const std::vector<std::string> &elements)
{
    std::string text;
    for (const std::string &one : elements) {
        text += (text.empty() ? "\"" : ", \"") + one + '"';
    }
    return '[' + text + ']';
}

std::vector<std::string> valuesOf(const std::string &array)
{
    std::vector<std::string> values;
    const toml::table table = toml::parse("array = " + array);
    for (const toml::node &one : *table["array"].as_array()) {
        values.push_back(one.value_or(std::string("not a string")));
    }
    return values;
}

/// From each `#` to the end of its line; the texts below have none in a string.
std::vector<std::string> commentsOf(const std::string &text)
{
    std::vector<std::string> comments;
    for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at)) {
        const std::size_t end = text.find('\n', at);
        comments.push_back(text.substr(at, end - at));
        at = end;
    }
    return comments;
}

class Random
{
public:
    explicit Random(unsigned seed) : m_engine(seed) {}
    bool isOneIn(unsigned count) { return m_engine() % count == 0; }
    std::string gap() ///< what may stand between two elements
    {
        std::string text;
        while (!isOneIn(2)) {
            text += isOneIn(3) ? "\n" : isOneIn(3) ? " # comment " + std::to_string(m_count++) + "\n" : "  ";
        }
        return text;
    }
    std::vector<std::string> someOf(const std::vector<std::string> &all)
    {
        std::vector<std::string> some;
        std::ranges::copy_if(all, std::back_inserter(some), [this](const std::string &) { return isOneIn(2); });
        return some;
    }
    std::string written(const std::vector<std::string> &elements)
    {
        std::string text = "[" + gap();
        for (std::size_t i = 0; i < elements.size(); ++i) {
            const char quote = isOneIn(2) ? '"' : '\'';
            text += quote + elements[i] + quote + gap();
            if (i + 1 < elements.size() || isOneIn(2)) {
                text += "," + gap();
            }
        }
        return text + "]";
    }

private:
    std::mt19937 m_engine;
    int m_count = 0;
};

} // namespace

class TestArrayText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void elements_come_and_go_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<QByteArray>("changed");
        const auto row = [](const char *name, const char *written, const char *wanted, const char *changed) {
            QTest::newRow(name) << QByteArray(written) << QByteArray(wanted) << QByteArray(changed);
        };
        row("behind the last", "[\"a\"]", "[\"a\", \"b\"]", "[\"a\", \"b\"]");
        row("before the first", "[ 'b' ]", "[\"a\", \"b\"]", "[ \"a\", 'b' ]");
        row("into none", "[]", "[\"a\", \"b\"]", "[\"a\", \"b\"]");
        row("on a line", "[\n  \"a\", # why\n  # and b\n  \"b\",\n]", "[\"a\", \"aa\", \"b\"]",
            "[\n  \"a\", # why\n  \"aa\",\n  # and b\n  \"b\",\n]");
        row("on the first line", "[\n  # b\n  \"b\"\n]", "[\"a\", \"b\"]", "[\n  \"a\",\n  # b\n  \"b\"\n]");
        row("on the last line", "[\n  \"a\" # why\n]", "[\"a\", \"b\", \"c\"]",
            "[\n  \"a\", # why\n  \"b\",\n  \"c\",\n]");
        row("of none but a comment", "[\n  # none\n]", "[\"a\"]", "[\n    \"a\",\n  # none\n]");
        row("commas in front", "[ \"a\" # why\n, \"b\"\n]", "[\"a\", \"aa\", \"b\"]",
            "[ \"a\", \"aa\" # why\n, \"b\"\n]");
        row("the first goes", "[\"a\", \"b\"]", "[\"b\"]", "[\"b\"]");
        row("the last goes", "[\"a\", \"b\"]", "[\"a\"]", "[\"a\"]");
        row("all go", "[\"a\", \"b\"]", "[]", "[]");
        row("a line goes", "[\n  \"a\", # why\n  \"b\",\n  \"c\", # too\n]", "[\"a\", \"c\"]",
            "[\n  \"a\", # why\n  \"c\", # too\n]");
        row("its comment stays", "[\n  \"a\", # why\n  \"b\"\n]", "[\"b\"]", "[\n  # why\n  \"b\"\n]");
        row("the last line goes", "[\n  \"a\",\n  \"b\"\n]", "[\"a\"]", "[\n  \"a\"\n]");
        row("others", "[\"a\"]", "[\"b\"]", "[\"b\"]");
        row("not of strings", "[1, # one\n 2]", "[1]", "[1]");
        row("no array", "\"1\"", "[\"1\"]", "[\"1\"]");
    }
    void elements_come_and_go()
    {
        QFETCH(const QByteArray, written);
        QFETCH(const QByteArray, wanted);
        QFETCH(const QByteArray, changed);
        const std::string got = manifest::changedArray(written.toStdString(), wanted.toStdString(), "\n");
        QCOMPARE(QByteArray::fromStdString(got), changed);
    }

    void line_breaks_are_those_of_the_file()
    {
        QCOMPARE(manifest::changedArray("[\r\n  \"a\",\r\n]", "[\"a\", \"b\"]", "\r\n"),
                 std::string("[\r\n  \"a\",\r\n  \"b\",\r\n]"));
        QCOMPARE(manifest::changedArray("[\r\n  \"a\",\r\n  \"b\",\r\n]", "[\"b\"]", "\r\n"),
                 std::string("[\r\n  \"b\",\r\n]"));
    }

    void no_comment_is_lost_at_random()
    {
        const std::vector<std::string> all{"a", "b", "c", "d", "e"};
        for (unsigned seed = 0; seed < 20'000; ++seed) {
            Random random(seed);
            const std::vector<std::string> more = random.someOf(all);
            const std::vector<std::string> fewer = random.someOf(more);
            const bool isAdded = random.isOneIn(2);
            const std::string written = random.written(isAdded ? fewer : more);
            const std::vector<std::string> &wanted = isAdded ? more : fewer;
            const std::string changed = manifest::changedArray(written, listOf(wanted), "\n");
            const std::string context = written + "\n->\n" + changed;
            QVERIFY2(valuesOf(changed) == wanted, context.c_str());
            QVERIFY2(commentsOf(changed) == commentsOf(written), context.c_str());
        }
    }

    void features_keep_their_comments_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("after");
        QTest::newRow("of a table")
            << u"[dependencies.serde]\nversion = \"1\"\nfeatures = [\n  \"derive\", # models\n]\n"_s << u"serde -F rc"_s
            << u"[dependencies.serde]\nversion = \"1\"\nfeatures = [\n  \"derive\", # models\n  "
               "\"rc\",\n]\n"_s;
        QTest::newRow("of an inline table")
            << u"[dependencies]\nserde = { version = \"1\", features = [\n  \"derive\", # models\n] }\n"_s
            << u"serde -F rc"_s
            << u"[dependencies]\nserde = { version = \"1\", features = [\n  \"derive\", # models\n  \"rc\",\n] }\n"_s;
        QTest::newRow("of an inline table that is written anew")
            << u"[dependencies]\nserde = { version = \"1\", features = [\n  \"derive\", # models\n], optional = true }\n"_s
            << u"serde --no-optional -F rc"_s
            << u"[dependencies]\nserde = { features = [\n  \"derive\", # models\n  \"rc\",\n], version = \"1\" }\n"_s;
        QTest::newRow("of the package") << u"[features]\ndefault = [\n  \"std\", # most need it\n  "
                                           u"\"dep:serde\",\n]\nstd = []\n\n[dependencies]\nserde "
                                           "= { version = \"1\", optional = true }\n"_s
                                        << u"serde --no-optional"_s
                                        << u"[features]\ndefault = [\n  \"std\", # most need it\n]\nstd = "
                                           u"[]\n\n[dependencies]\nserde = { version = "
                                           "\"1\" }\n"_s;
    }
    void features_keep_their_comments()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, line);
        QFETCH(const QString, after);
        const auto specs = parseDependencySpecs(line);
        QVERIFY2(specs, specs ? "" : qPrintable(specs.error().message));
        const auto changed = withDependency(before, specs->front());
        QVERIFY2(changed, changed ? "" : qPrintable(changed.error().message + changed.error().detail));
        QCOMPARE(*changed, after);
    }
};

QTEST_GUILESS_MAIN(TestArrayText)
#include "tst_array_text.moc"
