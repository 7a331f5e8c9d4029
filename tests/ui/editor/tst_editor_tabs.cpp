// SPDX-License-Identifier: GPL-3.0-or-later
// Real files, changed under the editor as other programs change them.
#include "ui/editor/code_editor.h"
#include "ui/editor/document.h"
#include "ui/editor/editor_tabs.h"

#include <QApplication>
#include <QCoroTask>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QInputMethodEvent>
#include <QMessageBox>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocumentFragment>

using namespace studio;

class TestEditorTabs : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<EditorTabs> m_tabs;
    std::unique_ptr<QSignalSpy> m_messages;
    QString m_path;
    QString m_secondSaid; ///< by the studio that starts after the kill

    [[nodiscard]] QString recovery() const { return m_home->filePath(QStringLiteral("recovery")); }
    [[nodiscard]] CodeEditor *editor() const { return m_tabs->current(); }
    [[nodiscard]] QString title() const { return m_tabs->findChild<QTabBar *>()->tabText(0); }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly | QIODevice::Truncate), qPrintable(path));
        QCOMPARE(file.write(content), content.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }
    void start()
    {
        m_tabs = std::make_unique<EditorTabs>(recovery());
        m_messages = std::make_unique<QSignalSpy>(m_tabs.get(), &EditorTabs::message);
        m_tabs->resize(700, 400);
        m_tabs->show();
        QVERIFY(QTest::qWaitForWindowActive(m_tabs.get()));
    }
    void openFile(const QByteArray &content)
    {
        write(m_path, content);
        QVERIFY(m_tabs->open(m_path).has_value());
        editor()->setFocus();
    }
    /// As an input method hands it over: keys alone have no umlauts and no emoji.
    static void typeInto(QWidget *into, const QString &text)
    {
        QInputMethodEvent typed;
        typed.setCommitString(text);
        QApplication::sendEvent(into, &typed);
    }
    void type(const QString &text) { typeInto(editor(), text); }
    [[nodiscard]] bool save() const { return QCoro::waitFor(m_tabs->saveCurrent()).has_value(); }
    [[nodiscard]] QString afterKill() const { return m_home->filePath(QStringLiteral("after-kill")); }
    [[nodiscard]] static int copies(const QString &folder)
    {
        int count = 0;
        QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            files.next();
            count += files.fileName() == QLatin1String("lock") ? 0 : 1;
        }
        return count;
    }
    /// As after a kill: a second start on what is on the disk at this moment, its locks free.
    [[nodiscard]] std::unique_ptr<EditorTabs> secondStart(const std::function<void()> &meanwhile = {})
    {
        if (QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-r"), recovery(), afterKill()}) != 0) {
            qFatal("no copy of the disk");
        }
        if (meanwhile) {
            meanwhile();
        }
        auto second = std::make_unique<EditorTabs>(afterKill());
        connect(second.get(), &EditorTabs::message, this, [this](const QString &said) { m_secondSaid = said; });
        if (!second->open(m_path)) {
            qFatal("the file did not open");
        }
        return second;
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_path = m_home->filePath(QStringLiteral("lib.rs"));
        start();
    }
    void cleanup()
    {
        m_tabs.reset();
        m_home.reset();
    }

    void saving_keeps_every_byte_that_was_not_typed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("unix") << QByteArray("one\ntwo\n");
        QTest::newRow("windows") << QByteArray("one\r\ntwo\r\n");
        QTest::newRow("mixed") << QByteArray("one\r\ntwo\nthree\r\n");
        QTest::newRow("no end") << QByteArray("one");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("multi-byte") << QByteArray("gr\xc3\xb6\xc3\x9f\x65 \xf0\x9f\x98\x80\n");
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf[package]\r\n");
        QTest::newRow("trailing blanks") << QByteArray("one  \t\n\n\n");
    }
    void saving_keeps_every_byte_that_was_not_typed()
    {
        QFETCH(QByteArray, content);
        openFile(content);
        QVERIFY(!editor()->isModified());
        QTest::keyClick(editor(), Qt::Key_End, Qt::ControlModifier);
        type(QStringLiteral("x"));
        QVERIFY(editor()->isModified());
        QVERIFY(title().endsWith(QStringLiteral("●")));
        QVERIFY(save());
        QCOMPARE(read(m_path), content + 'x');
        QVERIFY(!editor()->isModified());
        QCOMPARE(title(), QStringLiteral("lib.rs"));
    }

    void enter_in_a_windows_file_is_a_windows_line_end()
    {
        openFile("one\r\ntwo\r\n");
        QTest::keyClick(editor(), Qt::Key_Return);
        QVERIFY(save());
        QCOMPARE(read(m_path), "\r\none\r\ntwo\r\n");
    }

    void saving_keeps_mode_and_link()
    {
        write(m_home->filePath(QStringLiteral("real.sh")), "one\n");
        const auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup;
        QVERIFY(QFile::setPermissions(m_home->filePath(QStringLiteral("real.sh")), mode));
        const QString link = m_home->filePath(QStringLiteral("link.sh"));
        QVERIFY(QFile::link(QStringLiteral("real.sh"), link));
        QVERIFY(m_tabs->open(link).has_value());
        type(QStringLiteral("x"));
        QVERIFY(save());
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(read(m_home->filePath(QStringLiteral("real.sh"))), "xone\n");
        QVERIFY((QFileInfo(m_home->filePath(QStringLiteral("real.sh"))).permissions() & 0x7077) == (mode & 0x7077));
    }

    void what_cannot_be_saved_is_said_and_stays()
    {
        const QString folder = m_home->filePath(QStringLiteral("sub"));
        QVERIFY(QDir().mkpath(folder));
        m_path = folder + QStringLiteral("/lib.rs");
        openFile("one\n");
        type(QStringLiteral("x"));
        QVERIFY(QDir(folder).removeRecursively());
        QVERIFY(!save());
        QVERIFY(!m_messages->isEmpty());
        QCOMPARE(m_messages->last()[1].toBool(), true);
        QVERIFY(editor()->isModified());
        QCOMPARE(editor()->text(), QStringLiteral("xone\n"));
    }

    void what_is_no_text_is_refused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("not UTF-8") << QByteArray("caf\xe9\n");
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
    }
    void what_is_no_text_is_refused()
    {
        QFETCH(QByteArray, content);
        write(m_path, content);
        const auto opened = m_tabs->open(m_path);
        QVERIFY(!opened);
        QVERIFY(opened.error().message.contains(QStringLiteral("is not UTF-8 text")));
        QVERIFY(m_tabs->openPaths().isEmpty());
        QVERIFY(!m_tabs->open(m_home->path()));
        QVERIFY(!m_tabs->open(m_home->filePath(QStringLiteral("absent"))));
    }

    void a_file_opens_at_its_begin()
    {
        openFile("one\ntwo\n");
        type(QStringLiteral("x"));
        QCOMPARE(editor()->text(), QStringLiteral("xone\ntwo\n"));
    }

    void another_programs_change_is_shown_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"in place", "renamed over", "deleted, then made"}) {
            QTest::newRow(how) << QString::fromUtf8(how);
        }
    }
    void another_programs_change_is_shown()
    {
        QFETCH(QString, how);
        openFile("one\ntwo\n");
        // Twice: after the first, the file must still be watched.
        for (const QByteArray content : {"changed\ntwo\n", "again\r\n"}) {
            if (how == QLatin1String("in place")) {
                write(m_path, content);
            } else if (how == QLatin1String("renamed over")) {
                write(m_path + QStringLiteral(".new"), content);
                QVERIFY(QFile::remove(m_path));
                QVERIFY(QFile::rename(m_path + QStringLiteral(".new"), m_path));
            } else {
                QVERIFY(QFile::remove(m_path));
                QTest::qWait(150); // long enough for the studio to see that it is gone
                write(m_path, content);
            }
            QTRY_COMPARE(editor()->text(), QString::fromUtf8(content));
            QVERIFY(!editor()->isModified());
        }
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("changed\ntwo\n")); // what was there before is not lost
    }

    void a_change_on_both_sides_is_said_and_nothing_is_lost()
    {
        openFile("one\n");
        QSignalSpy said(m_tabs.get(), &EditorTabs::changedTwice);
        type(QStringLiteral("mine "));
        write(m_path, "theirs\n");
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first()[0].toString(), m_path);
        QVERIFY2(said.first()[1].toString().contains(QStringLiteral("changed by another program")),
                 qPrintable(said.first()[1].toString()));
        QCOMPARE(editor()->text(), QStringLiteral("mine one\n"));
        QCOMPARE(read(m_path), "theirs\n");
        m_tabs->takeFromDisk(m_path);
        QCOMPARE(editor()->text(), QStringLiteral("theirs\n"));
        QVERIFY(!editor()->isModified());
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("mine one\n"));
        QVERIFY(save());
        QCOMPARE(read(m_path), "mine one\n");
    }

    void a_file_that_is_gone_is_said_and_can_be_saved_again()
    {
        openFile("one\n");
        QVERIFY(QFile::remove(m_path));
        QTRY_COMPARE(m_messages->size(), 1);
        QCOMPARE(editor()->text(), QStringLiteral("one\n"));
        QVERIFY(QCoro::waitFor(m_tabs->saveAll()).has_value());
        QVERIFY(!QFile::exists(m_path)); // Run saves all, and must not bring back what was deleted
        QVERIFY(save());
        QCOMPARE(read(m_path), "one\n");
    }

    void what_was_typed_survives_a_kill()
    {
        openFile("one\n");
        type(QStringLiteral("größe 😀 "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const auto second = secondStart();
        QCOMPARE(second->current()->text(), QStringLiteral("größe 😀 one\n"));
        QVERIFY(second->current()->isModified());
        QVERIFY(second->hasUnsaved());
        QCOMPARE(read(m_path), "one\n");
    }

    void what_came_back_stays_unsaved_until_it_is_saved()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const auto second = secondStart();
        CodeEditor *const back = second->current();
        typeInto(back, QStringLiteral("x"));
        back->undo();
        QCOMPARE(back->text(), QStringLiteral("typed one\n"));
        QVERIFY(back->isModified());
        QVERIFY(QCoro::waitFor(second->saveCurrent()).has_value());
        QCOMPARE(read(m_path), "typed one\n");
        QVERIFY(!back->isModified());
        QTRY_COMPARE(copies(afterKill()), 0);
    }

    void what_was_taken_back_does_not_return()
    {
        openFile("one\n");
        type(QStringLiteral("t"));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        editor()->undo();
        QVERIFY(!editor()->isModified());
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 0, 10'000);
        const auto second = secondStart();
        QCOMPARE(second->current()->text(), QStringLiteral("one\n"));
        QVERIFY(!second->current()->isModified());
    }

    void what_came_back_does_not_hide_what_is_newer_on_disk()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        QTRY_COMPARE_WITH_TIMEOUT(copies(recovery()), 1, 10'000);
        const auto second = secondStart([this] {
            QTest::qWait(20); // a file's time has milliseconds
            write(m_path, "another program's\n");
        });
        QCOMPARE(second->current()->text(), QStringLiteral("typed one\n"));
        QVERIFY2(m_secondSaid.contains(QStringLiteral("changed on disk")), qPrintable(m_secondSaid));
        second->current()->undo();
        QCOMPARE(second->current()->text(), QStringLiteral("another program's\n"));
    }

    void closing_all_keeps_what_was_typed()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        m_tabs->closeAll();
        QVERIFY(m_tabs->openPaths().isEmpty());
        QVERIFY(m_tabs->open(m_path).has_value());
        QCOMPARE(editor()->text(), QStringLiteral("typed one\n"));
    }

    void closing_one_asks_where_something_is_not_saved_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<bool>("isOpen");
        QTest::addColumn<QByteArray>("onDisk");
        QTest::addColumn<QString>("reopened");
        QTest::newRow("save") << int(QMessageBox::Save) << false << QByteArray("typed one\n")
                              << QStringLiteral("typed one\n");
        QTest::newRow("discard") << int(QMessageBox::Discard) << false << QByteArray("one\n")
                                 << QStringLiteral("one\n");
        QTest::newRow("cancel") << int(QMessageBox::Cancel) << true << QByteArray("one\n")
                                << QStringLiteral("typed one\n");
    }
    void closing_one_asks_where_something_is_not_saved()
    {
        QFETCH(int, answer);
        QFETCH(bool, isOpen);
        openFile("one\n");
        type(QStringLiteral("typed "));
        m_tabs->closeCurrent();
        auto *const box = m_tabs->findChild<QMessageBox *>();
        QVERIFY(box && box->text().contains(QFileInfo(m_path).fileName()));
        QTest::mouseClick(box->button(static_cast<QMessageBox::StandardButton>(answer)), Qt::LeftButton);
        QTRY_COMPARE(m_tabs->openPaths().size(), isOpen ? 1 : 0);
        QTEST(read(m_path), "onDisk");
        QVERIFY(m_tabs->open(m_path).has_value());
        QTEST(editor()->text(), "reopened");
    }

    void a_renamed_file_keeps_its_tab()
    {
        openFile("one\n");
        type(QStringLiteral("typed "));
        const QString now = QFileInfo(m_path).path() + QStringLiteral("/renamed.rs");
        QVERIFY(QFile::rename(m_path, now));
        m_tabs->renamed(m_path, now);
        QCOMPARE(m_tabs->openPaths(), QStringList{now});
        QCOMPARE(title(), QStringLiteral("renamed.rs ●"));
        QVERIFY(save());
        QCOMPARE(read(now), "typed one\n");
        QVERIFY(!QFileInfo::exists(m_path));
        QTest::qWait(500); // longer than a file may be away
        QVERIFY2(m_messages->isEmpty(), qPrintable(m_messages->value(0).value(0).toString()));
    }

    void typing_goes_on_while_it_is_saved()
    {
        openFile("one\n");
        type(QStringLiteral("a"));
        auto saving = m_tabs->saveCurrent();
        type(QStringLiteral("b"));
        QVERIFY(QCoro::waitFor(std::move(saving)).has_value());
        QCOMPARE(read(m_path), "aone\n");
        QCOMPARE(editor()->text(), QStringLiteral("abone\n"));
        QVERIFY(editor()->isModified());
        QVERIFY(save());
        QCOMPARE(read(m_path), "abone\n");
    }

    void a_name_is_shown_as_it_is_written()
    {
        m_path = m_home->filePath(QStringLiteral("a&b <i>x.rs"));
        openFile("one\n");
        QCOMPARE(title(), QStringLiteral("a&&b <i>x.rs")); // one & would be a shortcut's mark
        const QString tip = m_tabs->findChild<QTabBar *>()->tabToolTip(0);
        QCOMPARE(QTextDocumentFragment::fromHtml(tip).toPlainText(), m_path);
    }
};

QTEST_MAIN(TestEditorTabs)
#include "tst_editor_tabs.moc"
