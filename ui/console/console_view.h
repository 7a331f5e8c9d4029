// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_colors.h"
#include "ui/console/console_document.h"
#include "ui/console/console_layout.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>

namespace studio {

/// Shows the console's document (ConsoleDocument) on a grid (ConsoleLayout): scrolling, caret, selection and links.
/// Only what is visible is decoded and painted (ConsolePainter), and what was appended is shown once per frame, so a
/// million lines cost what their bytes cost. Main thread.
///
/// Keys: arrows, Page, Home and End move the caret, with Shift they select; Alt+Up and Alt+Down go from link to link
/// and Enter opens the one on the caret's line.
class ConsoleView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    using Position = ConsolePosition;

    explicit ConsoleView(QWidget *parent = nullptr);

    void append(QByteArrayView utf8, const LineTag &tag = {});
    void clear();
    [[nodiscard]] const LineBuffer &buffer() const { return m_document.buffer(); }
    [[nodiscard]] QString text(qint64 line) const { return m_document.text(line); } ///< as shown

    /// Room at the left that says when a line came, and from which stream. On by default; left out where it is narrow.
    void setGutter(bool isOn);
    void setWrap(bool isOn); ///< on by default
    [[nodiscard]] bool wrap() const { return m_layout.wraps(); }

    /// Whether the end is kept in sight. Scrolling up ends it, scrolling to the end resumes it.
    [[nodiscard]] bool follows() const { return m_follows; }
    void scrollToEnd();
    void scrollToStart(); ///< and does not follow

    [[nodiscard]] Position caret() const { return m_selection.caret; }
    [[nodiscard]] const ConsoleSelection &selection() const { return m_selection; }
    [[nodiscard]] bool hasSelection() const { return !m_selection.isEmpty(); }
    [[nodiscard]] QString selectedText() const { return m_document.text(m_selection); }
    void select(Position anchor, Position caret); ///< and shows the caret
    void selectAll();
    void copy(bool hasTimes = false) const; ///< `hasTimes`: each line begins with when it came
    /// Of whole lines that are shown, from `first` to before `end`.
    [[nodiscard]] QString shownText(qint64 first, qint64 end, bool hasTimes) const;

    /// What is hidden is kept, and neither found nor copied.
    void setFilter(const LineFilter &filter);
    [[nodiscard]] const LineFilter &filter() const { return m_document.buffer().filter(); }
    void goToLink(int direction);                            ///< 1 down, -1 up; selects it
    [[nodiscard]] Position searchStart(int direction) const; ///< where the selection ends in that direction

    /// Marks every place of this text in what is visible; empty marks nothing. Without regard to case.
    void setMarked(const QString &text);

    /// Where a character is drawn, in coordinates of the viewport; invalid when it is not visible.
    [[nodiscard]] QRect rectOf(Position position) const { return m_layout.rectOf(position); }

Q_SIGNALS:
    void locationActivated(const QString &file, int line, int column);
    void codeActivated(const QString &code);       ///< "E0308"
    void addressActivated(const QString &address); ///< that the output itself links to; encoded
    void crateActivated(const QString &name, const QString &version);
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
    void updateMetrics();
    void updateBars();
    void setFollows(bool follows);
    void moveCaret(Position to, bool isSelecting);
    void moveCaretByRows(int rows, bool isSelecting);
    [[nodiscard]] bool moveCaretByKey(const QKeyEvent &event, bool isSelecting);
    void scrollToCaret();
    void dragTo(QPoint point);
    void setHovered(const std::optional<SourceLink> &link, qint64 line);
    void activateLink(const SourceLink &link);
    [[nodiscard]] QString tipAt(QPoint point) const;

    ConsoleDocument m_document;
    ConsoleLayout m_layout{&m_document};
    AnsiColors m_colors;
    ConsoleSelection m_selection;
    QString m_marked;
    std::optional<SourceLink> m_hovered;
    qint64 m_hoveredLine = -1;
    std::optional<SourceLink> m_pressed; ///< to be opened when the button is released on it
    QBasicTimer m_frame;
    QBasicTimer m_dragScroll;
    QPoint m_dragPoint;
    qint64 m_droppedRowsSeen = 0;
    int m_wantedColumn = -1; ///< that Up and Down keep to; -1 for the caret's own
    bool m_follows = true;
    bool m_isSettingBars = false;
};

} // namespace studio
