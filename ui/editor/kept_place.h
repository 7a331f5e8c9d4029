// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

namespace studio {

class CodeEditor;

/// Keeps the caret, the selection and the scroll position of a view in their lines while an undo or redo in the other
/// view replaces the lines around them, as of a whole text. Scintilla would put them where the replaced text began.
/// Main thread.
class KeptPlace final : public QObject
{
    Q_OBJECT

public:
    explicit KeptPlace(CodeEditor *editor); ///< which owns it

private:
    /// A line from 0 and a column in bytes.
    struct Point
    {
        int line = 0;
        int byte = 0;
    };
    struct Place
    {
        Point anchor;
        Point caret;
        int firstVisibleLine = 0;
        int from = 0; ///< where the text around it was removed
        bool isReplaced = false;
    };

    void take(int position, int kind, int length);
    void noteRemoval(int position, int length);
    [[nodiscard]] Point pointOf(long position) const;
    [[nodiscard]] long positionOf(Point point) const;
    void restore();

    CodeEditor *m_editor;
    std::optional<Place> m_place; ///< until the undo or redo is done
};

} // namespace studio
