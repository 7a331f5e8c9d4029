// SPDX-License-Identifier: GPL-3.0-or-later
// The search with the real ripgrep.
#include "core/base/json.h"
#include "core/search/project_files.h"
#include "core/search/project_search.h"
#include "core/search/ripgrep.h"

#include <QCoroTask>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

/// What `rg --json` prints for a match.
QByteArray matchMessage(const QByteArray &text, const Json &places)
{
    return Json{{"type", "match"},
                {"data", Json{{"path", Json{{"text", "a"}}},
                              {"lines", Json{{"text", text}}},
                              {"line_number", 5},
                              {"submatches", places}}}}
        .toUtf8();
}

} // namespace

class TestProjectSearch : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QHash<QString, QString> m_unsaved;
    SearchSummary m_summary;

    void write(const QString &name, const QByteArray &content) const
    {
        const QString path = m_folder->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    /// All matches, by file; `m_summary` tells how it ended.
    QMap<QString, QList<LineMatch>> search(const ProjectQuery &query)
    {
        ProjectSearch searching;
        QMap<QString, QList<LineMatch>> all;
        connect(&searching, &ProjectSearch::found, this, [&](const QList<FileMatches> &batch) {
            for (const FileMatches &one : batch) {
                all[one.file] += one.matches;
            }
        });
        QSignalSpy finished(&searching, &ProjectSearch::finished);
        searching.start(query, m_folder->path(), m_unsaved);
        if (!finished.isEmpty() || finished.wait(60'000)) {
            m_summary = finished.first().first().value<SearchSummary>();
        }
        return all;
    }

    static QStringList places(const QMap<QString, QList<LineMatch>> &found)
    {
        QStringList all;
        for (auto file = found.begin(); file != found.end(); ++file) {
            for (const LineMatch &match : file.value()) {
                all << u"%1:%2:%3 %4"_s.arg(file.key()).arg(match.line).arg(match.column).arg(match.matched);
            }
        }
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_unsaved.clear();
        m_summary = {};
    }

    void options_data()
    {
        QTest::addColumn<ProjectQuery>("query");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("text") << ProjectQuery{.words = u"a.b"_s} << QStringList{u"x.rs:2:3 a.b"_s};
        QTest::newRow("expression") << ProjectQuery{.words = u"a.b"_s, .isRegex = true}
                                    << QStringList{u"x.rs:2:3 a.b"_s, u"x.rs:3:0 aXb"_s};
        QTest::newRow("any case") << ProjectQuery{.words = u"NAME"_s}
                                  << QStringList{u"x.rs:1:3 name"_s, u"x.rs:1:8 Name"_s,
                                                 u"y.txt:1:0 names"_s.chopped(1)};
        QTest::newRow("case") << ProjectQuery{.words = u"Name"_s, .matchCase = true} << QStringList{u"x.rs:1:8 Name"_s};
        QTest::newRow("whole word") << ProjectQuery{.words = u"name"_s, .wholeWord = true}
                                    << QStringList{u"x.rs:1:3 name"_s, u"x.rs:1:8 Name"_s};
        QTest::newRow("include") << ProjectQuery{.words = u"name"_s, .include = u"*.txt, *.md"_s}
                                 << QStringList{u"y.txt:1:0 name"_s};
        QTest::newRow("exclude") << ProjectQuery{.words = u"name"_s, .exclude = u"*.rs"_s}
                                 << QStringList{u"y.txt:1:0 name"_s};
        QTest::newRow("units of UTF-16") << ProjectQuery{.words = u"ziel"_s} << QStringList{u"x.rs:4:3 ziel"_s};
        QTest::newRow("two lines") << ProjectQuery{.words = u"aXb\\nä"_s, .isRegex = true}
                                   << QStringList{u"x.rs:3:0 aXb\nä"_s};
        QTest::newRow("starts like an option")
            << ProjectQuery{.words = u"--json"_s} << QStringList{u"x.rs:5:0 --json"_s};
        QTest::newRow("end of a line that ends with CR LF")
            << ProjectQuery{.words = u"end$"_s, .isRegex = true} << QStringList{u"z.rs:1:4 end"_s};
    }

    void options()
    {
        QFETCH(ProjectQuery, query);
        QFETCH(QStringList, found);
        write(u"x.rs"_s, "fn name(Name)\n   a.b\naXb\n\xC3\xA4\xF0\x9F\x98\x80ziel\n--json\n");
        write(u"y.txt"_s, "names\n");
        write(u"z.rs"_s, "the end\r\nends\r\n");
        QCOMPARE(places(search(query)), found);
        QCOMPARE(m_summary.error, QString());
        QCOMPARE(m_summary.matches, found.size());
    }

    void what_git_ignores_is_left_out_also_outside_of_a_repository()
    {
        write(u".gitignore"_s, "target/\n*.log\n");
        write(u"target/out.rs"_s, "needle\n");
        write(u"a.log"_s, "needle\n");
        write(u"src/lib.rs"_s, "needle\n");
        write(u".cargo/config.toml"_s, "needle\n");
        write(u".git/config"_s, "needle\n");
        QCOMPARE(places(search({.words = u"needle"_s})),
                 (QStringList{u".cargo/config.toml:1:0 needle"_s, u"src/lib.rs:1:0 needle"_s}));
        QCOMPARE(m_summary.files, 2);
        const auto files = QCoro::waitFor(listProjectFiles(m_folder->path()));
        QVERIFY(files.has_value());
        QCOMPARE(*files, (QStringList{u".cargo/config.toml"_s, u".gitignore"_s, u"src/lib.rs"_s}));
    }

    void unsaved_documents_are_searched_in_their_open_text()
    {
        write(u".gitignore"_s, "ignored.rs\n");
        write(u"a.rs"_s, "old needle\n");
        write(u"b.rs"_s, "nothing\n");
        write(u"c.rs"_s, "a needle\n");
        write(u"ignored.rs"_s, "");
        m_unsaved = {{u"a.rs"_s, u"new text\n"_s}, {u"b.rs"_s, u"\nhere a needle\n"_s}, {u"ignored.rs"_s, u"needle"_s}};
        QCOMPARE(places(search({.words = u"needle"_s})), (QStringList{u"b.rs:2:7 needle"_s, u"c.rs:1:2 needle"_s}));
        m_unsaved = {{u"b.rs"_s, u"a needle"_s}};
        QCOMPARE(places(search({.words = u"needle"_s, .exclude = u"b.rs"_s})),
                 (QStringList{u"a.rs:1:4 needle"_s, u"c.rs:1:2 needle"_s}));
    }

    void files_of_other_encodings_are_searched()
    {
        write(u"utf16.txt"_s, QByteArray("\xFF\xFE"
                                         "n\0e\0e\0d\0l\0e\0\n\0",
                                         16));
        write(u"latin1.txt"_s, "caf\xE9 needle\n");
        write(u"mark.txt"_s, "\xEF\xBB\xBFneedle\n");
        write(u"binary.bin"_s, QByteArray("\0\0needle\n", 9));
        QCOMPARE(places(search({.words = u"needle"_s})),
                 (QStringList{u"latin1.txt:1:5 needle"_s, u"mark.txt:1:0 needle"_s, u"utf16.txt:1:0 needle"_s}));
    }

    void a_line_of_a_megabyte_is_cut_around_its_match()
    {
        write(u"long.txt"_s, QByteArray(500'000, 'x') + "needle" + QByteArray(500'000, 'y') + "\n");
        const auto found = search({.words = u"needle"_s});
        QCOMPARE(places(found), QStringList{u"long.txt:1:500000 needle"_s});
        const LineMatch match = found.first().first();
        QVERIFY(match.shown.size() <= maxShownLength + 2);
        QCOMPARE(match.shown.mid(match.shownAt, match.shownFor), u"needle"_s);
        QVERIFY(match.shown.startsWith(u"…x"_s) && match.shown.endsWith(u"y…"_s));
    }

    void what_is_found_is_bounded_and_said()
    {
        write(u"many.txt"_s, QByteArray("a\n").repeated(maxSearchMatches + 5000));
        write(u"lines.txt"_s, QByteArray(100'000, 'a') + "\n");
        const auto found = search({.words = u"a"_s});
        QCOMPARE(places(found).size(), maxSearchMatches);
        QCOMPARE(m_summary.matches, maxSearchMatches);
        QVERIFY(m_summary.isLimited);
    }

    /// The lines of one message are gone through once, and each match is where it would be found from the begin.
    void matches_of_many_lines_have_their_places()
    {
        QRandomGenerator random(7);
        for (int turn = 0; turn < 300; ++turn) {
            QByteArray text;
            for (int i = 0; i < 40; ++i) {
                text += QByteArrayList{"a", "\n", "\r\n", "\r", "bc", "x"}[random.bounded(6)];
            }
            Json places = Json::array();
            QList<qsizetype> starts;
            for (qsizetype at = random.bounded(4); at < text.size(); at += 1 + random.bounded(6)) {
                places.push_back(Json{{"start", at}, {"end", at + 1}});
                starts << at;
            }
            const auto found = parseMatches(matchMessage(text, places));
            QVERIFY(found.has_value() && found->has_value());
            QCOMPARE((*found)->matches.size(), starts.size());
            for (qsizetype i = 0; i < starts.size(); ++i) {
                const QByteArray before = text.first(starts[i]);
                QCOMPARE((*found)->matches[i].line, 5 + static_cast<int>(before.count('\n')));
                QCOMPARE((*found)->matches[i].column, static_cast<int>(starts[i] - before.lastIndexOf('\n') - 1));
            }
        }
    }

    /// A look back to the line's begin for each match would take minutes.
    void many_matches_in_a_long_line_are_read()
    {
        const QByteArray line(12 << 20, 'a');
        Json places = Json::array();
        for (qsizetype at = 0; at < maxSearchMatches; ++at) {
            const qsizetype start = line.size() - 2 * (maxSearchMatches - at);
            places.push_back(Json{{"start", start}, {"end", start + 1}});
        }
        const auto found = parseMatches(matchMessage(line + '\n', places));
        QCOMPARE((*found)->matches.size(), maxSearchMatches);
        QCOMPARE((*found)->matches.last().column, static_cast<int>(line.size()) - 2);
    }

    void a_line_with_more_matches_than_can_be_read_is_counted()
    {
        write(u"one.txt"_s, QByteArray(1'000'000, 'a') + "\nb\n");
        search({.words = u"a"_s});
        QCOMPARE(m_summary.unreadLines, 1);
    }

    void hostile_expressions_end_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("said");
        QTest::newRow("backtracking") << u"^(a+)+$"_s << QString();
        QTest::newRow("nested repetitions") << u"(\\pL{1000}){1000}"_s << u"is too large"_s;
        QTest::newRow("not closed") << u"(a"_s << u"Not a regular expression"_s;
        QTest::newRow("a group that does not exist") << u"a\\1"_s << u"Not a regular expression"_s;
        QTest::newRow("empty alternatives") << u"(|a|)*"_s << QString();
    }

    void hostile_expressions_end()
    {
        QFETCH(QString, expression);
        QFETCH(QString, said);
        write(u"a.txt"_s, QByteArray(20'000, 'a') + "!\n");
        search({.words = expression, .isRegex = true});
        QVERIFY2(said.isEmpty() ? m_summary.error.isEmpty() : m_summary.error.contains(said),
                 qPrintable(m_summary.error));
    }

    void a_search_is_cancelled_by_the_next_one_and_by_the_person()
    {
        for (int i = 0; i < 300; ++i) {
            write(u"f%1.txt"_s.arg(i), QByteArray("one two three\n").repeated(200));
        }
        ProjectSearch searching;
        QList<QString> words;
        connect(&searching, &ProjectSearch::found, this, [&](const QList<FileMatches> &batch) {
            for (const LineMatch &match : batch.first().matches) {
                words << match.matched;
            }
        });
        QSignalSpy finished(&searching, &ProjectSearch::finished);
        searching.start({.words = u"one"_s}, m_folder->path());
        searching.start({.words = u"two"_s}, m_folder->path());
        QVERIFY(finished.wait(60'000));
        QCOMPARE(finished.size(), 1);
        QVERIFY(!words.contains(u"one"_s) && words.contains(u"two"_s));
        words.clear();
        searching.start({.words = u"three"_s}, m_folder->path());
        searching.cancel();
        QCOMPARE(finished.size(), 2);
        QVERIFY(finished.last().first().value<SearchSummary>().isCancelled);
        searching.start({.words = u"absent"_s}, m_folder->path());
        QVERIFY(finished.wait(60'000));
        QVERIFY2(words.isEmpty(), "a match of the search that was cancelled");
    }

    void a_folder_that_does_not_exist_is_said()
    {
        m_folder->remove();
        search({.words = u"a"_s});
        QVERIFY2(!m_summary.error.isEmpty(), "no error");
    }
};

QTEST_GUILESS_MAIN(TestProjectSearch)
#include "tst_project_search.moc"
