// SPDX-License-Identifier: GPL-3.0-or-later
// The text field of the payload.
#include "core/base/json.h"
#include "tests/support/function_invoker.h"
#include "tst_invoke_server.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/payload_text.h"
#include "ui/invoke/payload_view.h"
#include "ui/invoke/request_state.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QTest>
#include <QTextBlock>

using namespace studio;

class TestPayload : public QObject
{
    Q_OBJECT

    std::unique_ptr<InvokePane> m_pane;

private Q_SLOTS:
    void init()
    {
        m_pane = studio::test::paneCalling([](const auto &) -> Task<Invocation> {
            co_return fail(ErrorCode::Unavailable, QStringLiteral("Nothing is sent here."));
        });
        m_pane->resize(380, 700);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }
    void cleanup() { m_pane.reset(); }

    void formatting_is_one_step_of_undo()
    {
        m_pane->setPayload(R"({"a":[1.0]})");
        m_pane->focusPayload();
        auto *const editor = m_pane->findChild<PayloadEditor *>()->editor();
        QTest::keyClick(editor, Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_pane->payload(), QByteArray("{\n  \"a\": [\n    1.0\n  ]\n}"));
        QTest::keyClick(editor, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_pane->payload(), QByteArray(R"({"a":[1.0]})"));
        QTest::keyClick(editor, Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m_pane->payload(), QByteArray("{\n  \"a\": [\n    1.0\n  ]\n}"));
    }

    void a_request_that_is_put_in_can_be_taken_back()
    {
        m_pane->setPayload("typed");
        HttpRequest recorded;
        recorded.body = "recorded";
        m_pane->setRequest(recorded);
        QCOMPARE(m_pane->payload(), QByteArray("recorded"));
        m_pane->focusPayload();
        QTest::keyClick(m_pane->findChild<PayloadEditor *>()->editor(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_pane->payload(), QByteArray("typed"));
    }

    void the_payload_is_sent_byte_for_byte()
    {
        // A byte order mark, a no-break space and a line separator: what a text field likes to change.
        const QByteArray payload("\xef\xbb\xbf[\"12\xc2\xa0\xe2\x82\xac\",\n\"a\xe2\x80\xa8"
                                 "b\"]");
        m_pane->setPayload(payload);
        QCOMPARE(m_pane->payload(), payload);
        m_pane->setPayload({});
        m_pane->focusPayload();
        QGuiApplication::clipboard()->setText(QStringLiteral("\"12\u00a0€\""));
        QTest::keyClick(m_pane->findChild<PayloadEditor *>()->editor(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_pane->payload(), QByteArray("\"12\xc2\xa0\xe2\x82\xac\""));
    }

    /// The document that is replaced has a marked fault, which goes with it.
    void a_payload_with_a_fault_can_be_replaced()
    {
        for (const QByteArray &next : {QByteArray("[1,"), QByteArray(), QByteArray("[1]"), QByteArray("{\n]")}) {
            m_pane->setPayload("{\"a\":]");
            QCOMPARE(m_pane->findChild<PayloadEditor *>()->editor()->extraSelections().size(), 1);
            m_pane->setPayload(next);
            const auto marks = m_pane->findChild<PayloadEditor *>()->editor()->extraSelections();
            QCOMPARE(marks.size(), findJsonFault(next) && !next.isEmpty() ? 1 : 0);
            for (int edits = 0; edits < 20; ++edits) { // each adjusts every cursor that the document knows
                m_pane->findChild<PayloadEditor *>()->replacePayload(edits % 2 ? "[1," : "[2]");
            }
            QCOMPARE(m_pane->payload(), QByteArray("[1,"));
        }
    }

    void a_long_line_without_a_space_does_not_hold_up_the_window()
    {
        const QString picture = QStringLiteral("{\"picture\":\"%1\"}").arg(QString(128 << 10, u'A')); // as base64
        auto *const editor = m_pane->findChild<PayloadEditor *>()->editor();
        m_pane->focusPayload();
        QGuiApplication::clipboard()->setText(picture);
        Heartbeat beat;
        QTest::keyClick(editor, Qt::Key_V, Qt::ControlModifier);
        editor->viewport()->repaint();
        QCoreApplication::processEvents();
        qInfo("the window stood still for %lld ms",
              static_cast<long long>(beat.longestMs())); // 2.8 s when broken by words
        QCOMPARE(editor->wordWrapMode(), QTextOption::WrapAnywhere);
        QCOMPARE(m_pane->payload(), picture.toUtf8());
        QTRY_VERIFY(m_pane->isPayloadJson());
        QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(editor, QStringLiteral("[1, 2]"));
        QCOMPARE(editor->wordWrapMode(), QTextOption::WrapAtWordBoundaryOrAnywhere);
    }

    void any_bytes_are_kept_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("UTF-8") << QByteArray("\"é€😀\"");
        QTest::newRow("a byte that is none") << QByteArray("\"a\xff\xfe é\x80\"");
        QTest::newRow("a surrogate in bytes") << QByteArray("\"\xed\xa0\x80\"");
        QTest::newRow("a character cut off") << QByteArray("\"\xe2\x82");
        QTest::newRow("other line breaks") << QByteArray("[1,\r\n2,\r3,\xe2\x80\xa9"
                                                         "4,\xe2\x80\xa8"
                                                         "5]\r\n");
        QTest::newRow("a mark in the middle") << QByteArray("a\xff\xef\xbb\xbf"
                                                            "b");
        QTest::newRow("a long line") << QByteArray("[\"" + QByteArray(50'000, 'a') + "\",\n1]");
        QTest::newRow("a long line of pairs") << QByteArray("[\"" + QByteArray("😀").repeated(20'000) + "\"]");
        QTest::newRow("long lines") << QByteArray(QByteArray(50'000, '1') + "\r\n" + QByteArray(20'000, '2') + '\n');
        QTest::newRow("a minified one") << QByteArray("[" + QByteArray(R"({"a":"b,c"},)").repeated(9'000) + "1]");
    }
    void any_bytes_are_kept()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(payloadBytes(payloadText(bytes)), bytes);
        m_pane->setPayload(bytes);
        QCOMPARE(m_pane->payload(), bytes);
        auto *const editor = m_pane->findChild<PayloadEditor *>()->editor();
        for (QTextBlock block = editor->document()->begin(); block.isValid(); block = block.next()) {
            QVERIFY(block.length() <= maxPayloadBlock + 2);
        }
        m_pane->focusPayload();
        QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(editor, Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(m_pane->payload(), QByteArray());
        QTest::keyClick(editor, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_pane->payload(), bytes);
        const RequestState state{.payload = bytes};
        const Json json = toJson(state);
        QCOMPARE(requestStateFrom(JsonReader(*parseJson(json.toUtf8()))).payload, bytes);
    }

    void half_a_surrogate_pair_is_said()
    {
        QFETCH(QByteArray, payload);
        QFETCH(QString, note);
        m_pane->setPayload(payload);
        QTRY_VERIFY2(noteText().contains(note), qPrintable(noteText()));
        QVERIFY(noteText().contains(QStringLiteral("sent as raw bytes")));
        QCOMPARE(m_pane->request()->body, payload);
    }
    void half_a_surrogate_pair_is_said_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("note");
        QTest::newRow("escaped") << QByteArray(R"({"a": "\ud800"})")
                                 << QStringLiteral("Line 1, column 8: \\ud800 is half of a surrogate pair");
        QTest::newRow("second half") << QByteArray(R"({"a": "x\uDC00"})")
                                     << QStringLiteral("Line 1, column 9: \\uDC00 is half of a surrogate pair");
        QTest::newRow("two first halves") << QByteArray(R"({"a": "\ud83d\ud83d"})")
                                          << QStringLiteral("Line 1, column 8: \\ud83d is half of a surrogate pair");
        QTest::newRow("in bytes") << QByteArray("{\"a\": \"\xed\xa0\x80\"}")
                                  << QStringLiteral("Line 1, column 8: the byte 0xED is not UTF-8");
        QTest::newRow("a byte") << QByteArray("{\"a\": \"x\xff\"}")
                                << QStringLiteral("Line 1, column 9: the byte 0xFF is not UTF-8");
    }

    void a_line_of_6_mib_is_edited()
    {
        const QByteArray picture = "{\"picture\":\"" + QByteArray(6 << 20, 'A') + "\",\"n\":1}";
        auto *const editor = m_pane->findChild<PayloadEditor *>()->editor();
        m_pane->setPayload(picture);
        m_pane->focusPayload();
        const qsizetype middle = picture.size() / 2;
        editor->setTextCursor(editor->cursorOver(middle, middle));
        QTest::keyClicks(editor, QStringLiteral("xyz"));
        QByteArray expected = QByteArray(picture).insert(middle, "xyz");
        QVERIFY(m_pane->payload() == expected);
        QTRY_VERIFY(m_pane->isPayloadJson());
        QTest::keyClicks(editor, QStringLiteral("\""));
        QTRY_VERIFY(!m_pane->isPayloadJson()); // as the worker found
        QTest::keyClick(editor, Qt::Key_Backspace);
        QTRY_VERIFY(m_pane->isPayloadJson());
        QVERIFY(m_pane->payload() == expected);
    }

    void keys_beside_a_break_that_stands_for_nothing()
    {
        const QByteArray line(3 * maxPayloadBlock, 'a');
        auto *const editor = m_pane->findChild<PayloadEditor *>()->editor();
        m_pane->setPayload(line);
        m_pane->focusPayload();
        const QTextBlock second = editor->document()->findBlockByNumber(1);
        QVERIFY(continuesLine(second));
        const auto put = [&](int position) {
            QTextCursor cursor(editor->document());
            cursor.setPosition(position);
            editor->setTextCursor(cursor);
        };
        put(second.position());
        QTest::keyClick(editor, Qt::Key_Backspace);
        QCOMPARE(m_pane->payload().size(), line.size() - 1);
        put(editor->document()->firstBlock().length() - 1);
        QTest::keyClick(editor, Qt::Key_Delete);
        QCOMPARE(m_pane->payload().size(), line.size() - 2);
        m_pane->setPayload(line);
        put(editor->document()->findBlockByNumber(1).position());
        QTest::keyClick(editor, Qt::Key_Return);
        QCOMPARE(m_pane->payload(), QByteArray(line).insert(maxPayloadBlock, '\n'));
        QTest::keyClick(editor, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_pane->payload(), line);
        // A part that is emptied leaves nothing behind that Enter or typing would take on.
        const QTextBlock emptied = editor->document()->findBlockByNumber(1);
        QTextCursor part(emptied);
        part.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        part.removeSelectedText();
        editor->setTextCursor(part);
        QTest::keyClicks(editor, QStringLiteral("b"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClicks(editor, QStringLiteral("c"));
        QCOMPARE(m_pane->payload(), QByteArray(maxPayloadBlock, 'a') + "b\nc" + QByteArray(maxPayloadBlock, 'a'));
    }

    void a_part_of_a_long_line_is_copied_as_it_is()
    {
        const QByteArray line = QByteArray("0123456789").repeated(2'000);
        auto *const editor = m_pane->findChild<PayloadEditor *>()->editor();
        m_pane->setPayload(line);
        m_pane->focusPayload();
        editor->setTextCursor(editor->cursorOver(10, 19'990));
        editor->copy();
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), line.sliced(10, 19'980));
        m_pane->setPayload("[]");
        editor->setTextCursor(editor->cursorOver(1, 1));
        editor->paste();
        QCOMPARE(m_pane->payload(), '[' + line.sliced(10, 19'980) + ']');
    }

    void pasting_again_and_again_breaks_the_line()
    {
        auto *const editor = m_pane->findChild<PayloadEditor *>()->editor();
        const QString part(maxPayloadBlock - 1, u'é');
        QGuiApplication::clipboard()->setText(part);
        m_pane->setPayload("\"\"");
        editor->setTextCursor(editor->cursorOver(1, 1));
        for (int i = 0; i < 4; ++i) {
            editor->paste();
        }
        QVERIFY(editor->document()->blockCount() > 1);
        QCOMPARE(m_pane->payload(), "\"" + part.toUtf8().repeated(4) + "\"");
        for (int i = 0; i < 3; ++i) {
            editor->undo();
        }
        QCOMPARE(m_pane->payload(), "\"" + part.toUtf8() + "\"");
        for (int i = 0; i < 3; ++i) {
            editor->redo();
        }
        QCOMPARE(m_pane->payload(), "\"" + part.toUtf8().repeated(4) + "\"");
    }

private:
    QString noteText() const
    {
        QString all;
        for (const QLabel *const label : m_pane->findChild<PayloadEditor *>()->findChildren<QLabel *>()) {
            all += label->text();
        }
        return all;
    }
};

QTEST_MAIN(TestPayload)
#include "tst_payload.moc"
