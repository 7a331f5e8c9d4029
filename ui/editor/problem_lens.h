// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QPainter;
class QRect;

namespace studio {

class CodeEditor;

/// The message of the worst problem of each line that is seen, behind the line's end. It is no part of the text.
/// Main thread.
class ProblemLens final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxTextLength = 160; ///< of what is drawn; the tooltip has all of it

    explicit ProblemLens(CodeEditor *editor); ///< which owns it

    void setOn(bool isOn);
    /// What is drawn behind a line, from 0; empty for nothing.
    [[nodiscard]] QString textOf(int line) const;

private:
    void paint(QPainter &painter, const QRect &area) const;
    void paintLine(QPainter &painter, int line, const QString &text) const;

    CodeEditor *m_editor;
    bool m_isOn = true;
};

} // namespace studio
