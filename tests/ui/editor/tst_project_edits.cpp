// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of several files as one step of undo, some of them open, by keyboard.
#include "core/base/detach.h"
#include "tests/support/random_values.h"
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/split_views.h"

#include <QLineEdit>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestProjectEdits : public EditorTabsTest
{
    Q_OBJECT

    [[nodiscard]] QString pathOf(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] QByteArray shown(const QString &name) const
    {
        return m_tabs->editorOf(pathOf(name))->text().toUtf8();
    }
    void show(const QString &name) { QVERIFY(m_tabs->open(pathOf(name)).has_value()); }

    [[nodiscard]] DocumentChange change(const QString &name, const QByteArray &before, const QByteArray &after) const
    {
        return {pathOf(name), pathOf(name), before, after, difference(before, after)};
    }
    /// a.rs and b.rs are open, c.rs is not; b.rs has text that is not saved.
    [[nodiscard]] QList<DocumentChange> three() const
    {
        return {change(u"a.rs"_s, "one a\n", "two a\n"), change(u"b.rs"_s, "+one b\n", "+two b\n"),
                change(u"c.rs"_s, "one c\n", "two c\n")};
    }
    Result<int> apply(const QList<DocumentChange> &changes,
                      ProjectChanges::Saving saving = ProjectChanges::Saving::Never)
    {
        return QCoro::waitFor(m_tabs->edits()->apply(u"Rename one"_s, changes, saving));
    }
    void press(const QString &name, Qt::KeyboardModifiers with)
    {
        show(name);
        editor()->setFocus();
        QTest::keyClick(editor(), Qt::Key_Z, with);
    }
    [[nodiscard]] bool isShown(const QByteArray &word) const
    {
        return shown(u"a.rs"_s) == word + " a\n" && shown(u"b.rs"_s) == "+" + word + " b\n";
    }
    [[nodiscard]] bool isAll(const QByteArray &word) const
    {
        return isShown(word) && read(pathOf(u"c.rs"_s)) == word + " c\n";
    }

    static void addSeeds()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 12; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }

private Q_SLOTS:
    void init()
    {
        begin();
        for (const QString &name : {u"a"_s, u"b"_s, u"c"_s}) {
            write(pathOf(name + u".rs"_s), "one " + name.toUtf8() + "\n");
        }
        show(u"a.rs"_s);
        show(u"b.rs"_s);
        editor()->setFocus();
        QTest::keyClick(editor(), '+');
    }
    void cleanup() { end(); }

    void undo_and_redo_anywhere_are_of_all_files()
    {
        QVERIFY(apply(three()).has_value());
        QVERIFY(isAll("two"));
        QVERIFY(m_tabs->editorOf(pathOf(u"a.rs"_s))->isModified());
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
        QVERIFY(!m_tabs->editorOf(pathOf(u"a.rs"_s))->isModified());
        press(u"b.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(isAll("two"));
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
        press(u"b.rs"_s, Qt::ControlModifier); // what was typed before
        QTRY_COMPARE(shown(u"b.rs"_s), "one b\n");
        QCOMPARE(m_messages->count(), 0);
    }

    void a_step_from_here_of_other_files_leaves_this_one_saved_and_what_is_typed_next_unsaved()
    {
        show(u"a.rs"_s);
        editor()->setFocus();
        const CodeEditor *const a = editor();
        QVERIFY(apply({change(u"c.rs"_s, "one c\n", "two c\n")}).has_value());
        QVERIFY(!a->isModified());
        QTest::keyClick(editor(), 'x');
        QVERIFY(a->isModified());
        press(u"a.rs"_s, Qt::ControlModifier); // the x
        QVERIFY(!a->isModified());
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(read(pathOf(u"c.rs"_s)), "one c\n");
        QTRY_VERIFY(!a->isModified());
        press(u"a.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(read(pathOf(u"c.rs"_s)), "two c\n");
        QTRY_VERIFY(!a->isModified());
        QTest::keyClick(editor(), 'x');
        QVERIFY(a->isModified());
    }

    void what_was_typed_and_taken_back_since_is_no_obstacle()
    {
        QVERIFY(apply(three()).has_value());
        show(u"b.rs"_s);
        QTest::keyClick(editor(), 'x');
        QTest::keyClick(editor(), Qt::Key_Backspace);
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
    }

    void undo_of_one_that_was_changed_since_is_said_and_nothing_typed_is_lost()
    {
        QVERIFY(apply(three()).has_value());
        show(u"b.rs"_s);
        QTest::keyClick(editor(), 'x');
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(m_messages->count(), 1);
        QCOMPARE(m_messages->first()[0].toString(),
                 u"“Rename one” was undone in a.rs only. b.rs was changed meanwhile."_s);
        QCOMPARE(shown(u"b.rs"_s), "+xtwo b\n");
        QCOMPARE(read(pathOf(u"c.rs"_s)), "two c\n");
    }

    void redo_of_what_was_undone_in_one_file_alone_is_no_error()
    {
        QVERIFY(apply(three()).has_value());
        show(u"b.rs"_s);
        QTest::keyClick(editor(), 'x');
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(m_messages->count(), 1); // b.rs was changed meanwhile
        press(u"a.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(shown(u"a.rs"_s), "two a\n");
        press(u"b.rs"_s, Qt::ControlModifier); // the x
        QTRY_VERIFY(isAll("two"));
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
        QCOMPARE(m_messages->count(), 1);
    }

    void undo_that_was_pressed_while_it_was_undone_elsewhere_is_no_error()
    {
        const auto step = apply(three());
        QVERIFY(step.has_value());
        std::optional<bool> isUndone;
        detach([](ProjectEdits *edits, int token, std::optional<bool> *into) -> QCoro::Task<void> {
            *into = (co_await edits->undo(token)).has_value();
        }(m_tabs->edits(), *step, &isUndone));
        QVERIFY(!isUndone); // files are written
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isUndone);
        QVERIFY(*isUndone);
        QTRY_VERIFY(isAll("one"));
        QCOMPARE(m_tabs->edits()->stateOf(*step), ProjectChanges::StepState::Undone);
        QCOMPARE(m_messages->count(), 0);
    }

    void a_step_waits_until_those_before_it_are_undone()
    {
        QVERIFY(apply(three()).has_value());
        press(u"a.rs"_s, Qt::ControlModifier);
        QCOMPARE(shown(u"b.rs"_s), "+two b\n"); // follows afterwards
        const auto next = apply({change(u"a.rs"_s, "one a\n", "next a\n"), change(u"b.rs"_s, "+one b\n", "+next b\n"),
                                 change(u"c.rs"_s, "one c\n", "next c\n")});
        QVERIFY2(next, qPrintable(next ? QString() : next.error().message));
        QVERIFY(isAll("next"));
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
        QCOMPARE(m_messages->count(), 0);
    }

    void undo_in_a_file_that_took_no_part_in_a_step_from_elsewhere_is_its_own()
    {
        QLineEdit search(m_tabs.get());
        search.show();
        search.setFocus();
        const auto step = apply({three()[2]}, ProjectChanges::Saving::WhereSaved);
        QVERIFY(step.has_value());
        press(u"b.rs"_s, Qt::ControlModifier); // what was typed there
        QCOMPARE(shown(u"b.rs"_s), "one b\n");
        QCOMPARE(m_tabs->edits()->stateOf(*step), ProjectChanges::StepState::Done);
        QCOMPARE(read(pathOf(u"c.rs"_s)), "two c\n");
        QVERIFY(QCoro::waitFor(m_tabs->edits()->undo(*step)).has_value()); // as by the button of the search
        QCOMPARE(read(pathOf(u"c.rs"_s)), "one c\n");
    }

    void a_step_that_one_file_does_not_follow_is_never_half_of_it_data() { addSeeds(); }
    /// Undo and redo in a.rs and from outside, while what is typed in b.rs comes and goes, which is then in the way.
    void a_step_that_one_file_does_not_follow_is_never_half_of_it()
    {
        QFETCH(const quint32, seed);
        RandomValues random(seed);
        const auto step = apply(three());
        QVERIFY(step.has_value());
        bool isDone = true;
        bool isDoneInA = true;
        bool isTypedInB = false;
        int messages = 0;
        for (int turn = 0; turn < 16; ++turn) {
            QByteArray what;
            switch (random.below(4)) {
            case 0:
                what = isTypedInB ? "take back what was typed" : "type";
                show(u"b.rs"_s);
                editor()->setCursorPosition(0, isTypedInB ? 1 : 0);
                QTest::keyClick(editor(), isTypedInB ? Qt::Key_Backspace : Qt::Key_X);
                isTypedInB = !isTypedInB;
                break;
            case 1:
            case 2: {
                what = isDoneInA ? "undo" : "redo";
                press(u"a.rs"_s, isDoneInA ? Qt::ControlModifier : Qt::ControlModifier | Qt::ShiftModifier);
                isDoneInA = !isDoneInA;
                messages += isDone != isDoneInA && isTypedInB ? 1 : 0;
                isDone = isTypedInB ? isDone : isDoneInA;
                break;
            }
            default:
                what = "undo from outside";
                const bool isPossible = isDone && !isTypedInB;
                QCOMPARE(QCoro::waitFor(m_tabs->edits()->undo(*step)).has_value(), isPossible);
                isDone = isDone && !isPossible;
                isDoneInA = isDoneInA && !isPossible;
                break;
            }
            const auto wordOf = [](bool isTwo) { return QByteArray(isTwo ? "two" : "one"); };
            const auto isAsExpected = [&] {
                return shown(u"a.rs"_s) == wordOf(isDoneInA) + " a\n" &&
                       shown(u"b.rs"_s) == (isTypedInB ? "x+" : "+") + wordOf(isDone) + " b\n" &&
                       read(pathOf(u"c.rs"_s)) == wordOf(isDone) + " c\n" && m_messages->count() == messages;
            };
            QTRY_VERIFY2(isAsExpected(), qPrintable(u"turn %1: %2"_s.arg(turn).arg(QString::fromUtf8(what))));
            QTRY_COMPARE(m_tabs->edits()->stateOf(*step),
                         isDone ? ProjectChanges::StepState::Done : ProjectChanges::StepState::Undone);
        }
    }

    void a_file_that_was_opened_or_closed_since_goes_along()
    {
        QVERIFY(apply(three()).has_value());
        show(u"c.rs"_s);
        m_tabs->close(pathOf(u"a.rs"_s)); // asks; the answer is to save
        auto *const question = m_tabs->findChild<QMessageBox *>();
        QVERIFY(question);
        question->button(QMessageBox::Save)->click();
        QTRY_VERIFY(!m_tabs->editorOf(pathOf(u"a.rs"_s)));
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(read(pathOf(u"a.rs"_s)), "one a\n");
        QTRY_COMPARE(shown(u"c.rs"_s), "one c\n");
        QCOMPARE(shown(u"b.rs"_s), "+one b\n");
    }

    void one_that_cannot_be_changed_stops_all_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("words");
        QTest::newRow("typed in") << u"typed"_s << u"b.rs was changed meanwhile. Nothing was changed."_s;
        QTest::newRow("changed on disk") << u"written"_s << u"c.rs was changed meanwhile. Nothing was changed."_s;
        QTest::newRow("gone") << u"gone"_s << u"c.rs is no longer on disk. Nothing was changed."_s;
        QTest::newRow("read-only") << u"fixed"_s << u"b.rs is read-only. Nothing was changed."_s;
    }
    void one_that_cannot_be_changed_stops_all()
    {
        QFETCH(QString, what);
        const QList<DocumentChange> changes = three();
        if (what == u"typed"_s) {
            QTest::keyClick(editor(), 'x');
        } else if (what == u"written"_s) {
            write(pathOf(u"c.rs"_s), "other c\n");
        } else if (what == u"gone"_s) {
            QVERIFY(QFile::remove(pathOf(u"c.rs"_s)));
        } else {
            editor()->setReadOnly(true);
        }
        const QByteArray before = shown(u"b.rs"_s);
        const auto refused = apply(changes);
        QVERIFY(!refused);
        QTEST(refused.error().message, "words");
        QCOMPARE(shown(u"a.rs"_s), "one a\n");
        QCOMPARE(shown(u"b.rs"_s), before);
        QVERIFY(read(pathOf(u"c.rs"_s)) != "two c\n");
        QVERIFY(!m_tabs->editorOf(pathOf(u"a.rs"_s))->isModified());
    }

    void a_file_that_is_renamed_and_one_that_is_made_are_taken_back_too()
    {
        QList<DocumentChange> changes = three();
        changes[1].newPath = pathOf(u"moved.rs"_s);
        changes << DocumentChange{pathOf(u"new.rs"_s), pathOf(u"new.rs"_s), {}, "new\n", {}};
        QVERIFY(apply(changes).has_value());
        QCOMPARE(shown(u"moved.rs"_s), "+two b\n");
        QCOMPARE(read(pathOf(u"moved.rs"_s)), "one b\n");
        QCOMPARE(read(pathOf(u"new.rs"_s)), "new\n");
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(m_tabs->editorOf(pathOf(u"b.rs"_s)));
        QVERIFY(isAll("one"));
        QVERIFY(!QFile::exists(pathOf(u"new.rs"_s)) && !QFile::exists(pathOf(u"moved.rs"_s)));
    }

    void undo_where_one_is_reaches_files_that_are_not_open()
    {
        QVERIFY(apply({three()[2]}).has_value());
        QCOMPARE(read(pathOf(u"c.rs"_s)), "two c\n");
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(read(pathOf(u"c.rs"_s)), "one c\n");
        QCOMPARE(shown(u"b.rs"_s), "+one b\n");
        QTRY_COMPARE(m_messages->count(), 1); // nothing of it is to be seen in b.rs
        QCOMPARE(m_messages->first()[0].toString(), u"“Rename one” was undone."_s);
    }

    void undo_in_a_file_that_was_opened_since_is_of_all_files()
    {
        QVERIFY(apply(three()).has_value());
        QVERIFY(apply({change(u"c.rs"_s, "two c\n", "three c\n")}).has_value());
        show(u"c.rs"_s);
        QVERIFY(!editor()->isModified());
        press(u"c.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(shown(u"c.rs"_s), "two c\n");
        QCOMPARE(shown(u"a.rs"_s), "two a\n");
        press(u"c.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(shown(u"a.rs"_s), "one a\n");
        QCOMPARE(shown(u"b.rs"_s), "+one b\n");
        QCOMPARE(shown(u"c.rs"_s), "one c\n");
        press(u"c.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(shown(u"a.rs"_s), "two a\n");
        QCOMPARE(shown(u"c.rs"_s), "two c\n");
        QCOMPARE(m_messages->count(), 0);
    }

    void how_many_files_are_to_be_saved_is_said()
    {
        QSignalSpy said(m_tabs->edits(), &ProjectEdits::leftUnsaved);
        QVERIFY(apply({three()[2]}).has_value()); // one file, and it is written
        QCOMPARE(said.count(), 0);
        QVERIFY(apply({change(u"a.rs"_s, "one a\n", "1 a\n"), change(u"c.rs"_s, "two c\n", "1 c\n")}).has_value());
        QCOMPARE(said.count(), 1);
        QCOMPARE(said[0][0].toString(), u"“Rename one” changed 2 files, one of which is not saved yet."_s);
        QVERIFY(apply({change(u"a.rs"_s, "1 a\n", "2 a\n"), change(u"b.rs"_s, "+one b\n", "+2 b\n"),
                       change(u"c.rs"_s, "1 c\n", "2 c\n")})
                    .has_value());
        QCOMPARE(said.count(), 2);
        QCOMPARE(said[1][0].toString(), u"“Rename one” changed 3 files, 2 of which are not saved yet."_s);
        QVERIFY(save());
        QVERIFY(QCoro::waitFor(m_tabs->saveAll()).has_value());
        QVERIFY(apply({change(u"a.rs"_s, "2 a\n", "3 a\n"), change(u"c.rs"_s, "2 c\n", "3 c\n")},
                      ProjectChanges::Saving::WhereSaved)
                    .has_value());
        QCOMPARE(said.count(), 2);
    }

    void undo_in_the_second_view_of_a_file_is_of_all_files()
    {
        show(u"a.rs"_s);
        m_tabs->views()->split(Qt::Horizontal);
        CodeEditor *const second = m_tabs->current();
        QCOMPARE_NE(second, m_tabs->editorOf(pathOf(u"a.rs"_s)));
        QVERIFY(apply(three()).has_value());
        second->setFocus();
        QTest::keyClick(second, Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(isAll("one"));
        QCOMPARE(second->text(), u"one a\n"_s);
        QTest::keyClick(second, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(isAll("two"));
        QCOMPARE(m_messages->count(), 0);
    }

    void a_folder_that_is_moved_and_what_is_changed_within_are_one_step()
    {
        QVERIFY(QDir(m_home->path()).mkdir(u"deep"_s));
        for (const QString &name : {u"deep/open.rs"_s, u"deep/closed.rs"_s}) {
            write(pathOf(name), "one\n");
        }
        show(u"deep/open.rs"_s);
        QList<DocumentChange> changes = three();
        changes << change(u"deep/open.rs"_s, "one\n", "two\n") << change(u"deep/closed.rs"_s, "one\n", "two\n")
                << DocumentChange{pathOf(u"deep"_s), pathOf(u"low"_s), {}, {}, {}};
        QVERIFY(apply(changes).has_value());
        const auto isMoved = [this] {
            return isAll("two") && m_tabs->editorOf(pathOf(u"low/open.rs"_s)) && shown(u"low/open.rs"_s) == "two\n" &&
                   read(pathOf(u"low/open.rs"_s)) == "one\n" && read(pathOf(u"low/closed.rs"_s)) == "two\n" &&
                   !QFile::exists(pathOf(u"deep"_s));
        };
        const auto isBack = [this] {
            return isAll("one") && m_tabs->editorOf(pathOf(u"deep/open.rs"_s)) && shown(u"deep/open.rs"_s) == "one\n" &&
                   read(pathOf(u"deep/open.rs"_s)) == "one\n" && read(pathOf(u"deep/closed.rs"_s)) == "one\n" &&
                   !QFile::exists(pathOf(u"low"_s));
        };
        QVERIFY(isMoved());
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isBack());
        press(u"deep/open.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(isMoved());
        press(u"low/open.rs"_s, Qt::ControlModifier);
        QTRY_VERIFY(isBack());
        press(u"b.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(isMoved());
        show(u"low/open.rs"_s);
        editor()->setCursorPosition(0, 0);
        QTest::keyClick(editor(), 'x');
        press(u"a.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(m_messages->count(), 1);
        QCOMPARE(m_messages->first()[0].toString(),
                 u"“Rename one” was undone in a.rs only. open.rs was changed meanwhile."_s);
        QCOMPARE(shown(u"low/open.rs"_s), "xtwo\n");
        QCOMPARE(read(pathOf(u"low/closed.rs"_s)), "two\n");
    }

    void files_that_were_saved_are_saved_where_it_is_wanted()
    {
        const auto step = apply(three(), ProjectChanges::Saving::WhereSaved);
        QVERIFY(step.has_value());
        QVERIFY(isAll("two"));
        QCOMPARE(read(pathOf(u"a.rs"_s)), "two a\n");
        QCOMPARE(read(pathOf(u"b.rs"_s)), "one b\n"); // had unsaved text
        press(u"b.rs"_s, Qt::ControlModifier);
        QTRY_COMPARE(read(pathOf(u"a.rs"_s)), "one a\n");
        QTRY_COMPARE(m_tabs->edits()->stateOf(*step), ProjectChanges::StepState::Undone);
        press(u"a.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(read(pathOf(u"a.rs"_s)), "two a\n");
        QTRY_COMPARE(m_tabs->edits()->stateOf(*step), ProjectChanges::StepState::Done);
        QVERIFY(QCoro::waitFor(m_tabs->edits()->undo(*step)).has_value()); // as by a button
        QVERIFY(isAll("one"));
        QCOMPARE(read(pathOf(u"a.rs"_s)), "one a\n");
        QVERIFY(!m_tabs->editorOf(pathOf(u"a.rs"_s))->isModified());
        QVERIFY(!QCoro::waitFor(m_tabs->edits()->undo(*step)).has_value());
        press(u"a.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(read(pathOf(u"c.rs"_s)), "two c\n");
        QTRY_COMPARE(m_tabs->edits()->stateOf(*step), ProjectChanges::StepState::Done); // the files come first
        write(pathOf(u"c.rs"_s), "other c\n");
        const auto refused = QCoro::waitFor(m_tabs->edits()->undo(*step));
        QVERIFY(!refused);
        QCOMPARE(refused.error().message, u"“Rename one” was not undone. c.rs was changed meanwhile."_s);
        QVERIFY(isShown("two"));
        QCOMPARE(read(pathOf(u"c.rs"_s)), "other c\n");
    }

    void all_files_are_always_of_the_same_step_data() { addSeeds(); }
    /// Steps, undo and redo in any editor and from outside, while files are opened and closed.
    void all_files_are_always_of_the_same_step()
    {
        QFETCH(const quint32, seed);
        RandomValues random(seed);
        press(u"b.rs"_s, Qt::ControlModifier); // what init() typed
        const QStringList names{u"a.rs"_s, u"b.rs"_s, u"c.rs"_s};
        const auto textOf = [](const QString &name, int version) {
            const QByteArray word = version == 0 ? QByteArray("one") : "version " + QByteArray::number(version);
            return word + " " + name.first(1).toUtf8() + "\n";
        };
        const auto isAt = [&](int version) {
            return std::ranges::all_of(names, [&](const QString &name) {
                const CodeEditor *const open = m_tabs->editorOf(pathOf(name));
                const QByteArray text = textOf(name, version);
                return read(pathOf(name)) == text && (!open || (shown(name) == text && !open->isModified()));
            });
        };
        QTRY_VERIFY(isAt(0));
        QList<int> steps;    // that are done or can be redone
        QList<int> versions; // after each of them
        qsizetype done = 0;
        int lastVersion = 0;
        const auto versionNow = [&] { return done == 0 ? 0 : versions[done - 1]; };
        for (int turn = 0; turn < 18; ++turn) {
            const QString name = random.oneOf(names);
            const bool isOpen = m_tabs->editorOf(pathOf(name)) != nullptr;
            QByteArray what;
            switch (random.below(6)) {
            case 0:
            case 1: {
                what = "apply";
                steps.resize(done);
                versions.resize(done);
                QList<DocumentChange> changes;
                for (const QString &one : names) {
                    changes << change(one, textOf(one, versionNow()), textOf(one, lastVersion + 1));
                }
                const auto step = apply(changes, ProjectChanges::Saving::WhereSaved);
                QVERIFY(step.has_value());
                steps << *step;
                versions << ++lastVersion;
                ++done;
                break;
            }
            case 2:
                what = "undo in " + name.toUtf8();
                if (isOpen && done > 0) {
                    press(name, Qt::ControlModifier);
                    --done;
                }
                break;
            case 3:
                what = "redo in a.rs"; // which is open all the time
                if (done < steps.size()) {
                    press(u"a.rs"_s, Qt::ControlModifier | Qt::ShiftModifier);
                    ++done;
                }
                break;
            case 4:
                what = "undo from outside";
                if (done > 0) {
                    QVERIFY(QCoro::waitFor(m_tabs->edits()->undo(steps[done - 1])).has_value());
                    --done;
                }
                break;
            default:
                what = (isOpen ? "close " : "open ") + name.toUtf8();
                if (name != u"a.rs"_s && isOpen) {
                    m_tabs->close(pathOf(name));
                } else {
                    show(name);
                }
                break;
            }
            QTRY_VERIFY2(isAt(versionNow()), qPrintable(u"turn %1: %2"_s.arg(turn).arg(QString::fromUtf8(what))));
            QTRY_VERIFY(steps.isEmpty() || done == 0 ||
                        m_tabs->edits()->stateOf(steps[done - 1]) == ProjectChanges::StepState::Done);
            QTRY_VERIFY(done == steps.size() ||
                        m_tabs->edits()->stateOf(steps[done]) == ProjectChanges::StepState::Undone);
        }
        QCOMPARE(m_messages->count(), 0);
    }
};

QTEST_MAIN(TestProjectEdits)
#include "tst_project_edits.moc"
