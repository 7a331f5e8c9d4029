// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/find_target.h"
#include "ui/invoke/folded_lines.h"
#include "ui/invoke/json_line.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>

namespace studio {

/// A JSON document in lines, however large: only what is seen is laid out, so that 60 MB scroll as 60 bytes do. Arrays
/// and objects fold, at the margin or with Left and Right. Long lines are shortened, not wrapped; places count in the
/// whole lines, and the mark behind a shortened one stands for all that is left out. Main thread.
class JsonView : public QAbstractScrollArea, public FindTarget
{
    Q_OBJECT

public:
    explicit JsonView(QWidget *parent = nullptr);

    void setOutline(std::shared_ptr<const JsonOutline> outline); ///< null for none
    [[nodiscard]] const std::shared_ptr<const JsonOutline> &outline() const { return m_outline; }
    [[nodiscard]] const FoldedLines &folds() const { return m_folds; }
    [[nodiscard]] qint64 currentLine() const { return m_cursor.line; }
    [[nodiscard]] QString shownText(qint64 line) const; ///< as it is drawn: shortened, and with what a fold stands for
    [[nodiscard]] QString selectedText() const;

    void setFolded(qint64 line, bool isFolded); ///< nothing where the line opens nothing
    void foldAll();                             ///< what stands right under the root
    void unfoldAll();
    void copy(); ///< what is selected, else the current line

    [[nodiscard]] std::shared_ptr<const LineText> lineText() const override;
    void markMatches(const QList<AnswerMatch> &matches) override;
    void selectMatch(const AnswerMatch &match) override;
    [[nodiscard]] bool showsMatch(const AnswerMatch &match) const override;
    [[nodiscard]] LinePlace findStart() const override { return std::min(m_anchor, m_cursor); }
    [[nodiscard]] QString selectionToFind() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    static constexpr int foldMargin = 18; ///< pixels left of the text, for the arrows

    [[nodiscard]] JsonLine shownLine(qint64 line) const { return {m_outline, line, m_folds.isFolded(line)}; }
    void stopDragging();
    void measure();
    void updateScrollBars();
    void setFolds(FoldedLines folds);
    void keepFirstRow(qint64 line);
    void paintRow(QPainter &painter, qint64 line, int y) const;
    void paintMargin(QPainter &painter, qint64 line, int y) const;
    [[nodiscard]] LinePlace placeAt(QPoint point) const;
    [[nodiscard]] qint64 rowsInView() const;
    [[nodiscard]] int textLeft() const; ///< of a line, in the viewport; moves with the scroll bar
    void goTo(LinePlace place, bool extends);
    void moveByRows(qint64 rows, bool extends);
    void showLine(qint64 line);
    void showPlace(LinePlace place);
    bool pressFoldKey(int key);

    std::shared_ptr<const JsonOutline> m_outline;
    FoldedLines m_folds;
    QList<AnswerMatch> m_matches;
    LinePlace m_anchor;
    LinePlace m_cursor;
    QBasicTimer m_dragScroll; ///< while the pointer is held above or below
    int m_rowHeight = 1;
    bool m_isDragging = false;
};

} // namespace studio
