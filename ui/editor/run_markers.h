// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"
#include "core/workspace/test_runs.h"

namespace studio {

class CodeEditor;
class DocumentOutline;
class DocumentRunnables;
class LanguageFeatures;

/// Marks beside the handler and the tests of a file, in a margin of their own: what a click or a key runs, and how a
/// test ended. Main thread.
class RunMarkers final : public QObject
{
    Q_OBJECT

public:
    enum class Mark { Run, Running, Passed, Failed };
    Q_ENUM(Mark)
    static constexpr int margin = 3;
    static constexpr int firstMarker = 10;       ///< of Scintilla, in the order of Mark
    static constexpr int secondFirstMarker = 14; ///< likewise, of the second view of a text
    static constexpr qsizetype maxMarkers = 2'000;

    /// `editor` owns it; the others, which are about the whole text, outlive it.
    RunMarkers(CodeEditor *editor, DocumentOutline *outline, DocumentRunnables *runnables, LanguageFeatures *features);

    void runAtCaret(); ///< the test that the caret is in, or the tests of its module, or the handler
    [[nodiscard]] bool isWaiting() const;
    [[nodiscard]] std::optional<Mark> markAt(int line) const; ///< from 0
    [[nodiscard]] QString tipAt(int line) const;              ///< what is run there, or the message of the failed test

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Item
    {
        TextRange range;                 ///< of the whole function or module, as the server told it …
        int line = 0;                    ///< … and of its name
        int handle = -1;                 ///< of its marker, which moves with the text
        std::optional<TestCommand> test; ///< nothing: the handler
        Mark mark = Mark::Run;
    };

    void take();
    void addHandler();
    void add(Item item, int line);
    void showResults();
    void setMark(Item &item, int line);
    void clear();
    void run(const Item &item);
    [[nodiscard]] int lineOf(const Item &item) const;
    [[nodiscard]] const Item *itemAt(int line) const;
    [[nodiscard]] Mark markOf(const Item &item) const;

    CodeEditor *m_editor;
    DocumentOutline *m_outline;
    DocumentRunnables *m_runnables;
    LanguageFeatures *m_features;
    int m_firstMarker;
    QList<Item> m_items;
};

} // namespace studio
