// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/editor/editor_tabs_test.h"

using namespace studio;

class TestEditorFormat : public test::EditorTabsTest
{
    Q_OBJECT

    void configure(const QByteArray &properties)
    {
        write(m_home->filePath(QStringLiteral(".editorconfig")), "root = true\n[*]\n" + properties);
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void tab_and_enter_indent_as_configured_data()
    {
        QTest::addColumn<QByteArray>("properties");
        QTest::addColumn<QString>("indent");
        QTest::newRow("two") << QByteArray("indent_size = 2") << QStringLiteral("  ");
        QTest::newRow("tabs") << QByteArray("indent_style = tab") << QStringLiteral("\t");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("    ");
    }
    void tab_and_enter_indent_as_configured()
    {
        QFETCH(QByteArray, properties);
        QFETCH(QString, indent);
        configure(properties);
        openFile("fn a() {}\n");
        editor()->setCursorPosition(0, 8);
        QTest::keyClick(editor(), Qt::Key_Return);
        QTest::keyClick(editor(), Qt::Key_Tab);
        QCOMPARE(editor()->text(), QStringLiteral("fn a() {\n%1%1\n}\n").arg(indent));
    }

    void the_indent_of_the_file_is_taken()
    {
        openFile("fn a() {\n  b();\n}\n");
        editor()->setCursorPosition(0, 8);
        QTest::keyClick(editor(), Qt::Key_Return);
        QCOMPARE(editor()->text(), QStringLiteral("fn a() {\n  \n  b();\n}\n"));
    }

    void a_save_cleans_as_configured_and_undo_brings_it_back()
    {
        configure("trim_trailing_whitespace = true\ninsert_final_newline = true\n");
        openFile("a  \r\n\r\n\t \r\nö");
        editor()->setCursorPosition(3, 1);
        type(QStringLiteral("x "));
        QVERIFY(save());
        QCOMPARE(read(m_path), QByteArray("a\r\n\r\n\r\nöx\r\n"));
        QVERIFY(!editor()->isModified());
        int line = 0;
        int column = 0;
        editor()->getCursorPosition(&line, &column);
        QCOMPARE(line, 3);
        QCOMPARE(column, 2);
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("a  \r\n\r\n\t \r\nöx "));
    }

    void a_save_cleans_nothing_unasked()
    {
        configure("");
        openFile("a  \nb");
        type(QStringLiteral("x"));
        QVERIFY(save());
        QCOMPARE(read(m_path), QByteArray("xa  \nb"));
    }

    void a_new_file_gets_the_line_end_and_an_old_one_keeps_its_own()
    {
        configure("end_of_line = crlf\ncharset = utf-8-bom\n");
        openFile("");
        QTest::keyClick(editor(), Qt::Key_A);
        QTest::keyClick(editor(), Qt::Key_Return);
        QVERIFY(save());
        QCOMPARE(read(m_path), QByteArray("\xEF\xBB\xBF"
                                          "a\r\n"));
        m_path = m_home->filePath(QStringLiteral("old.rs"));
        openFile("a\nb\n");
        QTest::keyClick(editor(), Qt::Key_Return);
        QVERIFY(save());
        QCOMPARE(read(m_path), QByteArray("\na\nb\n"));
    }

    void a_saved_configuration_is_for_the_open_files_too()
    {
        configure("indent_size = 2\n");
        openFile("a {\n");
        const QString config = m_home->filePath(QStringLiteral(".editorconfig"));
        QVERIFY(m_tabs->open(config).has_value());
        editor()->replaceText(QStringLiteral("root = true\n[*]\nindent_size = 3\n"));
        QVERIFY(save());
        QCOMPARE(m_tabs->editorOf(m_path)->indentationWidth(), 3);
    }
};

QTEST_MAIN(TestEditorFormat)
#include "tst_editor_format.moc"
