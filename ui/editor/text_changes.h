// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"

#include <QObject>

#include <optional>

namespace studio {

class CodeEditor;

/// Tells of each change of an editor's text, in the order in which they are made and each before the next one is made.
///
/// QScintilla counts, with each insertion and removal that it tells of, the characters in front of it for a screen
/// reader, and does so again with each paint, whether there is one or not: 6 ms each at the end of 20,000 lines, and
/// minutes while 10,000 words are replaced.
/// So while no assistive tool is active it is asked to tell only what it is about to do. What that was is told when the
/// next change begins, when the event that made it was handled, or when flush() is called. Main thread.
class TextChanges final : public QObject
{
    Q_OBJECT

public:
    explicit TextChanges(CodeEditor *editor);

    /// Both are about one text: what `first` tells of a change comes before what this does. It must outlive this.
    void tellAfter(TextChanges *first) { m_first = first; }
    void flush(); ///< tells now of a change that was made and not told yet
    /// To be called when the editor was shown or got the focus.
    void followAssistiveTools();

Q_SIGNALS:
    void begun(); ///< a change is about to be made: what is known of the text does not hold any more
    void changed(const studio::TextChange &change); ///< in bytes

private:
    struct Pending
    {
        TextRange range;  ///< in the text as it was before
        int position = 0; ///< of what is there instead of it, in bytes …
        int length = 0;   ///< … and its length
        int lines = 0;    ///< of the whole text, before
    };

    void take(int position, int kind, int length);
    void begin(int from, int to, int inserted);
    [[nodiscard]] bool isInLineEnd(int position) const;
    void end(bool isToldByScintilla);

    CodeEditor *m_editor;
    TextChanges *m_first = nullptr;
    std::optional<Pending> m_pending;
    std::optional<bool> m_isTold; ///< by QScintilla, when it is done
    bool m_isQueued = false;      ///< that flush() is called
};

} // namespace studio
