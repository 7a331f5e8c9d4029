// SPDX-License-Identifier: GPL-3.0-or-later
// Files opened, typed into, saved and closed.
#include "tests/ui/editor/editor_tabs_test.h"
#include "ui/editor/breadcrumbs.h"

#include <QStringEncoder>

using namespace studio;

class TestEditorTabs : public test::EditorTabsTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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
        QTest::newRow("Latin-1") << QByteArray("caf\xe9\r\n");
        QTest::newRow("invalid UTF-8") << QByteArray("\"\xff\xfe\xc0\x80\" \xe2\x82");
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

    void utf16_is_opened_and_saved_in_it()
    {
        const auto utf16 = [](const QString &text) {
            return QByteArray("\xFE\xFF") +
                   QByteArray(QStringEncoder(QStringEncoder::Utf16BE, QStringEncoder::Flag::Stateless)(text));
        };
        openFile(utf16(QStringLiteral("one\r\n\u4E00 \U0001F600\r\n")));
        QTest::keyClick(editor(), Qt::Key_End, Qt::ControlModifier);
        type(QStringLiteral("\u00E9"));
        QVERIFY(save());
        QCOMPARE(read(m_path), utf16(QStringLiteral("one\r\n\u4E00 \U0001F600\r\n\u00E9")));
    }

    void a_character_that_the_encoding_has_not_is_said_and_nothing_is_written()
    {
        openFile("caf\xE9\n");
        QSignalSpy refused(m_tabs.get(), &EditorTabs::encodingRefused);
        type(QStringLiteral("\u4E00"));
        QVERIFY(!save());
        QCOMPARE(refused.size(), 1);
        QVERIFY2(refused.first()[1].toString().contains(QStringLiteral("in line 1 cannot be written in Windows-1252")),
                 qPrintable(refused.first()[1].toString()));
        QCOMPARE(read(m_path), "caf\xE9\n");
        QVERIFY(editor()->isModified());
        m_tabs->saveWith(TextEncoding::Utf8);
        QTRY_COMPARE(read(m_path), "\xE4\xB8\x80"
                                   "caf\xC3\xA9\n");
        QTRY_VERIFY(!editor()->isModified());
    }

    void a_file_is_reopened_in_another_encoding()
    {
        openFile("caf\xC3\xA9\n");
        m_tabs->reopenWith(TextEncoding::Latin1);
        QCOMPARE(editor()->text(), QStringLiteral("caf\u00C3\u00A9\n"));
        QVERIFY(!editor()->isModified());
        write(m_path, "caf\xC3\xA9!\n"); // by another program: in the encoding that was chosen
        QTRY_COMPARE(editor()->text(), QStringLiteral("caf\u00C3\u00A9!\n"));
        type(QStringLiteral("x"));
        m_tabs->reopenWith(TextEncoding::Utf8);
        QVERIFY2(m_messages->last()[0].toString().contains(QStringLiteral("not saved")), "what was typed is lost");
        QVERIFY(editor()->text().startsWith(QLatin1Char('x')));
        editor()->undo();
        m_tabs->reopenWith(TextEncoding::Utf16Be);
        QVERIFY(m_messages->last()[0].toString().contains(QStringLiteral("not UTF-16 BE text")));
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
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
    }
    void what_is_no_text_is_refused()
    {
        QFETCH(QByteArray, content);
        write(m_path, content);
        const auto opened = m_tabs->open(m_path);
        QVERIFY(!opened);
        QVERIFY(opened.error().message.contains(QStringLiteral("it is a binary file, not text")));
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
        // One that is really gone, and later, is said; so the renamed one would have been said before it.
        const QString other = QFileInfo(m_path).path() + QStringLiteral("/other.rs");
        write(other, "two\n");
        QVERIFY(m_tabs->open(other).has_value());
        QVERIFY(QFile::remove(other));
        QTRY_VERIFY(!m_messages->isEmpty());
        QCOMPARE(m_messages->size(), 1);
        const QString said = m_messages->value(0).value(0).toString();
        QVERIFY2(said.startsWith(QStringLiteral("other.rs")), qPrintable(said));
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
        QCOMPARE(QString(tip).remove(QChar(0x2060)), m_path);
    }

    void a_new_line_ends_as_most_lines_of_the_file_do_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("LF") << QByteArray("a\nb\n") << QByteArray("\n");
        QTest::newRow("CRLF") << QByteArray("a\r\nb\r\n") << QByteArray("\r\n");
        QTest::newRow("CR") << QByteArray("a\rb\r") << QByteArray("\r");
        QTest::newRow("one CRLF among LF") << QByteArray("a\r\nb\nc\n") << QByteArray("\n");
        QTest::newRow("one LF among CRLF") << QByteArray("a\nb\r\nc\r\n") << QByteArray("\r\n");
        QTest::newRow("as many: the first") << QByteArray("a\r\nb\n") << QByteArray("\r\n");
        QTest::newRow("none") << QByteArray("a") << QByteArray("\n");
        QTest::newRow("empty") << QByteArray() << QByteArray("\n");
    }
    void a_new_line_ends_as_most_lines_of_the_file_do()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, end);
        openFile(content);
        editor()->setCursorPosition(0, 0);
        QTest::keyClick(editor(), Qt::Key_Return);
        QVERIFY(save());
        QCOMPARE(read(m_path), end + content); // and the others end as before
    }

    void breadcrumbs_follow_a_file_that_is_renamed()
    {
        openFile("one\n");
        const auto *const crumbs = editor()->findChild<Breadcrumbs *>();
        QVERIFY(crumbs);
        QCOMPARE(crumbs->texts().first(), QStringLiteral("lib.rs"));
        const QString other = m_home->filePath(QStringLiteral("other.rs"));
        QVERIFY(QFile::rename(m_path, other));
        m_tabs->renamed(m_path, other);
        QTRY_COMPARE(crumbs->texts().first(), QStringLiteral("other.rs"));
    }
};

QTEST_MAIN(TestEditorTabs)
#include "tst_editor_tabs.moc"
