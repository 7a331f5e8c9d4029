// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_view.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/invoke/json_outline.h"

#include <QPainter>
#include <QScrollBar>
#include <QtConcurrentRun>
#include <QtMath>

#include <algorithm>
#include <cstdlib>

namespace studio {

namespace {

constexpr qint64 linesAtOnce = 20'000;     // on this thread
constexpr qsizetype maxTextToFind = 1'000; // a value may have a million
constexpr int topMargin = 6;
constexpr int foldArrow = 4; // half its size

} // namespace

JsonView::JsonView(QWidget *parent) : QAbstractScrollArea(parent)
{
    setLayoutDirection(Qt::LeftToRight); // of code, in every language
    setFrameShape(QFrame::NoFrame);
    setFont(monospaceFont());
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Response body"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setMouseTracking(true);
    measure();
}

void JsonView::setOutline(std::shared_ptr<const JsonOutline> outline)
{
    stopDragging();
    m_outline = std::move(outline);
    m_folds.restart(m_outline ? m_outline->lineCount() : 0);
    m_matches.clear();
    m_anchor = m_cursor = {};
    updateScrollBars();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    viewport()->update();
}

void JsonView::measure()
{
    const QFontMetrics metrics(font());
    m_rowHeight = std::max(1, metrics.lineSpacing());
    updateScrollBars();
}

qint64 JsonView::rowsInView() const
{
    return std::max(1, (viewport()->height() - topMargin) / m_rowHeight);
}

void JsonView::updateScrollBars()
{
    const qint64 rows = m_folds.rowCount();
    verticalScrollBar()->setRange(0, static_cast<int>(std::max<qint64>(0, rows - rowsInView())));
    verticalScrollBar()->setPageStep(static_cast<int>(rowsInView()));
    const qreal unit = QFontMetricsF(font()).horizontalAdvance(u'0'); // a fraction is 800 pixels in 2,000 characters
    const qsizetype longest =
        m_outline ? std::min(m_outline->longestLine(), JsonLine::maxValueBytes) + 60 : 0; // and its level
    const int width = qCeil(static_cast<qreal>(longest) * unit) + foldMargin;
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(qCeil(unit * 4));
}

QString JsonView::shownText(qint64 line) const
{
    return shownLine(line).text();
}

int JsonView::textLeft() const
{
    return foldMargin - horizontalScrollBar()->value();
}

void JsonView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    const qint64 first = verticalScrollBar()->value();
    const qint64 count = std::min(m_folds.rowCount() - first, rowsInView() + 2);
    for (qint64 row = 0; row < count; ++row) {
        const int y = topMargin + static_cast<int>(row) * m_rowHeight;
        const qint64 line = m_folds.lineOf(first + row);
        paintRow(painter, line, y);
        paintMargin(painter, line, y);
    }
}

void JsonView::paintRow(QPainter &painter, qint64 line, int y) const
{
    QTextLayout layout;
    const JsonLine shown = shownLine(line);
    shown.layOut(layout, font(), m_matches);
    const LinePlace from = std::min(m_anchor, m_cursor);
    const LinePlace to = std::max(m_anchor, m_cursor);
    QList<QTextLayout::FormatRange> selections;
    if (from != to && from.line <= line && line <= to.line) {
        const qsizetype start = from.line == line ? shown.shownUnit(from.unit, false) : 0;
        const qsizetype end = to.line == line ? shown.shownUnit(to.unit, true) : shown.text().size();
        QTextCharFormat format;
        format.setBackground(palette().color(QPalette::Highlight));
        selections.append(
            {.start = static_cast<int>(start), .length = static_cast<int>(end - start), .format = format});
    } else if (line == m_cursor.line && hasFocus()) {
        QColor color = palette().color(QPalette::Highlight);
        color.setAlpha(80);
        painter.fillRect(0, y, viewport()->width(), m_rowHeight, color);
    }
    layout.draw(&painter, QPointF(textLeft(), y), selections);
}

void JsonView::paintMargin(QPainter &painter, qint64 line, int y) const
{
    painter.fillRect(0, y, foldMargin - 2, m_rowHeight, palette().color(QPalette::Base));
    if (!m_outline->opens(line)) {
        return;
    }
    const QPointF center(foldMargin / 2.0, y + m_rowHeight / 2.0);
    const QPolygonF right({{-foldArrow / 2.0, -foldArrow}, {foldArrow / 2.0, 0}, {-foldArrow / 2.0, foldArrow}});
    const QPolygonF down({{-foldArrow, -foldArrow / 2.0}, {0, foldArrow / 2.0}, {foldArrow, -foldArrow / 2.0}});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().muted, 1.4));
    painter.translate(center);
    painter.drawPolyline(m_folds.isFolded(line) ? right : down);
    painter.restore();
}

LinePlace JsonView::placeAt(QPoint point) const
{
    const qint64 row = verticalScrollBar()->value() + (point.y() - topMargin) / m_rowHeight;
    const qint64 line = m_folds.lineOf(std::clamp<qint64>(row, 0, m_folds.rowCount() - 1));
    QTextLayout layout;
    const JsonLine shown = shownLine(line);
    shown.layOut(layout, font(), m_matches);
    return {.line = line, .unit = shown.wholeUnit(layout.lineAt(0).xToCursor(point.x() - textLeft()))};
}

void JsonView::keepFirstRow(qint64 line)
{
    updateScrollBars();
    verticalScrollBar()->setValue(static_cast<int>(m_folds.rowOf(line)));
    viewport()->update();
}

void JsonView::setFolded(qint64 line, bool isFolded)
{
    if (!m_outline || !m_outline->opens(line) || m_folds.isFolded(line) == isFolded) {
        return;
    }
    const qint64 top = m_folds.lineOf(verticalScrollBar()->value());
    if (isFolded) {
        const qint64 last = m_outline->partner(line);
        m_folds.fold(line, last);
        const auto isHidden = [&](LinePlace place) { return line < place.line && place.line <= last; };
        if (isHidden(m_cursor) || isHidden(m_anchor)) {
            m_anchor = m_cursor = {.line = line};
        }
    } else {
        m_folds.unfold(line);
    }
    keepFirstRow(top);
}

namespace {

/// What stands right under the root is folded.
FoldedLines allFolded(const JsonOutline &outline)
{
    std::map<qint64, qint64> folds;
    for (qint64 child = 1; outline.opens(0) && child != outline.partner(0); child = outline.next(child)) {
        if (outline.opens(child)) {
            folds.emplace_hint(folds.end(), child, outline.partner(child));
        }
    }
    FoldedLines folded;
    folded.restart(outline.lineCount());
    folded.foldAll(std::move(folds));
    return folded;
}

} // namespace

void JsonView::foldAll()
{
    if (!m_outline) {
        return;
    }
    if (m_outline->lineCount() <= linesAtOnce) {
        return setFolds(allFolded(*m_outline));
    }
    QtConcurrent::run([outline = m_outline] {
        return std::make_shared<FoldedLines>(allFolded(*outline)); // shared: a copy of it takes long
    }).then(this, [this, outline = m_outline](const std::shared_ptr<FoldedLines> &folds) {
        if (outline == m_outline) {
            setFolds(std::move(*folds));
        }
    });
}

void JsonView::setFolds(FoldedLines folds)
{
    const qint64 top = m_folds.lineOf(verticalScrollBar()->value());
    m_folds = std::move(folds);
    m_anchor = m_cursor = {.line = m_folds.lineOf(m_folds.rowOf(m_cursor.line))};
    keepFirstRow(top);
}

void JsonView::unfoldAll()
{
    const qint64 top = m_folds.rowCount() > 0 ? m_folds.lineOf(verticalScrollBar()->value()) : 0;
    m_folds.foldAll({});
    keepFirstRow(top);
}

void JsonView::showLine(qint64 line)
{
    m_folds.reveal(line);
    updateScrollBars();
    const qint64 row = m_folds.rowOf(line);
    QScrollBar *const bar = verticalScrollBar();
    if (row < bar->value() || row >= bar->value() + rowsInView()) {
        bar->setValue(static_cast<int>(row - rowsInView() / 3));
    }
    viewport()->update();
}

void JsonView::showPlace(LinePlace place)
{
    showLine(place.line);
    QTextLayout layout;
    const JsonLine shown = shownLine(place.line);
    shown.layOut(layout, font(), m_matches);
    const qsizetype unit = shown.shownUnit(place.unit, false);
    const int x = static_cast<int>(layout.lineAt(0).cursorToX(static_cast<int>(unit)));
    QScrollBar *const bar = horizontalScrollBar();
    const int room = viewport()->width() - foldMargin;
    if (x < bar->value() || x > bar->value() + room - m_rowHeight) {
        bar->setValue(x < room - m_rowHeight ? 0 : x - room / 2);
    }
}

void JsonView::goTo(LinePlace place, bool extends)
{
    m_cursor = place;
    if (!extends) {
        m_anchor = place;
    }
    showLine(place.line);
}

std::shared_ptr<const LineText> JsonView::lineText() const
{
    if (m_outline) {
        return m_outline;
    }
    return std::make_shared<PlainLines>(QString());
}

void JsonView::markMatches(const QList<AnswerMatch> &matches)
{
    m_matches = matches;
    viewport()->update();
}

void JsonView::selectMatch(const AnswerMatch &match)
{
    if (!m_outline || match.line >= m_outline->lineCount()) {
        return; // of a text that is another one now
    }
    m_anchor = match.begin();
    m_cursor = match.end();
    showPlace(m_anchor);
}

bool JsonView::showsMatch(const AnswerMatch &match) const
{
    if (!m_outline || match.line >= m_outline->lineCount()) {
        return true; // of a text that is another one now
    }
    return shownLine(match.line).shows(match.end().unit);
}

QString JsonView::selectionToFind() const
{
    const bool isShort = m_anchor.line == m_cursor.line && std::abs(m_anchor.unit - m_cursor.unit) <= maxTextToFind;
    return isShort ? selectedText() : QString();
}

} // namespace studio
