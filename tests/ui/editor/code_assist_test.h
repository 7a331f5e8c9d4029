// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/editor/analysis_test.h"
#include "ui/common/theme.h"
#include "ui/editor/code_action_assist.h"
#include "ui/editor/code_action_menu.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/language_actions.h"
#include "ui/editor/references_peek.h"
#include "ui/editor/rename_field.h"
#include "ui/editor/rename_preview.h"
#include "ui/editor/signature_assist.h"
#include "ui/editor/signature_popup.h"
#include "ui/editor/symbol_references.h"
#include "ui/editor/symbol_rename.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QSignalSpy>
#include <QTreeWidget>

namespace studio::test {

using namespace Qt::StringLiterals;

inline constexpr auto assistSource = R"(use ignite::prelude::*;

mod helper;
mod many;

/// Joins **two** words.
fn join(first: &str, second: Option<u32>) -> String {
    format!("{first}{second:?}")
}

fn work() {
    
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let text = helper::greeting("ä", 1);
    Ok(ignite::json!(join(&text, None)))
}
)";
inline constexpr auto assistHelper =
    "pub fn greeting(name: &str, times: usize) -> String {\n    name.repeat(times)\n}\n";
inline constexpr int workLine = 11; ///< the empty line

inline constexpr int manyFiles = 39; ///< that use what many/mod.rs defines
inline constexpr int usesInEach = 13;

inline QByteArray manyModule()
{
    QByteArray text = "pub fn everywhere() -> usize {\n    1\n}\n";
    for (int file = 0; file < manyFiles; ++file) {
        text += "mod m" + QByteArray::number(file) + ";\n";
    }
    return text;
}

inline QByteArray oneOfMany()
{
    QByteArray text = "pub fn all() -> usize {\n    let mut sum = 0;\n";
    for (int use = 0; use < usesInEach; ++use) {
        text += "    sum += super::everywhere();\n";
    }
    return text + "    sum\n}\n";
}

/// A window with the real rust-analyzer, one for all tests of a file.
class CodeAssistTest : public QObject
{
protected:
    std::unique_ptr<AnalysisWindow> m_window;

    [[nodiscard]] CodeEditor *editor() const { return m_window->editor(); }
    [[nodiscard]] EditorTabs &tabs() const { return m_window->tabs; }
    [[nodiscard]] QString helper() const { return m_window->folder() + u"/src/helper.rs"_s; }
    void type(const QString &text) const
    {
        for (const QChar character : text) {
            QTest::keyClick(editor(), character.toLatin1());
        }
    }
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) const { QTest::keyClick(editor(), key, with); }
    /// For looking at: where STUDIO_PICTURES names a folder.
    void picture(const char *name) const
    {
        if (const QString folder = qEnvironmentVariable("STUDIO_PICTURES"); !folder.isEmpty()) {
            QTest::qWait(300); // fixed wait: for a picture that a person looks at
            (void)tabs().screen()->grabWindow(0).save(folder + u'/' + QString::fromLatin1(name) + u".png"_s);
        }
    }
    [[nodiscard]] SignatureAssist *signatures() const { return editor()->findChild<SignatureAssist *>(); }
    [[nodiscard]] QString parameter() const
    {
        return signatures()->isShown() ? signatures()->popup()->activeParameter() : u"(hidden)"_s;
    }

    /// With less time between than QTRY_VERIFY, for a figure.
    template <typename Condition> static bool waitFor(Condition condition)
    {
        QElapsedTimer limit;
        limit.start();
        while (!condition() && limit.elapsed() < analyzerTimeout) {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        }
        return condition();
    }
    [[nodiscard]] SymbolReferences *references() const { return tabs().language()->references(); }
    [[nodiscard]] SymbolRename *rename() const { return tabs().language()->rename(); }
    [[nodiscard]] QLineEdit *nameField() const { return rename()->field()->findChild<QLineEdit *>(); }
    void typeName(const QString &name) const
    {
        for (const QChar letter : name) {
            QTest::keyClick(nameField(), letter.toLatin1());
        }
        QTest::keyClick(nameField(), Qt::Key_Return);
    }
    [[nodiscard]] static QByteArray onDisk(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] CodeActionAssist *actions() const { return editor()->findChild<CodeActionAssist *>(); }
    [[nodiscard]] CodeActionMenu *menu() const
    {
        CodeActionMenu *const shown = actions()->menu();
        return shown && shown->isVisible() ? shown : nullptr;
    }
    /// Goes through the menu with the arrow keys.
    void chooseByKeys(const QString &title) const
    {
        QPointer<QMenu> top = menu();
        QVERIFY(top);
        for (int step = 0; step < 60; ++step) {
            const QAction *const at = top->activeAction();
            if (at && at->text() == title) {
                QTest::keyClick(top, Qt::Key_Return);
                QTRY_VERIFY(!top);
                return;
            }
            QTest::keyClick(top, Qt::Key_Down);
        }
        QStringList all;
        for (const QAction *const one : top->actions()) {
            all << one->text();
        }
        QFAIL(qPrintable(title + u" is not among: "_s + all.join(u"; "_s)));
    }
    void startWindow()
    {
        Theme::apply(qEnvironmentVariable("STUDIO_THEME") == u"dark"_s);
        m_window = std::make_unique<AnalysisWindow>(assistSource);
        m_window->add(u"src/helper.rs"_s, assistHelper);
        m_window->add(u"src/many/mod.rs"_s, manyModule());
        for (int file = 0; file < manyFiles; ++file) {
            m_window->add(u"src/many/m%1.rs"_s.arg(file), oneOfMany());
        }
        m_window->start();
        m_window->analysis.setTrust(true); // else what stands below #[ignite::main] has no names of its own
        QTRY_COMPARE_WITH_TIMEOUT(m_window->analysis.state(), RustAnalysis::State::Ready, analyzerTimeout);
        connect(&tabs(), &EditorTabs::message, this, [](const QString &said) { qInfo().noquote() << said; });
        tabs().addActions(makeLanguageActions(&tabs(), [this] { return tabs().language(); }));
    }
};

} // namespace studio::test
