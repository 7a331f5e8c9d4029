// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/editor/analysis_test.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/editing_actions.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/language_actions.h"
#include "ui/editor/symbol_list.h"

#include <QSignalSpy>
#include <QTreeWidget>

namespace studio::test {

using namespace Qt::StringLiterals;

inline constexpr int answerTimeout = 60'000; ///< of a server that is ready, on a busy machine; also to compile a test
inline constexpr auto semanticSource = R"(use ignite::prelude::*;

mod helper;

/// An order, in cents.
/// It has no currency.
struct Order {
    total: u64,
}

impl Order {
    fn times(&self, factor: u64) -> u64 {
        self.total * factor
    }
}

fn described() -> (String, u64) {
    let text = helper::greeting("grüße");
    let mut sum = Order { total: 7 }.times(3);
    sum += text.len() as u64; // übrigens
    (text, sum)
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let (text, sum) = described();
    Ok(ignite::json!({ "text": text, "sum": sum }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes() {
        assert_eq!(Order { total: 2 }.times(3), 6);
    }

    #[test]
    fn fails() {
        assert_eq!(Order { total: 2 }.times(3), 7, "two times three");
    }

    #[test]
    #[ignore]
    fn sleeps() {
        std::thread::sleep(std::time::Duration::from_secs(600));
    }
}
)";
inline constexpr auto semanticHelper = R"(/// Says hello.
pub fn greeting(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    words.join(" ")
}
)";

/// One window with the real rust-analyzer for all tests of a file, on a project with a module, a handler and tests.
class SemanticTest : public QObject
{
    Q_OBJECT

protected:
    EditorView m_view;
    std::unique_ptr<AnalysisWindow> m_window;

    [[nodiscard]] EditorTabs &tabs() const { return m_window->tabs; }
    [[nodiscard]] QAction *action(const char *id) const { return tabs().findChild<QAction *>(QLatin1StringView(id)); }
    [[nodiscard]] int lineOf(const QByteArray &mark) const
    {
        return editor()->placeOf(m_window->positionOf(mark)).line;
    }
    [[nodiscard]] QTreeWidget *list() const
    {
        const auto *const shown = editor()->findChild<SymbolList *>();
        return shown ? shown->findChild<QTreeWidget *>() : nullptr;
    }
    [[nodiscard]] CodeEditor *editor() const { return m_window->editor(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_window = std::make_unique<AnalysisWindow>(semanticSource);
        m_window->add(u"src/helper.rs"_s, semanticHelper);
        m_window->tabs.setView(&m_view);
        m_window->tabs.addActions(makeViewActions(&m_window->tabs, &m_view));
        m_window->tabs.addActions(makeEditingActions(&m_window->tabs, [this] { return editor(); }));
        m_window->tabs.addActions(makeLanguageActions(&m_window->tabs, [this] { return tabs().language(); }));
        m_window->start();
    }
    void cleanupTestCase() { m_window.reset(); }
    void init()
    {
        m_window->reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->analysis.state(), RustAnalysis::State::Ready, analyzerTimeout);
    }
};

} // namespace studio::test
