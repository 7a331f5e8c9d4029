// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"

#include <QObject>
#include <QTimer>

namespace studio {

class CodeEditor;
class LanguageFeatures;

/// Lines of a text: the first one, and behind the last one, from 0.
struct LineSpan
{
    int from = 0;
    int to = 0;

    [[nodiscard]] bool contains(const LineSpan &other) const { return from <= other.from && other.to <= to; }
    bool operator==(const LineSpan &) const = default;
};

/// When to ask the language server about the lines that are visible: after typing or scrolling has paused, when the
/// editor is shown, and when the server knows more. Nothing is asked about a hidden editor or without a server. Main
/// thread.
class ViewportQuestions final : public QObject
{
    Q_OBJECT

public:
    static constexpr int linesAround = 100; ///< above and below what is visible: a small scroll asks nothing

    /// `editor` outlives it, `features` too.
    ViewportQuestions(CodeEditor *editor, LanguageFeatures *features, QObject *parent);

    void askSoon(); ///< as if the text were another
    /// The last question failed. rust-analyzer gives up what it works on when it learns of more files, so it is asked
    /// again, a few times.
    void noteFailure();
    [[nodiscard]] bool isWaiting() const { return m_pause.isActive(); }

Q_SIGNALS:
    void outdated(); ///< an answer that is under way is about another text
    /// `range`: from the begin of the first line to the end of the last one.
    void wanted(studio::LineSpan lines, const studio::TextRange &range);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void ask();
    [[nodiscard]] LineSpan visibleLines(int around) const;

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    QTimer m_pause;
    LineSpan m_known; ///< what was asked about in the text as it is
    int m_failures = 0;
};

} // namespace studio
