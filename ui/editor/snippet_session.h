// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/snippet.h"

#include <QObject>

namespace studio {

class CodeEditor;

/// The places of a snippet that was inserted: Tab goes from one to the next, what is typed at one is typed at all of
/// its number. It ends at the last place, with Escape, and where the caret leaves the snippet. Main thread.
class SnippetSession : public QObject
{
    Q_OBJECT

public:
    explicit SnippetSession(CodeEditor *editor);

    /// The snippet's text stands at `position` (bytes) already. Goes to its first place.
    void begin(const lsp::Snippet &snippet, int position);
    [[nodiscard]] bool isActive() const { return !m_stops.isEmpty(); }
    void goOn(int step); ///< 1 or -1
    void end();

private:
    struct Stop
    {
        int number;
        int from; ///< bytes, in the text as it is now
        int to;
    };

    void follow(int position, int removed, int added);
    void select();
    void markClosers() const;
    [[nodiscard]] QList<int> numbers() const;

    CodeEditor *m_editor;
    QList<Stop> m_stops;
    int m_current = 0; ///< number of the place that the caret is at
    int m_from = 0;    ///< of the whole snippet
    int m_to = 0;
    bool m_isSelecting = false;
};

} // namespace studio
