// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QRect>

class QPainter;

namespace studio {

class CodeEditor;

/// The message of the worst problem of each line that is seen, behind the line's end; over it, where the line fills the
/// view. It is no part of the text. Main thread.
class ProblemLens final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxTextLength = 160; ///< of what is drawn; the tooltip has all of it

    explicit ProblemLens(CodeEditor *editor); ///< which owns it

    void setOn(bool isOn);
    /// What is drawn behind a line, from 0; empty for nothing.
    [[nodiscard]] QString textOf(int line) const;

    /// Where it is drawn, in the viewport; empty for nothing.
    [[nodiscard]] QRect areaOf(int line) const;

private:
    struct Place
    {
        QRect area;
        bool isOverCode = false;
        bool isBelow = false; ///< the line that it is about
    };

    void followCaret();
    void paint(QPainter &painter, const QRect &area) const;
    void paintLine(QPainter &painter, const Place &place, bool isError, const QString &text) const;
    [[nodiscard]] Place placeOf(int line) const;
    [[nodiscard]] int xOf(long position) const;

    CodeEditor *m_editor;
    bool m_isOn = true;
};

} // namespace studio
