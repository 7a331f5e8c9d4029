// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QRect>

class QPainter;

namespace studio {

class CodeEditor;
class ServerFolds;

/// Arrows beside the text, at the first lines of blocks that can be folded (down) and of those that are (right). A
/// click folds and unfolds. Main thread.
class FoldMargin final : public QObject
{
    Q_OBJECT

public:
    static constexpr int margin = 5;
    enum class Arrow { None, Open, Folded };
    Q_ENUM(Arrow)

    /// `editor` owns it; `folds` outlives it.
    FoldMargin(CodeEditor *editor, ServerFolds *folds);

    [[nodiscard]] Arrow arrowAt(int line) const; ///< from 0

private:
    void paint(QPainter &painter, const QRect &area) const;

    CodeEditor *m_editor;
    ServerFolds *m_folds;
};

} // namespace studio
