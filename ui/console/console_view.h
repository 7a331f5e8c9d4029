// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_colors.h"
#include "ui/console/line_buffer.h"
#include "ui/console/source_links.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QPoint>

#include <optional>
#include <unordered_map>

namespace studio {

/// Shows a LineBuffer on a grid of columns. Only what is visible is decoded and painted, and what was appended is
/// shown once per frame, so a million lines cost what their bytes cost. Main thread.
///
/// Keys: arrows, Page, Home and End move the caret, with Shift they select; Alt+Up and Alt+Down go from link to link
/// and Enter opens the one on the caret's line.
class ConsoleView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// A character of the output. Ordered by line, then index.
    struct Position
    {
        qint64 line = 0;
        qsizetype index = 0; ///< in UTF-16 code units of the text as shown

        auto operator<=>(const Position &) const = default;
    };

    explicit ConsoleView(QWidget *parent = nullptr);

    void append(QByteArrayView utf8, const LineTag &tag = {});
    void clear();
    [[nodiscard]] const LineBuffer &buffer() const { return m_buffer; }

    /// Room at the left that says when a line came, and from which stream. On by default; left out where it is narrow.
    void setGutter(bool on);
    void setWrap(bool on); ///< on by default
    [[nodiscard]] bool wrap() const { return m_wrap; }

    /// Whether the end is kept in sight. Scrolling up ends it, scrolling to the end resumes it.
    [[nodiscard]] bool follows() const { return m_follow; }
    void scrollToEnd();
    void scrollToStart(); ///< and does not follow

    [[nodiscard]] QString text(qint64 line) const; ///< as shown
    [[nodiscard]] QString selectedText() const;
    [[nodiscard]] bool hasSelection() const { return m_anchor != m_caret; }
    void select(Position anchor, Position caret); ///< and shows the caret
    void selectAll();
    void copy() const;
    [[nodiscard]] Position caret() const { return m_caret; }
    void goToLink(int direction);                            ///< 1 down, -1 up; selects it
    [[nodiscard]] Position searchStart(int direction) const; ///< where the selection ends in that direction

    /// Marks every place of this text in what is visible; empty marks nothing. Without regard to case.
    void setMarked(const QString &text);

    /// Where a character is drawn, in coordinates of the viewport; invalid when it is not visible.
    [[nodiscard]] QRect rectOf(Position position) const;

Q_SIGNALS:
    void locationActivated(const QString &file, int line, int column);
    void followsChanged(bool follows);
    void shownChanged(); ///< once per frame in which something was appended
    void contextMenuWanted(const QPoint &globalPosition);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Decoded
    {
        AnsiLine content;
        QList<SourceLink> links;
    };
    struct Hit
    {
        Position position;
        std::optional<SourceLink> link;
    };
    struct Row ///< of what is visible
    {
        qint64 line = 0;
        qsizetype from = 0; ///< indices in the line's text
        qsizetype to = 0;
        bool first = true; ///< of its line
        int y = 0;
    };

    void measureFont();
    void flush();
    void updateBars();
    void setFollow(bool follow);
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] int columnsThatFit() const;
    [[nodiscard]] const Decoded &decoded(qint64 line) const;
    [[nodiscard]] Hit hit(const QPoint &point) const;
    [[nodiscard]] std::vector<Row> visible() const;
    [[nodiscard]] Row rowOf(const LineBuffer::Place &place) const; ///< without y
    [[nodiscard]] LineBuffer::Place placeOf(Position position) const;
    [[nodiscard]] double xOf(const Row &row, qsizetype index) const;
    [[nodiscard]] Position clamped(Position position) const;
    void moveCaret(Position to, bool selecting);
    void moveRows(int rows, bool selecting);
    [[nodiscard]] bool moveByKey(const QKeyEvent &event, bool selecting);
    [[nodiscard]] Position stepped(int direction, bool word) const;
    void showCaret();
    void activateLink(const SourceLink &link);
    [[nodiscard]] std::optional<SourceLink> linkAtCaret() const;
    void setHovered(const Hit &hit);
    void selectWordAt(Position position);

    void paintRow(QPainter &painter, const Row &row) const;
    template <typename Visit> void forEachRun(const Row &row, Visit visit) const;
    void paintText(QPainter &painter, const Row &row, qsizetype from, qsizetype to, const AnsiStyle &style) const;
    void paintSelection(QPainter &painter, const Row &row) const;
    void paintHover(QPainter &painter, const Row &row) const;
    void paintRange(QPainter &painter, const Row &row, qsizetype from, qsizetype to, const QColor &color) const;
    void paintMarks(QPainter &painter, const Row &row) const;
    void paintGutter(QPainter &painter, const Row &row, bool firstVisible) const;
    void paintCaret(QPainter &painter, const Row &row) const;
    [[nodiscard]] QColor baseColor(LineKind kind) const;

    LineBuffer m_buffer;
    AnsiColors m_colors;
    mutable std::unordered_map<qint64, Decoded> m_decoded; ///< of lines seen lately; trimmed between events only
    QBasicTimer m_frame;
    QBasicTimer m_dragScroll;
    QString m_marked;
    Position m_anchor;
    Position m_caret;
    qint64 m_hoverLine = -1;
    std::optional<SourceLink> m_hovered;
    std::optional<SourceLink> m_pressed;
    QPoint m_dragPoint;
    qint64 m_droppedRowsSeen = 0;
    double m_columnWidth = 8;
    int m_rowHeight = 16;
    int m_ascent = 12;
    int m_wantedColumn = -1; ///< that Up and Down keep to
    bool m_gutter = true;
    bool m_wrap = true;
    bool m_follow = true;
    bool m_settingBars = false;
};

} // namespace studio
