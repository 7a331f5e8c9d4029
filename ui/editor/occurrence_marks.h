// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

#include <QTimer>

namespace studio {

/// Marks the occurrences of the word at the caret; in a large text as far as they are near what is visible. Main
/// thread.
class OccurrenceMarks final : public QObject
{
    Q_OBJECT

public:
    static constexpr int indicator = 21;

    explicit OccurrenceMarks(QsciScintilla *editor); ///< which owns it

Q_SIGNALS:
    void marked(const QList<int> &lines); ///< from 0; none where there is no word

private:
    void mark();
    void clear();
    [[nodiscard]] QByteArray wordAtCaret() const;

    QsciScintilla *m_editor;
    QTimer m_timer; ///< until the caret rests
    bool m_isMarked = false;
};

} // namespace studio
