// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

#include <QTimer>

namespace studio {

/// Marks the occurrences of the word at the caret, as far as they are near what is visible, and tells the lines of all
/// of them, up to 5,000. Main thread.
class OccurrenceMarks final : public QObject
{
    Q_OBJECT

public:
    static constexpr int indicator = 21;
    static constexpr int secondIndicator = 22; ///< of the second view of a text

    OccurrenceMarks(QsciScintilla *editor, int ownIndicator); ///< `editor` owns it

    [[nodiscard]] bool isWaiting() const { return m_timer.isActive(); } ///< for the caret to rest

Q_SIGNALS:
    void marked(const QList<int> &lines); ///< from 0; none where there is no word

private:
    struct Span
    {
        long from;
        long to;
    };

    void mark();
    void clear();
    [[nodiscard]] QByteArrayView wholeText() const; ///< until it changes
    [[nodiscard]] Span drawnSpan() const;
    [[nodiscard]] QByteArray wordAtCaret() const;

    QsciScintilla *m_editor;
    int m_indicator;
    QTimer m_timer; ///< until the caret rests
    bool m_isMarked = false;
};

} // namespace studio
