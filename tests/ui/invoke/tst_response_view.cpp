// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of an answer that is there as a whole.
#include "tests/ui/visible_text.h"
#include "tst_invoke_server.h"
#include "ui/common/theme.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_view.h"
#include "ui/invoke/response_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace studio;
using namespace Qt::StringLiterals;
using studio::test::hasVisibleText;

namespace {

Invocation answered(const QByteArray &body)
{
    Invocation answer;
    answer.response = {.status = 200, .reason = "OK", .headers = {{"content-type", "application/json"}}, .body = body};
    return answer;
}

} // namespace

class TestResponseView : public QObject
{
    Q_OBJECT

    std::unique_ptr<ResponseView> m_view;

    [[nodiscard]] QString bodyText() const { return m_view->body()->toPlainText(); }

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ResponseView>();
        m_view->resize(380, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void another_theme_colours_what_is_shown()
    {
        m_view->setInvocation(answered("{}"));
        const auto colour = [this] {
            for (const QLabel *label : m_view->findChildren<QLabel *>()) {
                if (label->text() == "200 OK"_L1) {
                    return label->palette().color(QPalette::WindowText);
                }
            }
            return QColor();
        };
        for (const bool dark : {true, false, true}) {
            Theme::apply(dark);
            QTRY_COMPARE(colour(), Theme::current().success);
        }
    }

    void a_note_needs_no_wider_pane()
    {
        Theme::apply(false);
        Invocation failed = answered("{}");
        failed.response.status = 500;
        failed.response.reason = "Internal Server Error";
        failed.executionId = u"01a22b59-bc31-73d4-ac0e-70f3a10c85a1"_s;
        m_view->setInvocation(failed);
        m_view->setNote(u"out of date"_s);
        QVERIFY(hasVisibleText(*m_view, u"out of date"_s));
        QTRY_COMPARE(m_view->width(), 380); // as wide as it is at 1280×800
        const int needed = m_view->minimumSizeHint().width();
        QVERIFY2(needed <= 380, qPrintable(QString::number(needed)));
    }

    void raw_shows_the_bytes_and_copy_takes_all_of_them()
    {
        const QByteArray body = R"({"a" :  1.00})";
        m_view->setInvocation(answered(body));
        QTRY_COMPARE(bodyText(), u"{\n  \"a\": 1.00\n}"_s);
        QVERIFY(press(m_view.get(), u"Raw"_s));
        QCOMPARE(bodyText().toUtf8(), body);
        QGuiApplication::clipboard()->clear();
        for (QToolButton *const button : m_view->findChildren<QToolButton *>()) {
            if (button->accessibleName() == u"Copy the body"_s) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), body);
        QVERIFY(press(m_view.get(), u"Raw"_s));
        QCOMPARE(bodyText(), u"{\n  \"a\": 1.00\n}"_s);
    }

    void a_hundred_megabytes_do_not_hold_up_the_window()
    {
        Invocation large = answered("[\"" + QByteArray("some text ").repeated(10'000'000) + "\"]");
        large.response.truncated = true;
        Heartbeat beat;
        m_view->setInvocation(large);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->json()->isVisible(), 30'000 * slowness);
        QCOMPARE(m_view->json()->outline()->lineCount(), 3);
        QVERIFY(m_view->json()->shownText(1).endsWith(u" more"_s)); // one line of it would be too long to draw
        QVERIFY(hasVisibleText(*m_view, u"The answer was longer"_s));
        QVERIFY2(beat.longestMs() < 100 * slowness, qPrintable(u"%1 ms"_s.arg(beat.longestMs())));

        const Invocation lines = answered("[" + QByteArray("{\"key\":[1,2,3]},").repeated(2'000'000) + "0]");
        Heartbeat second;
        m_view->setInvocation(lines);
        QTRY_COMPARE_WITH_TIMEOUT(m_view->json()->outline()->lineCount(), 14'000'003, 30'000 * slowness);
        QVERIFY2(second.longestMs() < 100 * slowness, qPrintable(u"%1 ms"_s.arg(second.longestMs())));
        QTest::keyClick(m_view->json(), Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(m_view->json()->currentLine(), 14'000'002);
    }

    void broken_json_says_where_and_is_shown_as_it_came()
    {
        m_view->setInvocation(answered("{\"a\": 1,\n \"b\": }"));
        QVERIFY(hasVisibleText(*m_view, u"Not valid JSON: line 2, column 7"_s));
        QCOMPARE(bodyText(), u"{\"a\": 1,\n \"b\": }"_s);
        m_view->setInvocation(answered("{}"));
        QVERIFY(!hasVisibleText(*m_view, u"Not valid JSON"_s));
        Invocation text = answered("{");
        text.response.headers = {{"content-type", "text/plain"}};
        m_view->setInvocation(text);
        QVERIFY(!hasVisibleText(*m_view, u"Not valid JSON"_s));
    }
};

QTEST_MAIN(TestResponseView)
#include "tst_response_view.moc"
