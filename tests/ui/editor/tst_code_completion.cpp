// SPDX-License-Identifier: GPL-3.0-or-later
// Completion in a real window, by keyboard, with the real rust-analyzer.
#include "tests/ui/editor/analysis_test.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/completion_model.h"
#include "ui/editor/completion_popup.h"

#include <QTextBrowser>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto source = R"(use ignite::prelude::*;

#[ignite::main]
async fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let text = String::new();
    
    Ok(ignite::json!(text))
}
)";

} // namespace

class TestCodeCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_window.start();
        m_window.analysis.setTrust(true); // else what stands below #[ignite::main] has no names of its own
        QTRY_COMPARE_WITH_TIMEOUT(m_window.analysis.state(), RustAnalysis::State::Ready, analyzerTimeout);
        m_editor = m_window.editor();
        m_assist = m_editor->findChild<CompletionAssist *>();
    }

    void init()
    {
        m_editor->replaceText(QString::fromUtf8(source));
        m_editor->setCursorPosition(5, 4);
        m_editor->setFocus();
    }

    void a_dot_shows_the_methods_and_enter_inserts_one()
    {
        type(u"text."_s);
        QVERIFY(isShown());
        QVERIFY(names().contains(u"len"_s));
        type(u"is_em"_s);
        QTRY_COMPARE(names().value(0), u"is_empty"_s);
        QTest::keyClick(m_editor, Qt::Key_Return);
        QVERIFY(!m_assist->isShown());
        QCOMPARE(line(), u"    text.is_empty()"_s);
        m_editor->undo();
        QCOMPARE(line(), u"    text.is_em"_s);
    }

    void what_is_typed_on_narrows_the_list_and_backspace_widens_it()
    {
        type(u"text.push"_s);
        QVERIFY(isShown());
        QTRY_VERIFY(names().startsWith(u"push"_s) && names().contains(u"push_str"_s));
        type(u"_"_s);
        QTRY_COMPARE(names().value(0), u"push_str"_s);
        QTest::keyClick(m_editor, Qt::Key_Backspace);
        QTRY_COMPARE(names().value(0), u"push"_s);
        QTest::keyClick(m_editor, Qt::Key_Escape);
        QVERIFY(!m_assist->isShown());
        QCOMPARE(line(), u"    text.push"_s);
    }

    void the_selected_one_is_explained_beside_the_list()
    {
        type(u"text.is_empt"_s);
        QVERIFY(isShown());
        auto *const documentation = m_assist->popup()->findChild<QTextBrowser *>();
        QVERIFY(documentation);
        QTRY_VERIFY(documentation->isVisible() && documentation->toPlainText().contains(u"length of zero"_s));
        QTest::keyClick(m_editor, Qt::Key_Escape);
    }

    void arrows_choose_and_the_places_of_a_snippet_are_gone_through_by_tab()
    {
        type(u"text.replac"_s);
        QVERIFY(isShown());
        QTRY_COMPARE(names().value(0), u"replace"_s);
        QTest::keyClick(m_editor, Qt::Key_Down);
        QTest::keyClick(m_editor, Qt::Key_Up);
        QTest::keyClick(m_editor, Qt::Key_Tab);
        QCOMPARE(line(), u"    text.replace(from, to)"_s);
        QCOMPARE(selected(), u"from"_s);
        type(u"7"_s);
        QTest::keyClick(m_editor, Qt::Key_Tab);
        QCOMPARE(selected(), u"to"_s);
        QCOMPARE(line(), u"    text.replace(7, to)"_s);
    }

    void a_name_of_elsewhere_brings_its_import_along_as_one_step()
    {
        type(u"let m = HashMa"_s);
        QVERIFY(isShown());
        QTRY_COMPARE(names().value(0), u"HashMap"_s);
        auto *const documentation = m_assist->popup()->findChild<QTextBrowser *>();
        QTRY_VERIFY(documentation->isVisible()); // it is resolved
        QTest::keyClick(m_editor, Qt::Key_Return);
        QTRY_VERIFY(m_editor->text().contains(u"use std::collections::HashMap;"_s));
        QVERIFY(m_editor->text().contains(u"let m = HashMap"_s));
        m_editor->undo();
        QVERIFY(!m_editor->text().contains(u"use std::collections::HashMap;"_s));
        QVERIFY(m_editor->text().contains(u"let m = HashMa\n"_s));
    }

    void ctrl_space_asks_where_nothing_was_typed()
    {
        m_window.tabs.complete();
        QVERIFY(isShown());
        QVERIFY(names().contains(u"text"_s));
        m_editor->setCursorPosition(0, 0);
        QTRY_VERIFY(!m_assist->isShown());
    }

    void a_file_is_formatted_as_one_step()
    {
        const QString ugly =
            QString::fromUtf8(source).replace(u"    let text = String::new();"_s, u"let text  =String::new( ) ;"_s);
        m_editor->replaceText(ugly);
        m_window.tabs.formatCurrent();
        QTRY_VERIFY_WITH_TIMEOUT(m_editor->text().contains(u"    let text = String::new();\n"_s), 20'000);
        m_editor->undo();
        QCOMPARE(m_editor->text(), ugly);
    }

    void a_file_is_formatted_before_it_is_saved_where_that_is_set()
    {
        const QString ugly =
            QString::fromUtf8(source).replace(u"    let text = String::new();"_s, u"let text  =String::new( ) ;"_s);
        const auto saved = [this] {
            QFile file(m_window.file());
            return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
        };
        m_editor->replaceText(ugly);
        QVERIFY(QCoro::waitFor(m_window.tabs.saveCurrent()).has_value());
        QCOMPARE(saved(), ugly);
        m_window.tabs.setFormatsOnSave(true);
        m_editor->replaceText(ugly + u"\n"_s);
        QVERIFY(QCoro::waitFor(m_window.tabs.saveCurrent()).has_value());
        QVERIFY2(saved().contains(u"    let text = String::new();\n"_s), qPrintable(saved()));
        QVERIFY(!m_editor->isModified());
        const QString broken = ugly + u"fn ( {"_s; // cannot be formatted, and is saved all the same
        m_editor->replaceText(broken);
        QVERIFY(QCoro::waitFor(m_window.tabs.saveCurrent()).has_value());
        QCOMPARE(saved(), broken);
        m_window.tabs.setFormatsOnSave(false);
    }

    void the_list_goes_with_the_focus()
    {
        type(u"text."_s);
        QVERIFY(isShown());
        QWidget other;
        other.show();
        other.activateWindow();
        QTRY_VERIFY(!m_assist->isShown());
    }

private:
    void type(const QString &text)
    {
        for (const QChar character : text) {
            QTest::keyClick(m_editor, character.toLatin1());
        }
    }
    bool isShown()
    {
        return QTest::qWaitFor([this] { return m_assist->isShown(); }, analyzerTimeout);
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList all;
        CompletionModel *const model = m_assist->popup()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            all << model->item(row).filterText;
        }
        return m_assist->isShown() ? all : QStringList();
    }
    [[nodiscard]] QString selected() const // QScintilla's own knows it after the next paint
    {
        const auto from = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONSTART));
        const auto to = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONEND));
        return to > from ? m_editor->text(from, to) : QString();
    }
    /// The line that is typed in, without its end.
    [[nodiscard]] QString line() const { return m_editor->text(5).remove(u'\n'); }

    AnalysisWindow m_window{source};
    CodeEditor *m_editor = nullptr;
    CompletionAssist *m_assist = nullptr;
};

QTEST_MAIN(TestCodeCompletion)
#include "tst_code_completion.moc"
