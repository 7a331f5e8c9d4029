// SPDX-License-Identifier: GPL-3.0-or-later
// What a language server wants changed, checked and applied to texts, and changes of several files on disk.
#include "core/base/json_reader.h"
#include "core/lsp/lsp_client.h"
#include "core/lsp/lsp_json.h"
#include "core/workspace/workspace_edit_plan.h"
#include "tests/support/random_values.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

lsp::TextEdit editAt(int line, int from, int to, const QString &text)
{
    return {.range = {{line, from}, {line, to}}, .newText = text};
}

} // namespace

class TestWorkspaceEdit : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    [[nodiscard]] QString root() const { return QFileInfo(m_home->path()).canonicalFilePath() + u"/project"_s; }
    [[nodiscard]] QString pathOf(const QString &name) const { return root() + u'/' + name; }
    [[nodiscard]] static QString uri(const QString &path) { return QUrl::fromLocalFile(path).toString(); }
    void write(const QString &path, const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    [[nodiscard]] static QByteArray onDisk(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    [[nodiscard]] lsp::FileEdit edit(const QString &name, const lsp::TextEdits &edits,
                                     std::optional<int> version = {}) const
    {
        return {.uri = uri(pathOf(name)), .version = version, .edits = edits};
    }
    [[nodiscard]] WorkspaceEditContext context() const
    {
        return {.rootFolder = root(), .encoding = lsp::PositionEncoding::Utf16, .open = {}};
    }
    [[nodiscard]] Result<WorkspaceEditPlan> plan(const QList<lsp::FileEdit> &files) const
    {
        return planWorkspaceEdit({files}, context());
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        write(pathOf(u"a.rs"_s), "fn ä() {}\r\nfn b() {}\n");
    }

    void edits_in_utf16_are_applied_in_the_order_of_their_places()
    {
        const auto made = plan({edit(u"a.rs"_s, {editAt(1, 3, 4, u"zwei"_s), editAt(0, 3, 4, u"eins"_s)})});
        QVERIFY(made.has_value());
        QCOMPARE(made->changes.size(), 1);
        QCOMPARE(*made->changes[0].after, "fn eins() {}\r\nfn zwei() {}\n");
        QCOMPARE(made->changes[0].edits.size(), 2);
        QCOMPARE(made->changes[0].edits[0].range, (TextRange{{0, 3}, {0, 5}}));
    }

    void an_open_document_counts_as_it_is_there()
    {
        WorkspaceEditContext with = context();
        with.open.insert(pathOf(u"a.rs"_s), {"typed\n", 7});
        const auto made = planWorkspaceEdit({{edit(u"a.rs"_s, {editAt(0, 0, 5, u"new"_s)}, 7)}}, with);
        QCOMPARE(*made.value().changes[0].after, "new\n");
        const auto late = planWorkspaceEdit({{edit(u"a.rs"_s, {editAt(0, 0, 5, u"new"_s)}, 6)}}, with);
        QCOMPARE(late.error().code, ErrorCode::FailedPrecondition);
        QCOMPARE(late.error().message,
                 u"a.rs was changed since the language server looked at it. Nothing was changed; try again."_s);
    }

    void what_may_not_be_asked_for_is_refused_data()
    {
        QTest::addColumn<QString>("path"); // of the root where it is relative
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QString &path, lsp::FileEdit::Kind kind, ErrorCode code,
                            const char *words) {
            QTest::newRow(name) << path << static_cast<int>(kind) << static_cast<int>(code) << QString::fromUtf8(words);
        };
        using Kind = lsp::FileEdit::Kind;
        const auto outside = ErrorCode::PermissionDenied;
        row("beside", u"../other.rs"_s, Kind::Text, outside, "which is not in the project. Nothing was changed.");
        row("system", u"/etc/passwd"_s, Kind::Text, outside, "/etc/passwd, which is not in the project");
        row("made outside", u"../new/x.rs"_s, Kind::Create, outside, "not in the project");
        row("through a link", u"link/other.rs"_s, Kind::Text, outside, "not in the project");
        row("made through a link", u"link/new.rs"_s, Kind::Create, outside, "not in the project");
        row("the root itself", u"."_s, Kind::Text, outside, "not in the project");
        row("removed", u"a.rs"_s, Kind::Delete, ErrorCode::InvalidArgument, "wants to delete a.rs");
        row("made again", u"a.rs"_s, Kind::Create, ErrorCode::FailedPrecondition, "a.rs, which is there already");
        row("missing", u"none.rs"_s, Kind::Text, ErrorCode::FailedPrecondition, "there is no such file");
    }
    void what_may_not_be_asked_for_is_refused()
    {
        QFETCH(QString, path);
        QFETCH(int, kind);
        write(m_home->filePath(u"other.rs"_s), "fn other() {}\n");
        QVERIFY(QFile::link(m_home->path(), pathOf(u"link"_s)));
        const QString full = path.startsWith(u'/') ? path : pathOf(path);
        const auto refused = plan(
            {edit(u"a.rs"_s, {editAt(0, 0, 0, u"x"_s)}),
             {.kind = static_cast<lsp::FileEdit::Kind>(kind), .uri = uri(full), .edits = {editAt(0, 0, 2, u"x"_s)}}});
        QVERIFY(!refused);
        QTEST(static_cast<int>(refused.error().code), "code");
        QFETCH(QString, words);
        QVERIFY2(refused.error().message.contains(words), qPrintable(refused.error().message));
    }

    void what_is_no_file_here_is_refused()
    {
        for (const QString &name : {u"http://example.org/a.rs"_s, u"file://host/a.rs"_s, u"untitled:1"_s, u""_s}) {
            const auto refused = planWorkspaceEdit({{{.uri = name, .edits = {editAt(0, 0, 0, u"x"_s)}}}}, context());
            QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
        }
    }

    void changes_that_overlap_or_lie_outside_are_refused()
    {
        const auto overlapping = plan({edit(u"a.rs"_s, {editAt(0, 0, 4, u"x"_s), editAt(0, 3, 5, u"y"_s)})});
        QCOMPARE(overlapping.error().message,
                 u"The language server sent changes of a.rs that do not fit: changes overlap. Nothing was changed."_s);
        const auto outside = plan({edit(u"a.rs"_s, {editAt(900, 0, 0, u"x"_s)})});
        QVERIFY(outside.error().message.contains(u"a change is outside of the text"_s));
        QVERIFY(plan({edit(u"a.rs"_s, {editAt(2, 0, 0, u"end"_s)})}).has_value());
    }

    void a_file_is_made_filled_and_moved()
    {
        const auto made = plan(
            {{.kind = lsp::FileEdit::Kind::Create, .uri = uri(pathOf(u"new.rs"_s))},
             edit(u"new.rs"_s, {editAt(0, 0, 0, u"mod x;\n"_s)}),
             edit(u"a.rs"_s, {editAt(0, 0, 2, u"pub fn"_s)}),
             {.kind = lsp::FileEdit::Kind::Rename, .uri = uri(pathOf(u"a.rs"_s)), .newUri = uri(pathOf(u"c.rs"_s))}});
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().message));
        QVERIFY(changeFiles(made->changes).has_value());
        QCOMPARE(onDisk(pathOf(u"new.rs"_s)), "mod x;\n");
        QCOMPARE(onDisk(pathOf(u"c.rs"_s)), "pub fn ä() {}\r\nfn b() {}\n");
        QVERIFY(!QFile::exists(pathOf(u"a.rs"_s)));
        QList<DocumentChange> back;
        for (const DocumentChange &change : made->changes) {
            back.prepend(reversed(change));
        }
        QVERIFY(changeFiles(back).has_value());
        QCOMPARE(onDisk(pathOf(u"a.rs"_s)), "fn ä() {}\r\nfn b() {}\n");
        QVERIFY(!QFile::exists(pathOf(u"new.rs"_s)) && !QFile::exists(pathOf(u"c.rs"_s)));
    }

    void snippets_become_text_and_stops_in_it()
    {
        lsp::TextEdits edits{editAt(1, 3, 4, u"${0:ü}"_s), editAt(0, 3, 4, u"$1x"_s)};
        edits[0].isSnippet = edits[1].isSnippet = true;
        const auto made = plan({edit(u"a.rs"_s, edits)});
        QCOMPARE(*made.value().changes[0].after, "fn x() {}\r\nfn ü() {}\n");
        QCOMPARE(made->snippetPath, pathOf(u"a.rs"_s));
        QCOMPARE(made->snippetPosition, 3);
        QCOMPARE(made->snippet.stops.size(), 2);
        QCOMPARE(made->snippet.stops[0].number, 1);
        QCOMPARE(made->snippet.stops[0].from, 0);
        QCOMPARE(made->snippet.text.sliced(made->snippet.stops[1].from, made->snippet.stops[1].length), u"ü"_s);
    }

    void all_files_are_written_or_none()
    {
        write(pathOf(u"b.rs"_s), "\xEF\xBB\xBF"
                                 "b\n");
        const DocumentChange first{pathOf(u"b.rs"_s), pathOf(u"b.rs"_s), "b\n", "c\n", {}};
        const DocumentChange second{pathOf(u"a.rs"_s), pathOf(u"a.rs"_s), "other\n", "x\n", {}};
        const auto refused = changeFiles({first, second});
        QCOMPARE(refused.error().message, u"a.rs was changed meanwhile."_s);
        QCOMPARE(onDisk(pathOf(u"b.rs"_s)), "\xEF\xBB\xBF"
                                            "b\n");
        QVERIFY(changeFiles({first}).has_value());
        QCOMPARE(onDisk(pathOf(u"b.rs"_s)), "\xEF\xBB\xBF"
                                            "c\n");
        QVERIFY(QFile::remove(pathOf(u"a.rs"_s)));
        DocumentChange gone = second;
        const auto missing = changeFiles({reversed(first), gone});
        QCOMPARE(missing.error().message, u"a.rs is no longer on disk."_s);
        QVERIFY(!QFile::exists(pathOf(u"a.rs"_s)));
        QCOMPARE(onDisk(pathOf(u"b.rs"_s)), "\xEF\xBB\xBF"
                                            "c\n");
    }

    void a_file_keeps_its_encoding()
    {
        const DocumentChange change{
            pathOf(u"l.rs"_s), pathOf(u"l.rs"_s), "\xC3\xA4 one\n", "\xC3\xA4 zw\xC3\xB6lf\n", {}};
        write(pathOf(u"l.rs"_s), "\xE4 one\n"); // Windows-1252
        QVERIFY(changeFiles({change}).has_value());
        QCOMPARE(onDisk(pathOf(u"l.rs"_s)), "\xE4 zw\xF6lf\n");
        DocumentChange foreign = reversed(change);
        foreign.after = "\xE6\x97\xA5\n"; // no character of that encoding
        QVERIFY(!changeFiles({foreign}));
        QCOMPARE(onDisk(pathOf(u"l.rs"_s)), "\xE4 zw\xF6lf\n");
    }

    /// The difference of any two texts makes the one of the other.
    void a_difference_makes_one_text_of_the_other()
    {
        const QList<QByteArray> parts{"a", "b", "\n", "\r\n", "\r", "ä", "日", "😀", "\t"};
        for (quint32 seed = 1; seed <= 2'000; ++seed) {
            test::RandomValues random(seed);
            const auto text = [&] {
                QByteArray made;
                for (int left = random.below(12); left > 0; --left) {
                    made += random.oneOf(parts);
                }
                return made;
            };
            const QByteArray before = text();
            const QByteArray after = text();
            const auto made = changedText(before, difference(before, after));
            QVERIFY2(made.has_value(), qPrintable(QString::number(seed)));
            QVERIFY2(*made == after, qPrintable(QString::number(seed)));
        }
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceEdit)
#include "tst_workspace_edit.moc"
