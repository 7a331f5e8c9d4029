// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

#include <QWidget>

#include <array>

namespace studio {

/// Marks on the vertical scroll bar of an editor: the matches of a search and the current one, occurrences of a word,
/// errors and warnings. At most one mark a pixel: the most important one. Main thread.
class ScrollMarks final : public QWidget
{
    Q_OBJECT

public:
    enum Kind { Occurrence, Match, Warning, Error, CurrentMatch }; ///< the later, the more important

    /// Which markers of the editor's margin are problems. The editor owns it.
    ScrollMarks(QsciScintilla *editor, int warningMarker, int errorMarker);

    void setLines(Kind kind, const QList<int> &lines); ///< from 0; not of problems, which are read from the editor
    /// The kinds from the top of the bar to its end, a pixel each; -1 for no mark.
    [[nodiscard]] QList<int> marks() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    void addProblems(QList<int> &marks, int marker, Kind kind) const;
    void add(QList<int> &marks, int line, Kind kind) const;

    QsciScintilla *m_editor;
    int m_warningMarker;
    int m_errorMarker;
    std::array<QList<int>, CurrentMatch + 1> m_lines;
};

} // namespace studio
