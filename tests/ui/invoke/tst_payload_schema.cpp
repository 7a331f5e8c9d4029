// SPDX-License-Identifier: GPL-3.0-or-later
// JSON with a schema, by keyboard: the payload by the project's info.yaml, a file of the project by its $schema.
#include "core/workspace/diagnostic_list.h"
#include "tests/support/one_workspace.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/completion_model.h"
#include "ui/editor/completion_popup.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/editor_tool_pane.h"
#include "ui/editor/hover_help.h"
#include "ui/editor/hover_popup.h"
#include "ui/editor/language_features.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/invoke_tool_pane.h"
#include "ui/invoke/payload_assist.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/payload_view.h"

#include <QHelpEvent>
#include <QLabel>
#include <QTest>
#include <QTextBrowser>
#include <QToolTip>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray info = "name: hello\n"
                        "input:\n"
                        "  type: object\n"
                        "  required: [action]\n"
                        "  properties:\n"
                        "    note: {type: string, description: For people.}\n"
                        "    action: {enum: [create, delete], description: What to do.}\n"
                        "    urgent: {type: boolean}\n";

QStringList namesIn(CompletionPopup *popup)
{
    QStringList all;
    for (int row = 0; popup->isVisible() && row < popup->model()->rowCount(); ++row) {
        all << popup->model()->item(row).filterText;
    }
    return all;
}

void typeInto(QWidget *widget, const QString &text)
{
    for (const QChar character : text) {
        QTest::keyClick(widget, character.toLatin1());
    }
}

} // namespace

class TestPayloadSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_project.add(u"src/lib.rs"_s, "");
        m_project.add(u"info.yaml"_s, info);
        m_project.add(u"orders.json"_s, "{}\n");
        m_project.add(u"schema/order.json"_s,
                      "{\"properties\": {\"sku\": {\"type\": \"string\", \"description\": \"Its number.\"}, \"size\": "
                      "{\"enum\": [\"small\", \"large\"]}}}");
        QVERIFY(m_services.workspace.open(m_project.path()).has_value());
    }

    void the_payload_is_completed_and_marked()
    {
        InvokeToolPane pane;
        pane.attach(&m_services.workspace);
        InvokePane *const invoke = pane.pane();
        invoke->resize(420, 700);
        invoke->show();
        QVERIFY(QTest::qWaitForWindowActive(invoke));
        auto *const payload = invoke->findChild<PayloadEditor *>();
        PayloadView *const view = payload->editor();
        invoke->setPayload("{}");
        QTRY_COMPARE(view->extraSelections().size(), 1); // “action” is missing
        const auto note = [&] {
            const auto labels = payload->findChildren<QLabel *>();
            return std::ranges::any_of(labels,
                                       [](QLabel *one) { return one->text().contains(u"“action” is missing"_s); });
        };
        QTRY_VERIFY(note());
        QVERIFY(invoke->isPayloadJson()); // and it may be sent
        invoke->focusPayload();
        moveCaret(view, 1);
        QTest::keyClick(view, Qt::Key_Space, Qt::ControlModifier);
        QTRY_COMPARE(namesIn(payload->assist()->popup()), (QStringList{u"action"_s, u"note"_s, u"urgent"_s}));
        auto *const side = payload->assist()->popup()->findChild<QTextBrowser *>();
        QTRY_VERIFY(side->isVisible() && side->toPlainText().contains(u"What to do."_s));
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(invoke->payload(), QByteArray("{\"action\": }"));
        QTRY_COMPARE(namesIn(payload->assist()->popup()), (QStringList{u"create"_s, u"delete"_s}));
        QTest::keyClick(view, Qt::Key_Down);
        QTest::keyClick(view, Qt::Key_Tab);
        QCOMPARE(invoke->payload(), QByteArray("{\"action\": \"delete\"}"));
        QTRY_COMPARE(view->extraSelections().size(), 0);
        typeInto(view, u", \"no"_s);
        QTRY_COMPARE(namesIn(payload->assist()->popup()).value(0), u"note"_s);
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(!payload->assist()->isShown());
        QTest::keyClick(view, Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(payload->assist()->isShown());
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(invoke->payload(), QByteArray("{\"action\": \"delete\", \"note\": \"\"}"));
        typeInto(view, u"x"_s);
        QCOMPARE(invoke->payload(), QByteArray("{\"action\": \"delete\", \"note\": \"x\"}"));
        invoke->setPayload("{\n  \"note\": \"é\",\n  \"urgent\": true\n}");
        moveCaret(view, 33);
        typeInto(view, u", \"a"_s);
        QTRY_COMPARE(namesIn(payload->assist()->popup()), (QStringList{u"action"_s}));
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(invoke->payload(), QByteArray("{\n  \"note\": \"é\",\n  \"urgent\": true, \"action\": \n}"));
        QTest::keyClick(view, Qt::Key_Escape);
        invoke->setPayload("{\"action\": \"delete\"}");
        hoverOver(view, 3);
        QTRY_VERIFY(QToolTip::text().contains(u"What to do."_s));
        invoke->setPayload("{\"action\": \"crate\"}");
        QTRY_COMPARE(view->extraSelections().value(0).cursor.selectedText(), u"\"crate\""_s);
        pane.attach(nullptr);
        QCOMPARE(view->extraSelections().size(), 0);
    }

    /// A schema that would keep the window for long is looked through elsewhere, and what is typed meanwhile counts.
    void an_outdated_answer_is_dropped()
    {
        PayloadEditor payload;
        payload.resize(400, 300);
        payload.show();
        QVERIFY(QTest::qWaitForWindowActive(&payload));
        PayloadView *const view = payload.editor();
        QByteArray parts = "{\"properties\":{\"a\":{\"type\":\"string\"}},\"allOf\":[";
        for (int i = 0; i < 20'000; ++i) {
            parts += "{\"anyOf\":[{\"type\":\"object\"},{\"type\":\"string\"}]},";
        }
        payload.setSchema(JsonSchema(*parseJson(parts + "{}]}")));
        payload.setPayload("{\"a\": 1}");
        view->setFocus();
        moveCaret(view, 1);
        payload.assist()->request();
        payload.setPayload("{\"b\": 1, \"a\": \"x\"}");
        QTRY_COMPARE(view->extraSelections().size(), 0);
        QVERIFY(!payload.assist()->isShown());
        payload.setPayload("{\"b\": 1, \"a\": true}");
        QTRY_COMPARE(view->extraSelections().value(0).cursor.selectedText(), u"true"_s);
    }

    void without_a_schema_nothing_is_said()
    {
        InvokePane pane;
        pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        pane.setPayload("{}");
        pane.focusPayload();
        auto *const payload = pane.findChild<PayloadEditor *>();
        QTest::keyClick(payload->editor(), Qt::Key_Space, Qt::ControlModifier);
        typeInto(payload->editor(), u"\""_s);
        QCoreApplication::processEvents();
        QVERIFY(!payload->assist()->isShown());
        pane.setPayload("{}");
        QCOMPARE(payload->editor()->extraSelections().size(), 0);
    }

    /// Without a schema of its own a project has the types that its handler reads, as they are typed in the editor.
    void the_types_of_the_handler()
    {
        const TestProject project;
        const QByteArray source = "use ignite::prelude::*;\n#[derive(serde::Deserialize)]\nstruct Order {\n    age: "
                                  "u32,\n    size: Option<Size>,\n}\n#[derive(serde::Deserialize)]\nenum Size { Small, "
                                  "Large }\n#[ignite::main]\nasync fn handler(req: Request, _ctx: Context) -> "
                                  "Result<impl IntoResponse> {\n    let order: Order = req.body()?;\n    Ok(())\n}\n";
        project.add(u"src/lib.rs"_s, source);
        OneWorkspace services;
        QVERIFY(services.workspace.open(project.path()).has_value());
        InvokeToolPane pane;
        pane.attach(&services.workspace);
        InvokePane *const invoke = pane.pane();
        invoke->resize(420, 700);
        invoke->show();
        QVERIFY(QTest::qWaitForWindowActive(invoke));
        auto *const payload = invoke->findChild<PayloadEditor *>();
        PayloadView *const view = payload->editor();
        const auto note = [&](const QString &sentence) {
            const auto labels = payload->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](QLabel *one) { return one->text().contains(sentence); });
        };
        invoke->setPayload("{\n  \"age\": \"7\"\n}");
        QTRY_VERIFY(note(u"Line 2: “age” is a text; the handler reads u32 (src/lib.rs:4)."_s));
        QCOMPARE(view->extraSelections().value(0).cursor.selectedText(), u"\"7\""_s);
        invoke->setPayload("{}");
        QTRY_VERIFY(note(u"“age” is missing. The handler reads u32 (src/lib.rs:4)."_s));
        QCOMPARE(view->extraSelections().value(0).cursor.selectedText(), u"{"_s);
        invoke->setPayload("{\"size\": , \"age\": 1}");
        invoke->focusPayload();
        moveCaret(view, 9);
        QTest::keyClick(view, Qt::Key_Space, Qt::ControlModifier);
        QTRY_COMPARE(namesIn(payload->assist()->popup()), (QStringList{u"Small"_s, u"Large"_s}));
        payload->assist()->popup()->hideAll();
        invoke->setPayload("{\"age\": true}");
        QTRY_COMPARE(view->extraSelections().size(), 1);
        hoverOver(view, 10); // says what is wrong
        QTRY_VERIFY2(QToolTip::text().contains(u"“age” is true, a truth value; the handler"_s),
                     qPrintable(QToolTip::text()));
        invoke->setPayload("{\"age\": 1}");
        hoverOver(view, 3);
        QTRY_VERIFY2(QToolTip::text().contains(u"u32"_s), qPrintable(QToolTip::text()));
        // What is typed counts before it is saved.
        EditorTabs tabs(services.home.filePath(u"recovery"_s), services.workspace.documents());
        QVERIFY(tabs.open(project.path(u"src/lib.rs"_s)).has_value());
        tabs.current()->replaceText(QString::fromUtf8(source).replace(u"u32"_s, u"String"_s));
        invoke->setPayload("{\"age\": 1}");
        QTRY_VERIFY(note(u"“age” is the number 1; the handler reads String (src/lib.rs:4)."_s));
        tabs.current()->replaceText(QString::fromUtf8(source).replace(u"req.body()"_s, u"req.raw()"_s));
        QTRY_COMPARE(view->extraSelections().size(), 0);
        tabs.closeAll();
        pane.attach(nullptr);
    }

    void a_file_that_names_its_schema()
    {
        EditorToolPane pane(m_services.home.filePath(u"recovery"_s), nullptr);
        pane.attach(&m_services.workspace);
        EditorTabs *const tabs = pane.tabs();
        tabs->resize(900, 600);
        QVERIFY(tabs->open(m_services.workspace.absolutePath(u"orders.json"_s)).has_value());
        tabs->show();
        QVERIFY(QTest::qWaitForWindowActive(tabs));
        CodeEditor *const editor = tabs->current();
        editor->setFocus();
        auto *const assist = editor->findChild<CompletionAssist *>();
        const auto put = [&](const QString &text, qsizetype caret) {
            editor->replaceText(text);
            editor->SendScintilla(QsciScintillaBase::SCI_GOTOPOS, static_cast<unsigned long>(caret));
        };
        const auto problems = [&] { return m_services.workspace.diagnostics()->of(DiagnosticList::Source::Schema); };
        const QString head = u"{\"$schema\": \"schema/order.json\", "_s;
        put(head + u"\"\"}"_s, head.size() + 1);
        typeInto(editor, u"s"_s);
        QTRY_VERIFY(namesIn(assist->popup()).contains(u"sku"_s));
        typeInto(editor, u"k"_s);
        QTRY_COMPARE(namesIn(assist->popup()).value(0), u"sku"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(editor->text(), head + u"\"sku\": \"\"}"_s);
        put(head + u"\"size\": \"huge\"}"_s, head.size() + 2);
        QTRY_COMPARE(problems().size(), 1);
        QVERIFY(problems()[0].message.contains(u"\"small\", \"large\""_s));
        QVERIFY(editor->hasProblems());
        put(head + u"\"sku\": 7}"_s, head.size() + 2);
        QTRY_VERIFY(problems().size() == 1 && problems()[0].message.contains(u"Expected string"_s));
        tabs->language()->showHover();
        QTRY_VERIFY(editor->findChild<HoverPopup *>()->plainText().contains(u"Its number."_s));
        put(u"{\"$schema\": \"../../../etc/passwd\", \"sku\": 7}"_s, 0);
        QTRY_VERIFY(problems().isEmpty());
        put(u"{\"sku\": 7}"_s, 2);
        tabs->complete();
        QTRY_VERIFY(!editor->hasProblems());
        QVERIFY(!assist->isShown());
        tabs->closeAll();
        pane.attach(nullptr);
    }

private:
    static void moveCaret(PayloadView *view, int position)
    {
        QTextCursor cursor = view->textCursor();
        cursor.setPosition(position);
        view->setTextCursor(cursor);
    }
    static void hoverOver(PayloadView *view, int position)
    {
        QTextCursor cursor(view->document());
        cursor.setPosition(position);
        const QPoint at = view->cursorRect(cursor).center() + QPoint(3, 0);
        QHelpEvent help(QEvent::ToolTip, at, view->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(view->viewport(), &help);
    }

    TestProject m_project;
    OneWorkspace m_services;
};

QTEST_MAIN(TestPayloadSchema)
#include "tst_payload_schema.moc"
