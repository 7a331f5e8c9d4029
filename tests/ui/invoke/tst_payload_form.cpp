// SPDX-License-Identifier: GPL-3.0-or-later
// The payload as a form, by keyboard, and the text beside it.
#include "core/schema/handler_types.h"
#include "ui/invoke/form_input.h"
#include "ui/invoke/form_row.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/payload_form.h"
#include "ui/invoke/payload_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const QString source =
    u"#[derive(Deserialize)]\nstruct Order {\n    /// Who buys.\n    customer: String,\n    count: "
    u"u8,\n    note: Option<String>,\n    urgent: bool,\n    size: Size,\n    tags: Vec<String>,\n    "
    u"to: Option<Address>,\n}\n#[derive(Deserialize)]\nenum Size { Small, Large }\n"
    u"#[derive(Deserialize)]\nstruct Address { city: String }\n"
    u"fn handler(req: Request) { let o: Order = req.body()?; }\n"_s;

} // namespace

class TestPayloadForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        auto *const column = new QVBoxLayout(m_window.get());
        column->addWidget(new QLineEdit);
        m_editor = new PayloadEditor;
        column->addWidget(m_editor);
        column->addWidget(new QLineEdit);
        m_window->resize(380, 500);
        m_editor->setSchema(JsonSchema(handlerInputSchema({{u"src/lib.rs"_s, source}})));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void a_field_edits_only_its_value()
    {
        m_editor->setPayload("{ \"other\": [1,2],\n   \"customer\" : \"Ada\" , \"count\":1 }");
        showForm();
        auto *const customer = field(u"customer"_s);
        QCOMPARE(customer->text(), u"Ada"_s);
        customer->setFocus();
        QTest::keyClick(customer, Qt::Key_End);
        QTest::keyClicks(customer, u" \"L\""_s);
        QCOMPARE(m_editor->payload(),
                 QByteArray("{ \"other\": [1,2],\n   \"customer\" : \"Ada \\\"L\\\"\" , \"count\":1 }"));
        QTRY_COMPARE(row(u"customer"_s)->node().value, u"Ada \"L\""_s);
        QVERIFY(customer->hasFocus());
        QCOMPARE(customer->cursorPosition(), 7);
        // The other way: what is typed as text is in the form.
        m_editor->editor()->replaceText(m_editor->editor()->text().replace(u"\"count\":1"_s, u"\"count\":7"_s));
        QTRY_COMPARE(field(u"count"_s)->text(), u"7"_s);
        m_editor->editor()->undo();
        QTRY_COMPARE(field(u"count"_s)->text(), u"1"_s);
    }

    void numbers_have_their_bounds()
    {
        m_editor->setPayload(R"({"count": 254})");
        showForm();
        auto *const count = field(u"count"_s);
        count->setFocus();
        QTest::keyClick(count, Qt::Key_Up);
        QTRY_COMPARE(row(u"count"_s)->node().value, u"255"_s);
        QTest::keyClick(count, Qt::Key_Up);
        QCOMPARE(m_editor->payload(), QByteArray(R"({"count": 255})"));
        count->selectAll();
        QTest::keyClicks(count, u"-"_s); // no number yet: the payload keeps what it has
        QCOMPARE(m_editor->payload(), QByteArray(R"({"count": 255})"));
        QVERIFY(!count->actions().isEmpty() && count->actions().first()->isVisible());
        QTest::keyClicks(count, u"3"_s);
        QCOMPARE(m_editor->payload(), QByteArray(R"({"count": -3})"));
        QVERIFY(!count->actions().first()->isVisible());
        m_editor->setPayload(R"({"customer": "", "count": -3, "urgent": true, "size": "Small", "tags": []})");
        QTRY_VERIFY(noteText().contains(u"Expected 0 or more. The handler reads u8 (src/lib.rs:5)."_s));
        QTRY_COMPARE(count->text(), u"-3"_s);
        count->selectAll();
        QTest::keyClicks(count, u"1.5"_s);
        QVERIFY(m_editor->payload().contains("\"count\": 1,"));
    }

    void what_may_be_missing_is_switched()
    {
        m_editor->setPayload(R"({"customer": "Ada"})");
        showForm();
        QCOMPARE(field(u"note"_s)->placeholderText(), u"not set"_s);
        QCOMPARE(field(u"count"_s)->placeholderText(), u"missing · 0 to 255"_s);
        auto *const include = row(u"note"_s)->findChild<QCheckBox *>();
        QCOMPARE(include->accessibleName(), u"Include “note”"_s);
        QTest::keyClick(include, Qt::Key_Space);
        QCOMPARE(m_editor->payload(), QByteArray(R"({"customer": "Ada", "note": ""})"));
        QTest::keyClick(include, Qt::Key_Space);
        QCOMPARE(m_editor->payload(), QByteArray(R"({"customer": "Ada"})"));
        QTest::keyClicks(field(u"note"_s), u"x"_s); // typing sets it, too
        QCOMPARE(m_editor->payload(), QByteArray(R"({"customer": "Ada", "note": "x"})"));
        QTRY_VERIFY(include->isChecked());
        QTest::keyClick(row(u"to"_s)->findChild<QCheckBox *>(), Qt::Key_Space);
        QTRY_VERIFY(row(u"to/city"_s));
        QTest::keyClicks(field(u"to/city"_s), u"Rome"_s);
        QCOMPARE(m_editor->payload(),
                 QByteArray("{\"customer\": \"Ada\", \"note\": \"x\", \"to\": {\n  \"city\": \"Rome\"\n}}"));
    }

    void choices_and_lists()
    {
        m_editor->setPayload("{}");
        showForm();
        auto *const size = row(u"size"_s)->findChild<QComboBox *>();
        QCOMPARE(size->currentIndex(), -1);
        QTest::keyClick(size, Qt::Key_Down);
        QCOMPARE(m_editor->payload(), QByteArray("{\n  \"size\": \"Small\"\n}"));
        QTRY_COMPARE(size->currentText(), u"Small"_s);
        auto *const urgent = qobject_cast<QCheckBox *>(row(u"urgent"_s)->editor());
        QTest::keyClick(urgent, Qt::Key_Space);
        QTRY_COMPARE(urgent->text(), u"true"_s);
        auto *const add = row(u"tags"_s)->findChild<QToolButton *>();
        QCOMPARE(add->accessibleName(), u"Add an element to “tags”"_s);
        QTest::mouseClick(add, Qt::LeftButton);
        QTRY_VERIFY(row(u"tags/0"_s));
        QTest::mouseClick(row(u"tags"_s)->findChild<QToolButton *>(), Qt::LeftButton);
        QTRY_VERIFY(row(u"tags/1"_s));
        QTest::keyClicks(field(u"tags/1"_s), u"b"_s);
        QTest::mouseClick(row(u"tags/0"_s)->findChild<QToolButton *>(), Qt::LeftButton);
        QCOMPARE(m_editor->payload(),
                 QByteArray("{\n  \"size\": \"Small\",\n  \"urgent\": true,\n  \"tags\": [\"b\"]\n}"));
        QTRY_VERIFY(!row(u"tags/1"_s));
        QTRY_COMPARE(field(u"tags/0"_s)->text(), u"b"_s);
    }

    void an_example_is_one_step()
    {
        m_editor->setPayload("typed");
        const auto buttons = m_editor->findChildren<QToolButton *>();
        const auto button = std::ranges::find(buttons, u"Fill with an example"_s, &QToolButton::text);
        QVERIFY(button != buttons.end() && (*button)->isVisible());
        QTest::mouseClick(*button, Qt::LeftButton);
        QTRY_VERIFY(m_editor->payload().contains("\"customer\": \"Ada\""));
        QTRY_VERIFY(m_editor->isJson());
        QTRY_COMPARE(noteText(), u"JSON"_s); // and fits
        m_editor->editor()->undo();
        QCOMPARE(m_editor->payload(), QByteArray("typed"));
    }

    void it_says_why_there_is_no_form()
    {
        m_editor->setPayload("{\"customer\": ");
        m_editor->setFormShown(true);
        QTRY_VERIFY(shownText().contains(u"The payload is not JSON"_s));
        QVERIFY(shownText().contains(u"Line 1, column 14"_s));
        m_editor->setPayload("{}");
        QTRY_VERIFY(row(u"customer"_s) && row(u"customer"_s)->isVisible());
        m_editor->setSchema({});
        QTRY_VERIFY(shownText().contains(u"The handler reads no typed body"_s));
        const auto buttons = m_editor->form()->findChildren<QPushButton *>();
        QVERIFY(!buttons.isEmpty());
        QTest::mouseClick(buttons.first(), Qt::LeftButton);
        QVERIFY(!m_editor->isFormShown());
        QVERIFY(m_editor->editor()->hasFocus());
    }

    void tab_goes_from_row_to_row()
    {
        m_editor->setPayload(R"({"customer": "Ada", "tags": ["a"]})");
        showForm();
        QTRY_VERIFY(row(u"tags/0"_s));
        m_editor->setFocus(Qt::TabFocusReason);
        QVERIFY(field(u"customer"_s)->hasFocus());
        QStringList names;
        for (int i = 0; i < 12; ++i) {
            QWidget *const focus = QApplication::focusWidget();
            if (!m_editor->form()->isAncestorOf(focus)) {
                break;
            }
            names << focus->accessibleName();
            QTest::keyClick(focus, Qt::Key_Tab);
        }
        QCOMPARE(names.join(u", "_s), u"customer, count, Include “note”, note, urgent, size, Add an element to “tags”, "
                                      "Element 1 of tags, Remove “Element 1 of tags”, Include “to”"_s);
    }

private:
    void showForm()
    {
        m_editor->setFormShown(true);
        QTRY_VERIFY(row(u"customer"_s) && row(u"customer"_s)->isVisible());
    }
    FormRow *row(const QString &path) const
    {
        const auto rows = m_editor->form()->rows();
        const auto found =
            std::ranges::find_if(rows, [&](FormRow *one) { return one->node().path.join(u'/') == path; });
        return found == rows.end() ? nullptr : *found;
    }
    QLineEdit *field(const QString &path) const { return qobject_cast<QLineEdit *>(row(path)->editor()); }
    QString noteText() const
    {
        QString all;
        for (const QLabel *const label : m_editor->findChildren<QLabel *>()) {
            all += m_editor->form()->isAncestorOf(label) ? QString() : label->text();
        }
        return all;
    }
    QString shownText() const
    {
        QString all;
        for (const QLabel *const label : m_editor->form()->findChildren<QLabel *>()) {
            all += label->isVisible() ? label->text() + u'\n' : QString();
        }
        return all;
    }

    std::unique_ptr<QWidget> m_window;
    PayloadEditor *m_editor = nullptr;
};

QTEST_MAIN(TestPayloadForm)
#include "tst_payload_form.moc"
