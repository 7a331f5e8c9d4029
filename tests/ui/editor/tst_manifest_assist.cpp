// SPDX-License-Identifier: GPL-3.0-or-later
// Cargo.toml in an editor, with the real cargo and what it remembers of crates.io: completion, hover and diagnostics.
#include "core/crates/crate_version.h"
#include "core/crates/crates.h"
#include "core/crates/registry_index.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
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

#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const QString head = u"[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n"_s;
constexpr int answerTimeout = 30'000; ///< cargo may have to ask its registry

} // namespace

class TestManifestAssist : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto choice = QCoro::waitFor(m_services.compiler.toolchain(RustTarget::Native));
        QVERIFY(choice.has_value());
        for (const QString &name : {u"serde"_s, u"tokio"_s, u"serde_json"_s}) { // they are remembered from now on
            QVERIFY(QCoro::waitFor(crateInfo(choice->toolchain, name)).has_value());
        }
        m_project.add(u"src/lib.rs"_s, "");
        QVERIFY(m_services.workspace.open(m_project.path()).has_value());
        m_pane.attach(&m_services.workspace);
        tabs()->resize(900, 600);
        QVERIFY(tabs()->open(m_services.workspace.manifest()->path()).has_value());
        tabs()->show();
        QVERIFY(QTest::qWaitForWindowActive(tabs()));
    }
    void cleanupTestCase()
    {
        tabs()->closeAll();
        m_pane.attach(nullptr);
    }
    void init()
    {
        QTest::keyClick(editor(), Qt::Key_Escape);
        editor()->setFocus();
    }

    void names_then_versions_then_features()
    {
        put(head + u"[dependencies]\n"_s);
        type(u"serd"_s);
        QTRY_VERIFY(names().contains(u"serde_json"_s));
        QCOMPARE(names().value(0), u"serde"_s);
        QTest::keyClick(editor(), Qt::Key_Return); // and the versions are offered
        QTRY_VERIFY(names().value(0).startsWith(u"1."_s));
        QCOMPARE(editor()->text().section(u'\n', -1), u"serde = \"\""_s);
        const QString newest = names().value(0);
        type(u"1.0.1"_s);
        QTRY_VERIFY(names().contains(u"1.0.100"_s));
        QTest::keyClick(editor(), Qt::Key_Escape);
        put(head + u"[dependencies]\nserde = { version = \"1\", features = [\"\"] }"_s, u"[\""_s);
        tabs()->complete();
        QTRY_VERIFY(names().contains(u"derive"_s));
        type(u"der"_s);
        QTRY_COMPARE(names().value(0), u"derive"_s);
        QTest::keyClick(editor(), Qt::Key_Tab);
        QCOMPARE(editor()->text().section(u'\n', -1), u"serde = { version = \"1\", features = [\"derive\"] }"_s);
        QVERIFY(CrateVersion::parse(newest).has_value());
    }

    void a_crate_is_described_beside_the_list()
    {
        put(head + u"[dependencies]\n"_s);
        type(u"serde"_s);
        QTRY_COMPARE(names().value(0), u"serde"_s);
        auto *const side = assist()->popup()->findChild<QTextBrowser *>();
        QTRY_VERIFY_WITH_TIMEOUT(side->isVisible() && side->toPlainText().contains(u"serializ"_s), answerTimeout);
    }

    void keys_with_their_documentation_and_values()
    {
        put(head + u"[profile.release]\n"_s);
        type(u"lt"_s);
        QTRY_COMPARE(names().value(0), u"lto"_s);
        auto *const side = assist()->popup()->findChild<QTextBrowser *>();
        QTRY_VERIFY(side->isVisible() && side->toPlainText().contains(u"linked"_s));
        QTest::keyClick(editor(), Qt::Key_Return);
        QTRY_VERIFY(names().contains(u"thin"_s));
        type(u"th"_s);
        QTRY_COMPARE(names().value(0), u"thin"_s);
        QTest::keyClick(editor(), Qt::Key_Return);
        QCOMPARE(editor()->text().section(u'\n', -1), u"lto = \"thin\""_s);
    }

    void headers()
    {
        put(head);
        type(u"[prof"_s);
        QTRY_VERIFY(names().contains(u"profile.release"_s));
        QVERIFY(!names().contains(u"bin"_s));
    }

    void a_default_feature_is_a_flag()
    {
        put(head + u"[dependencies]\nserde = { version = \"1\",  }"_s, u"\"1\", "_s);
        type(u"defau"_s);
        QTRY_COMPARE(names().value(0), u"default-features"_s);
        QTest::keyClick(editor(), Qt::Key_Return);
        QTRY_VERIFY(names().contains(u"false"_s));
        QTest::keyClick(editor(), Qt::Key_Down);
        QTest::keyClick(editor(), Qt::Key_Return);
        QVERIFY2(editor()->text().contains(u"default-features = false"_s), qPrintable(editor()->text()));
    }

    void the_mouse_and_a_key_explain()
    {
        put(head + u"[dependencies]\nserde = \"1\"\n"_s, u"\nser"_s);
        auto *const hover = editor()->findChild<HoverHelp *>();
        tabs()->language()->showHover();
        QTRY_VERIFY(hover->isVisible());
        const QString text = editor()->findChild<HoverPopup *>()->plainText();
        QVERIFY2(text.contains(u"serde"_s) && text.contains(u"derive"_s), qPrintable(text));
        put(head, u"edi"_s);
        tabs()->language()->showHover();
        QTRY_VERIFY(editor()->findChild<HoverPopup *>()->plainText().contains(u"edition of Rust"_s));
    }

    void problems_come_and_go_with_their_cause_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("message");
        QTest::addColumn<bool>("isError");
        QTest::newRow("not TOML") << u"[dependencies]\nserde = \n"_s << u"not TOML"_s << true;
        QTest::newRow("duplicate") << u"[dependencies]\nserde = \"1\"\nserde = \"1\"\n"_s << u"second time"_s << true;
        QTest::newRow("unknown key") << u"[dependencies]\nserde = { version = \"1\", featurs = [] }\n"_s
                                     << u"dependencies.serde.featurs"_s << false;
        QTest::newRow("TOML 1.1") << u"[dependencies]\nserde = {\n  version = \"1\",\n}\n"_s
                                  << u"Cargo 1.93, which the platform compiles with, cannot read an inline table"_s
                                  << false;
        QTest::newRow("of Cargo") << u"[dependencies]\nserde = { version = \"1\", optional = \"yes\" }\n"_s
                                  << u"expected a boolean"_s << true;
        QTest::newRow("no version") << u"[dependencies]\nserde = \"77\"\n"_s << u"No version of serde fits 77"_s
                                    << true;
        QTest::newRow("yanked") << u"[dependencies]\ntokio = \"=%1\"\n"_s.arg(yankedVersion()) << u"was yanked"_s
                                << false;
        QTest::newRow("no feature") << u"[dependencies]\nserde = { version = \"1\", features = [\"deriv\"] }\n"_s
                                    << u"has no feature “deriv”"_s << true;
        QTest::newRow("no crate") << u"[dependencies]\nno-such-crate-for-ignite-studio = \"1\"\n"_s
                                  << u"no crate “no-such-crate-for-ignite-studio”"_s << true;
    }

    void problems_come_and_go_with_their_cause()
    {
        QFETCH(QString, more);
        QFETCH(QString, message);
        QFETCH(bool, isError);
        put(head + more);
        const auto found = [&] {
            const QList<Diagnostic> all = m_services.workspace.diagnostics()->of(DiagnosticList::Source::Manifest);
            const auto one =
                std::ranges::find_if(all, [&](const Diagnostic &d) { return d.message.contains(message); });
            return one == all.end() ? std::nullopt : std::optional(*one);
        };
        QTRY_VERIFY_WITH_TIMEOUT(found().has_value(), answerTimeout);
        QCOMPARE(found()->severity == Severity::Error, isError);
        QVERIFY(editor()->hasProblems());
        QVERIFY(editor()->problemOfLine(found()->line - 1).message.contains(message));
        put(head + u"[dependencies]\nserde = \"1\"\n"_s);
        QTRY_VERIFY(m_services.workspace.diagnostics()->of(DiagnosticList::Source::Manifest).isEmpty());
        QVERIFY(!editor()->hasProblems());
    }

    void of_the_line_that_is_being_typed_nothing_is_said()
    {
        const auto isSaid = [this](const QString &words) {
            const QList<Diagnostic> all = m_services.workspace.diagnostics()->of(DiagnosticList::Source::Manifest);
            return std::ranges::any_of(all, [&](const Diagnostic &one) { return one.message.contains(words); });
        };
        const QString last = u"serde_json = { version = \"1\", featurs = [] }"_s;
        put(head + u"[dependencies]\nserde = { version = \"1\", featurs = [] }\n"_s + last);
        type(u" "_s);
        QTRY_VERIFY(isSaid(u"serde.featurs"_s));
        QVERIFY(!isSaid(u"serde_json.featurs"_s));
        QSignalSpy left(m_services.workspace.navigation(), &Navigation::caretLineChanged);
        QTest::keyClick(editor(), Qt::Key_Up);
        QTRY_VERIFY(!left.isEmpty());
        QVERIFY(isSaid(u"serde_json.featurs"_s)); // at once
        QTest::keyClick(editor(), Qt::Key_Down);  // and not typed in
        QVERIFY(isSaid(u"serde_json.featurs"_s));
        type(u" "_s);
        QTRY_VERIFY(!isSaid(u"serde_json.featurs"_s));
        QVERIFY(isSaid(u"serde.featurs"_s));
        QTRY_VERIFY(isSaid(u"serde_json.featurs"_s)); // a long pause
    }

private:
    static QString yankedVersion()
    {
        const IndexedCrate crate = readIndexedCrate(cargoHome(), u"tokio"_s)->value();
        for (const IndexedVersion &one : crate.versions) {
            if (one.isYanked) {
                return one.text;
            }
        }
        return u"there is none"_s;
    }
    EditorTabs *tabs() { return m_pane.tabs(); }
    CodeEditor *editor() { return tabs()->current(); }
    CompletionAssist *assist() { return editor()->findChild<CompletionAssist *>(); }
    /// The caret behind `before`, or at the end.
    void put(const QString &text, const QString &before = {})
    {
        editor()->replaceText(text);
        const QByteArray bytes = text.toUtf8();
        const qsizetype at = before.isEmpty() ? bytes.size() : bytes.indexOf(before.toUtf8()) + before.toUtf8().size();
        editor()->SendScintilla(QsciScintillaBase::SCI_GOTOPOS, static_cast<unsigned long>(at));
    }
    void type(const QString &text)
    {
        for (const QChar character : text) {
            QTest::keyClick(editor(), character.toLatin1());
        }
    }
    QStringList names()
    {
        QStringList all;
        if (assist()->isShown()) {
            CompletionModel *const model = assist()->popup()->model();
            for (int row = 0; row < model->rowCount(); ++row) {
                all << model->item(row).filterText;
            }
        }
        return all;
    }

    TestProject m_project;
    OneWorkspace m_services;
    EditorToolPane m_pane{m_services.home.filePath(u"recovery"_s), nullptr};
};

QTEST_MAIN(TestManifestAssist)
#include "tst_manifest_assist.moc"
