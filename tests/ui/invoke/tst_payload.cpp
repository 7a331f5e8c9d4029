// SPDX-License-Identifier: GPL-3.0-or-later
// The text field of the payload.
#include "core/base/json.h"
#include "tests/support/function_invoker.h"
#include "tst_invoke_server.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/payload_editor.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

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
};

QTEST_MAIN(TestPayload)
#include "tst_payload.moc"
