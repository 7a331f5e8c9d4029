// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing in the files of a project, some of them open, as one step.
#include "core/base/detach.h"
#include "core/workspace/document_store.h"
#include "core/workspace/project_replace.h"
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/editor/project_edits.h"

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestProjectReplace : public EditorTabsTest
{
    Q_OBJECT

    std::unique_ptr<DocumentStore> m_documents;
    std::unique_ptr<ProjectReplace> m_replace;

    [[nodiscard]] QString at(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] QByteArray content(const QString &name) const { return read(at(name)); }
    [[nodiscard]] CodeEditor *show(const QString &name) const
    {
        return m_tabs->open(at(name)) ? m_tabs->current() : nullptr;
    }
    /// "old" behind two characters in the first line of each.
    [[nodiscard]] Result<ReplaceOutcome> replace(const QStringList &files, const QString &with = u"neu"_s) const
    {
        QList<FileMatches> matches;
        for (const QString &file : files) {
            matches.append({.file = file, .matches = {{.line = 1, .column = 2, .matched = u"old"_s}}});
        }
        return QCoro::waitFor(
            m_replace->replace(m_home->path(), matches, Replacer({.words = u"old"_s}, with), u"Replace old"_s));
    }

private Q_SLOTS:
    void init()
    {
        begin();
        m_documents = std::make_unique<DocumentStore>();
        m_tabs->setDocuments(m_documents.get());
        m_documents->setChanges(m_tabs->edits());
        m_replace = std::make_unique<ProjectReplace>(m_documents.get());
    }
    void cleanup()
    {
        m_replace.reset();
        m_tabs->closeAll();
        end();
        m_documents.reset();
    }

    void files_are_replaced_and_undone_as_one_step_and_keep_their_encoding()
    {
        write(at(u"a.rs"_s), "1 old\r\n2 old\r\n");
        write(at(u"mark.rs"_s), "\xEF\xBB\xBF"
                                "1 old\n");
        write(at(u"latin.txt"_s), "\xE9 old\n");
        const QByteArray utf16("\xFF\xFE\xE9\0 \0o\0l\0d\0", 12);
        write(at(u"utf16.txt"_s), utf16);
        QSignalSpy undoChanged(m_replace.get(), &ProjectReplace::undoChanged);
        QSignalSpy saved(m_documents.get(), &DocumentStore::documentSaved);
        QVERIFY(!m_replace->canUndo());
        QCOMPARE(replace({u"a.rs"_s, u"mark.rs"_s, u"latin.txt"_s, u"utf16.txt"_s}),
                 (Result<ReplaceOutcome>({.places = 4, .files = 4})));
        QCOMPARE(content(u"a.rs"_s), "1 neu\r\n2 old\r\n");
        QCOMPARE(content(u"mark.rs"_s), "\xEF\xBB\xBF"
                                        "1 neu\n");
        QCOMPARE(content(u"latin.txt"_s), "\xE9 neu\n");
        QCOMPARE(content(u"utf16.txt"_s), QByteArray("\xFF\xFE\xE9\0 \0n\0e\0u\0", 12));
        QVERIFY(m_replace->canUndo() && !undoChanged.isEmpty());
        QCOMPARE(saved.count(), 4);
        QVERIFY(QCoro::waitFor(m_replace->undo()).has_value());
        QCOMPARE(content(u"a.rs"_s), "1 old\r\n2 old\r\n");
        QCOMPARE(content(u"latin.txt"_s), "\xE9 old\n");
        QCOMPARE(content(u"utf16.txt"_s), utf16);
        QVERIFY(!m_replace->canUndo());
        QCOMPARE(m_replace->lastState(), ProjectChanges::StepState::Undone);
    }

    void open_documents_are_changed_in_their_text_and_saved_only_where_they_were()
    {
        write(at(u"saved"_s), "1 old  \n\n2 old");
        write(at(u"typed"_s), "1 old");
        CodeEditor *const saved = show(u"saved"_s);
        saved->setCursorPosition(2, 3);
        CodeEditor *const typed = show(u"typed"_s);
        typed->append(u" and more"_s);
        QCOMPARE(replace({u"saved"_s, u"typed"_s}), (Result<ReplaceOutcome>({.places = 2, .files = 2})));
        QCOMPARE(content(u"saved"_s), "1 neu  \n\n2 old"); // not cleaned, as one that is not open
        QVERIFY(!saved->isModified());
        int line = 0;
        int column = 0;
        saved->getCursorPosition(&line, &column);
        QCOMPARE(std::pair(line, column), std::pair(2, 3));
        QCOMPARE(typed->text(), u"1 neu and more"_s);
        QVERIFY(typed->isModified());
        QCOMPARE(content(u"typed"_s), "1 old");
        QVERIFY(QCoro::waitFor(m_replace->undo()).has_value());
        QCOMPARE(typed->text(), u"1 old and more"_s);
        QCOMPARE(content(u"saved"_s), "1 old  \n\n2 old");
        QVERIFY(!saved->isModified());
    }

    void one_file_that_cannot_be_written_stops_all_data()
    {
        QTest::addColumn<bool>("isOpen");
        QTest::addColumn<QString>("words");
        QTest::newRow("open") << true << u"locked is read-only. Nothing was changed."_s;
        QTest::newRow("not open") << false << u"read-only"_s;
    }
    void one_file_that_cannot_be_written_stops_all()
    {
        QFETCH(const bool, isOpen);
        QFETCH(const QString, words);
        for (const QString &name : {u"a"_s, u"locked"_s, u"z"_s}) {
            write(at(name), "1 old");
        }
        CodeEditor *const first = show(u"a"_s);
        QVERIFY(QFile::setPermissions(at(u"locked"_s), QFile::ReadOwner));
        QVERIFY(!isOpen || show(u"locked"_s));
        const auto refused = replace({u"a"_s, u"locked"_s, u"z"_s});
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(words), qPrintable(refused.error().message));
        QVERIFY2(refused.error().message.endsWith(u"Nothing was changed."_s), qPrintable(refused.error().message));
        QCOMPARE(first->text(), u"1 old"_s);
        QVERIFY(!first->isModified());
        for (const QString &name : {u"a"_s, u"locked"_s, u"z"_s}) {
            QCOMPARE(content(name), "1 old");
        }
        QVERIFY(!m_replace->canUndo());
    }

    void what_has_changed_since_stays_as_it_is()
    {
        write(at(u"a"_s), "x old");
        write(at(u"b"_s), "1 other");
        const auto outcome = replace({u"a"_s, u"b"_s, u"gone"_s});
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->places, 1);
        QCOMPARE(outcome->files, 1);
        QCOMPARE(outcome->left, 1);
        QCOMPARE(outcome->failedFiles, 1);
        QVERIFY(!outcome->firstError.isEmpty());
        write(at(u"a"_s), "x neu and typed since");
        const auto undone = QCoro::waitFor(m_replace->undo());
        QVERIFY(!undone);
        QCOMPARE(undone.error().message, u"“Replace old” was not undone. a was changed meanwhile."_s);
        QCOMPARE(content(u"a"_s), "x neu and typed since");
    }

    void an_editor_that_is_closed_meanwhile_is_said_data()
    {
        QTest::addColumn<bool>("withDocuments");
        QTest::newRow("the editor alone") << false;
        QTest::newRow("with its documents") << true;
    }
    void an_editor_that_is_closed_meanwhile_is_said()
    {
        QFETCH(const bool, withDocuments);
        const QByteArray rest =
            QByteArray("a line of text\n").repeated(50'000); // so that planning it takes longer than to close
        write(at(u"a"_s), "1 old" + rest);
        auto documents = std::make_unique<DocumentStore>();
        documents->setChanges(m_tabs->edits());
        ProjectReplace replace(documents.get());
        std::optional<Result<ReplaceOutcome>> outcome;
        detach([](ProjectReplace *by, QString folder,
                  std::optional<Result<ReplaceOutcome>> *into) -> QCoro::Task<void> {
            const QList<FileMatches> matches{
                {.file = u"a"_s, .matches = {{.line = 1, .column = 2, .matched = u"old"_s}}}};
            *into = co_await by->replace(folder, matches, Replacer({.words = u"old"_s}, u"neu"_s), u"Replace old"_s);
        }(&replace, m_home->path(), &outcome));
        QVERIFY(!outcome);
        documents->setChanges(nullptr);
        if (withDocuments) {
            documents.reset();
        }
        QTRY_VERIFY(outcome);
        if (outcome->has_value()) { // it was planned sooner all the same
            QVERIFY(content(u"a"_s) == "1 neu" + rest);
            return;
        }
        QCOMPARE(outcome->error().message, u"Files can be changed only while the editor is there."_s);
        QVERIFY(content(u"a"_s) == "1 old" + rest);
        QVERIFY(!replace.canUndo());
    }

    /// Their texts are kept, so that all of it can be undone.
    void more_than_can_be_kept_is_refused()
    {
        QStringList names;
        const QByteArray text = "1 old\n" + QByteArray((6 << 20) - 10, 'x').replace("xxxxxxxx", "xxxxxxx\n");
        for (int file = 0; file < 6; ++file) {
            names << u"big%1"_s.arg(file);
            write(at(names.last()), text);
        }
        const auto refused = replace(names);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ResourceExhausted);
        QVERIFY(content(names[0]) == text);
        QVERIFY(replace(names.first(5)).has_value());
        QVERIFY(content(names[4]).startsWith("1 neu\n"));
    }

    void matches_anywhere_in_a_line_leave_the_rest_of_an_open_text_alone()
    {
        const QString text = u"é old 😀 old\r\nold\rold old\n"_s;
        write(at(u"a"_s), text.toUtf8());
        CodeEditor *const editor = show(u"a"_s);
        QList<LineMatch> matches;
        for (const auto &[line, column] : {std::pair(1, 2), {1, 9}, {2, 0}, {2, 4}, {2, 8}}) {
            matches.append({.line = line, .column = column, .matched = u"old"_s});
        }
        const auto outcome = QCoro::waitFor(m_replace->replace(m_home->path(), {{.file = u"a"_s, .matches = matches}},
                                                               Replacer({.words = u"old"_s}, u"ü"_s), u"Replace"_s));
        QCOMPARE(outcome, (Result<ReplaceOutcome>({.places = 5, .files = 1})));
        QCOMPARE(editor->text(), QString(text).replace(u"old"_s, u"ü"_s));
        QTest::keyClick(editor, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(content(u"a"_s), text.toUtf8());
        QCOMPARE(editor->text(), text);
    }
};

QTEST_MAIN(TestProjectReplace)
#include "tst_project_replace.moc"
