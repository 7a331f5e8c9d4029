// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse over code, in a real window with the real rust-analyzer.
#include "tests/core/git/git_folder.h"
#include "tests/ui/editor/analysis_test.h"
#include "ui/editor/change_marks.h"
#include "ui/editor/hover_help.h"
#include "ui/editor/hover_popup.h"
#include "ui/editor/run_markers.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolTip>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto source = R"(use ignite::prelude::*;

/// Says *hello*, see [the book](https://doc.rust-lang.org/book/).
///
/// ```
/// greeting("you");
/// ```
pub fn greeting(name: &str) -> String {
    format!("Hello, {name}!")
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let text = greeting("grüße");
    let all: Vec<String> = vec![text];
    Ok(ignite::json!(all.len()))
}

#[test]
fn passes() {}
)";

/// What the desktop would have been asked to open.
class OpenedPages : public QObject
{
    Q_OBJECT

public:
    OpenedPages()
    {
        for (const QString &scheme : schemes) {
            QDesktopServices::setUrlHandler(scheme, this, "open");
        }
    }
    ~OpenedPages() override
    {
        for (const QString &scheme : schemes) {
            QDesktopServices::unsetUrlHandler(scheme);
        }
    }

    QList<QUrl> pages;

public Q_SLOTS:
    void open(const QUrl &url) { pages << url; }

private:
    const QStringList schemes{u"https"_s, u"http"_s, u"file"_s, u"ftp"_s, u"javascript"_s, u"command"_s};
};

} // namespace

class TestHover : public QObject
{
    Q_OBJECT

    std::unique_ptr<AnalysisWindow> m_window;

    [[nodiscard]] CodeEditor *editor() const { return m_window->editor(); }
    [[nodiscard]] HoverPopup *popup() const { return editor()->findChild<HoverPopup *>(); }
    [[nodiscard]] QTextBrowser *text() const { return popup()->findChild<QTextBrowser *>(); }
    void showGreeting() const
    {
        m_window->moveMouseTo(m_window->positionOf("greeting(\"gr"));
        QTRY_VERIFY_WITH_TIMEOUT(isShown(), analyzerTimeout);
    }
    /// The editor may move meanwhile, as when its breadcrumbs are shown: then the mouse is elsewhere, and goes back.
    [[nodiscard]] bool isShown() const
    {
        if (!popup()->isVisible() && !editor()->findChild<HoverHelp *>()->isWaiting()) {
            m_window->moveMouseTo(m_window->positionOf("Context)"));
            m_window->moveMouseTo(m_window->positionOf("greeting(\"gr"));
        }
        return popup()->isVisible();
    }

    /// As when the mouse has rested at `point` of the viewport.
    [[nodiscard]] QString tipAt(const QPoint &point) const
    {
        QHelpEvent help(QEvent::ToolTip, point, editor()->viewport()->mapToGlobal(point));
        QApplication::sendEvent(editor()->viewport(), &help);
        return QToolTip::text();
    }
    [[nodiscard]] QString tipOver(int margin, int line) const
    {
        int left = 0;
        for (int before = 0; before < margin; ++before) {
            left += editor()->marginWidth(before);
        }
        const int start = editor()->positionAt(TextPlace{.line = line, .byte = 0});
        return tipAt({left + editor()->marginWidth(margin) / 2, m_window->pointOf(start).y()});
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_window = std::make_unique<AnalysisWindow>(source);
        const GitFolder git;
        for (const QStringList &step :
             {QStringList{u"init"_s, u"-q"_s}, {u"add"_s, u"."_s}, {u"commit"_s, u"-qm"_s, u"All"_s}}) {
            git.git(step, m_window->folder());
            QCOMPARE(git.exitCode(), 0);
        }
        m_window->start();
    }
    void cleanupTestCase() { m_window.reset(); }
    void init() { m_window->reset(); }
    void cleanup()
    {
        editor()->clearProblems();
        editor()->findChild<HoverHelp *>()->hide();
    }

    void the_resting_mouse_shows_what_the_word_is()
    {
        showGreeting();
        QVERIFY2(popup()->plainText().contains(u"pub fn greeting(name: &str) -> String"_s),
                 qPrintable(popup()->plainText()));
        QVERIFY(popup()->plainText().contains(u"Says hello"_s)); // as Markdown: without its stars
        QTextBlock code = text()->document()->begin();
        while (code.isValid() && !code.text().contains(u"pub fn"_s)) {
            code = code.next();
        }
        QVERIFY(QFontInfo(code.begin().fragment().charFormat().font()).fixedPitch());
        QVERIFY(popup()->width() <= editor()->width() * HoverPopup::widthPart);
        QVERIFY(popup()->height() <= editor()->height() * HoverPopup::heightPart);
        const int position = m_window->positionOf("greeting(\"gr");
        QVERIFY(!popup()->geometry().intersects(editor()->areaOf(position, position + 8)));
    }

    void nothing_is_shown_of_blanks()
    {
        m_window->moveMouseTo(m_window->positionOf("    let text"));
        QTRY_VERIFY(!editor()->findChild<HoverHelp *>()->isWaiting());
        QVERIFY(!popup()->isVisible());
    }

    void a_key_shows_it_at_the_caret_and_escape_hides_it()
    {
        m_window->setCaret(m_window->positionOf("greeting(\"gr") + 2);
        m_window->tabs.language()->showHover();
        QTRY_VERIFY_WITH_TIMEOUT(popup()->isVisible(), analyzerTimeout);
        const QString before = editor()->text();
        QTest::keyClick(editor(), Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
        m_window->tabs.language()->showHover();
        QTRY_VERIFY_WITH_TIMEOUT(popup()->isVisible(), analyzerTimeout);
        QTest::keyClick(editor(), Qt::Key_Right);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(editor()->text(), before);
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("greeting(\"gr") + 3);
    }

    void the_key_once_more_goes_into_it_and_escape_comes_back()
    {
        m_window->setCaret(m_window->positionOf("greeting(\"gr") + 2);
        m_window->tabs.language()->showHover();
        QTRY_VERIFY_WITH_TIMEOUT(popup()->isVisible(), analyzerTimeout);
        m_window->tabs.language()->showHover();
        QTRY_VERIFY(text()->hasFocus());
        QVERIFY(popup()->isVisible());
        QTest::keyClick(text(), Qt::Key_End, Qt::ControlModifier);
        QTRY_COMPARE(text()->verticalScrollBar()->value(), text()->verticalScrollBar()->maximum());
        QTest::keyClick(text(), Qt::Key_Escape);
        QTRY_VERIFY(editor()->hasFocus());
        QVERIFY(!popup()->isVisible());
    }

    void the_mouse_can_enter_it_select_and_copy()
    {
        showGreeting();
        QTest::mouseMove(text()->viewport(), QPoint(20, 15));
        QTRY_VERIFY(popup()->underMouse());
        QTest::mouseClick(text()->viewport(), Qt::LeftButton, {}, QPoint(20, 15));
        QTRY_VERIFY(text()->hasFocus());
        QVERIFY(popup()->isVisible());
        text()->selectAll();
        QTest::keyClick(text(), Qt::Key_C, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::clipboard()->text().contains(u"pub fn greeting"_s));
        QTest::keyClick(text(), Qt::Key_Escape);
        QTRY_VERIFY(editor()->hasFocus());
        QVERIFY(!popup()->isVisible());
    }

    void it_goes_when_the_mouse_leaves_both()
    {
        showGreeting();
        QTest::mouseMove(m_window->tabs.findChild<QTabBar *>(), QPoint(2, 2));
        QTRY_VERIFY(!popup()->isVisible());
    }

    void another_word_has_its_own()
    {
        showGreeting();
        m_window->moveMouseTo(m_window->positionOf("Vec<"));
        QTRY_VERIFY(popup()->plainText().contains(u"struct Vec"_s));
        QVERIFY(popup()->isVisible());
    }

    void a_problem_is_shown_above_it()
    {
        const int line = editor()->placeOf(m_window->positionOf("greeting(\"gr")).line + 1;
        editor()->markProblem(line, 16, line, 24, true, u"a <b>wrong</b> name"_s);
        showGreeting();
        QVERIFY2(popup()->plainText().startsWith(u"a <b>wrong</b> name\n"_s), qPrintable(popup()->plainText()));
        QVERIFY(popup()->plainText().contains(u"pub fn greeting"_s));
    }

    void a_change_hides_it_and_a_late_answer_does_nothing()
    {
        showGreeting();
        editor()->insertAt(u"// "_s, 0, 0);
        QTRY_VERIFY(!popup()->isVisible());
        const int position = m_window->positionOf("greeting(\"gr");
        m_window->setCaret(position);
        m_window->tabs.language()->showHover();
        editor()->insertAt(u"x"_s, 0, 3); // while the question is under way
        bool isAnswered = false;
        const RpcCall later = m_window->analysis.client()->hover(
            m_window->file(), editor()->placeOf(position + 1), [&](const Result<lsp::Hover> &) { isAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isAnswered, analyzerTimeout);
        QVERIFY(!popup()->isVisible());
        m_window->setCaret(m_window->positionOf("greeting(\"gr"));
        m_window->tabs.language()->showHover();
        m_window->tabs.closeAll(); // likewise
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(m_window->tabs.open(m_window->file()).has_value());
    }

    void links_are_opened_outside_or_not_at_all()
    {
        OpenedPages desktop;
        showGreeting();
        HoverPopup *const shown = popup();
        QVERIFY(text()->toHtml().contains(u"https://doc.rust-lang.org/book/"_s));
        for (const char *url : {"https://doc.rust-lang.org/book/", "http://a.example/", "ftp://a.example/",
                                "javascript:alert(1)", "command:x", "file:///etc/passwd", "relative"}) {
            Q_EMIT shown->linkClicked(QUrl(QString::fromLatin1(url)));
        }
        QCOMPARE(desktop.pages,
                 (QList<QUrl>{QUrl(u"https://doc.rust-lang.org/book/"_s), QUrl(u"http://a.example/"_s)}));
        QCOMPARE(m_window->tabs.openPaths(), QStringList{m_window->file()});
        Q_EMIT shown->linkClicked(QUrl::fromLocalFile(m_window->folder() + u"/Cargo.toml"_s));
        QCOMPARE(m_window->tabs.currentPath(), m_window->folder() + u"/Cargo.toml"_s);
        m_window->tabs.closeCurrent();
    }

    void marks_in_the_margins_tell_what_they_are()
    {
        const int line = editor()->placeOf(m_window->positionOf("greeting(\"gr")).line;
        editor()->markProblem(line + 1, 16, line + 1, 24, true, u"wrong here"_s);
        QTRY_VERIFY2(tipOver(0, line).contains(u"wrong here"_s), qPrintable(QToolTip::text()));
        const auto *const runs = editor()->findChild<RunMarkers *>();
        const int test = editor()->placeOf(m_window->positionOf("fn passes")).line;
        QTRY_VERIFY_WITH_TIMEOUT(!runs->tipAt(test).isEmpty(), 30'000);
        QTRY_VERIFY2(tipOver(RunMarkers::margin, test).contains(runs->tipAt(test)), qPrintable(QToolTip::text()));
        const auto *const changes = editor()->findChild<ChangeMarks *>();
        editor()->insertAt(u"// new\n"_s, 0, 0);
        QTRY_VERIFY_WITH_TIMEOUT(!changes->tipAt(0).isEmpty(), 30'000);
        QTRY_VERIFY2(tipOver(ChangeMarks::margin, 0).contains(changes->tipAt(0)), qPrintable(QToolTip::text()));
        const QPoint text = m_window->pointOf(m_window->positionOf("greeting(\"gr")); // has the popup
        (void)tipAt(text);
        QVERIFY2(!QToolTip::text().contains(u"wrong here"_s), qPrintable(QToolTip::text()));
        QToolTip::hideText();
    }

    void what_is_large_scrolls_and_html_is_text()
    {
        const QString row =
            u"![remote](https://a.example/x.png) <script>alert(1)</script> <img src='file:///x.png'> word\n\n"_s;
        popup()->showFor(QRect(10, 300, 20, 20), QString(), row.repeated(200));
        QVERIFY(popup()->plainText().contains(u"<script>alert(1)</script>"_s));
        QVERIFY(popup()->width() <= editor()->width() * HoverPopup::widthPart);
        QVERIFY(popup()->height() <= editor()->height() * HoverPopup::heightPart);
        QVERIFY(text()->verticalScrollBar()->maximum() > 0);
        QVERIFY(editor()->rect().contains(popup()->geometry()));
    }

    void the_second_view_of_a_file_explains_and_tells_problems_too()
    {
        m_window->tabs.views()->split(Qt::Horizontal);
        QVERIFY(editor()->isSecondView());
        const int line = editor()->placeOf(m_window->positionOf("greeting(\"gr")).line + 1;
        m_window->tabs.editorOf(m_window->file())->markProblem(line, 16, line, 24, true, u"wrong here"_s);
        showGreeting();
        QVERIFY(popup()->plainText().contains(u"pub fn greeting(name: &str) -> String"_s));
        QVERIFY(popup()->plainText().contains(u"wrong here"_s));
        QVERIFY(!editor()->otherView()->findChild<HoverPopup *>()->isVisible());
        m_window->tabs.views()->merge();
    }

    void without_a_server_the_tip_tells_the_problem()
    {
        m_window->tabs.setAnalysis(nullptr);
        const int line = editor()->placeOf(m_window->positionOf("greeting(\"gr")).line + 1;
        editor()->markProblem(line, 16, line, 24, true, u"wrong"_s);
        const QPoint point = m_window->pointOf(m_window->positionOf("greeting(\"gr"));
        QHelpEvent help(QEvent::ToolTip, point, editor()->viewport()->mapToGlobal(point));
        QApplication::sendEvent(editor()->viewport(), &help);
        QTRY_VERIFY(QToolTip::text().contains(u"wrong"_s));
        m_window->tabs.language()->showHover();
        QVERIFY(!popup()->isVisible());
        QToolTip::hideText();
        m_window->tabs.setAnalysis(&m_window->analysis);
    }
};

QTEST_MAIN(TestHover)
#include "tst_hover.moc"
