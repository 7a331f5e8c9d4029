// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_view.h"
#include "ui/console/text_columns.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace studio {

namespace {

constexpr std::chrono::milliseconds dragScrollPeriod{40};
constexpr int topPadding = 4;

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

} // namespace

ConsoleView::Position ConsoleView::clamped(Position position) const
{
    if (m_buffer.isEmpty()) {
        return {.line = m_buffer.endLine(), .index = 0};
    }
    if (position.line < m_buffer.firstLine()) {
        return {.line = m_buffer.firstLine(), .index = 0};
    }
    if (position.line >= m_buffer.endLine()) {
        position = {.line = m_buffer.endLine() - 1, .index = decoded(m_buffer.endLine() - 1).content.text.size()};
    }
    position.index = std::clamp<qsizetype>(position.index, 0, decoded(position.line).content.text.size());
    return position;
}

LineBuffer::Place ConsoleView::placeOf(Position position) const
{
    const auto starts = rowStarts(decoded(position.line).content.text, m_wrap ? columnsThatFit() : 0);
    const auto after = std::ranges::upper_bound(starts, position.index);
    return {.line = position.line, .row = static_cast<int>(after - starts.begin()) - 1};
}

ConsoleView::Hit ConsoleView::hit(const QPoint &point) const
{
    if (m_buffer.isEmpty()) {
        return {.position = {.line = m_buffer.endLine(), .index = 0}, .link = {}};
    }
    const auto over = static_cast<qint64>(std::floor(static_cast<double>(point.y() - topPadding) / m_rowHeight));
    const qint64 wanted = std::max<qint64>(0, verticalScrollBar()->value() + over);
    if (wanted >= m_buffer.rows()) {
        return {.position = clamped({.line = m_buffer.endLine(), .index = 0}), .link = {}};
    }
    const Row row = rowOf(m_buffer.placeOfRow(wanted));
    const Decoded &line = decoded(row.line);
    const QStringView text = QStringView(line.content.text).sliced(row.from, row.to - row.from);
    const double column = (point.x() - gutterWidth()) / m_columnWidth + horizontalScrollBar()->value();
    Hit found{.position = {.line = row.line,
                           .index = row.from + indexAtColumn(text, std::max(0, static_cast<int>(column + 0.5)))},
              .link = {}};
    const qsizetype under = row.from + indexAtColumn(text, std::max(0, static_cast<int>(column)));
    for (const SourceLink &link : line.links) {
        if (column >= 0 && under < row.to && under >= link.start && under < link.start + link.length) {
            found.link = link;
        }
    }
    return found;
}

void ConsoleView::setHovered(const Hit &hit)
{
    if (m_hovered != hit.link || (hit.link && m_hoverLine != hit.position.line)) {
        m_hovered = hit.link;
        m_hoverLine = hit.position.line;
        viewport()->setCursor(m_hovered ? Qt::PointingHandCursor : Qt::IBeamCursor);
        viewport()->update();
    }
}

void ConsoleView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const Hit found = hit(event->position().toPoint());
    m_pressed = found.link;
    m_caret = found.position;
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_anchor = m_caret;
    }
    viewport()->update();
}

void ConsoleView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        setHovered(hit(point));
        return;
    }
    m_dragPoint = point;
    m_caret = hit(point).position;
    const bool outside = point.y() < 0 || point.y() > viewport()->height();
    if (outside && !m_dragScroll.isActive()) {
        m_dragScroll.start(dragScrollPeriod, this);
    } else if (!outside) {
        m_dragScroll.stop();
    }
    viewport()->update();
}

void ConsoleView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragScroll.stop();
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    const bool click = event->button() == Qt::LeftButton && !hasSelection();
    if (click && pressed && hit(event->position().toPoint()).link == pressed) {
        activateLink(*pressed);
    }
    if (hasSelection() && QApplication::clipboard()->supportsSelection()) {
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
    }
}

void ConsoleView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        selectWordAt(hit(event->position().toPoint()).position);
    }
}

void ConsoleView::selectWordAt(Position position)
{
    if (m_buffer.isEmpty()) {
        return;
    }
    const QString &text = decoded(position.line).content.text;
    qsizetype from = position.index;
    qsizetype to = position.index;
    while (from > 0 && isWordCharacter(text[from - 1])) {
        --from;
    }
    while (to < text.size() && isWordCharacter(text[to])) {
        ++to;
    }
    m_anchor = {.line = position.line, .index = from};
    m_caret = {.line = position.line, .index = to};
    viewport()->update();
}

void ConsoleView::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT contextMenuWanted(event->globalPos());
}

bool ConsoleView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        setHovered({});
    }
    if (event->type() == QEvent::ToolTip && !m_buffer.isEmpty()) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const Hit found = hit(help->pos());
        const StoredLine line = m_buffer.at(found.position.line);
        const bool inGutter = help->pos().x() < gutterWidth() && line.timeMs > 0;
        QStringList words;
        if (inGutter) {
            const auto time = QDateTime::fromMSecsSinceEpoch(line.timeMs).time();
            words << time.toString(QStringLiteral("HH:mm:ss.zzz"));
            if (line.kind == LineKind::HandlerStdout) {
                words << tr("stdout: shown here, not kept by the platform");
            } else if (line.kind == LineKind::HandlerStderr) {
                words << tr("stderr of the handler");
            }
            if (!line.executionId.isEmpty()) {
                words << tr("Execution %1").arg(QString::fromUtf8(line.executionId).toHtmlEscaped());
            }
        } else if (found.link) {
            words << tr("Open %1, line %2").arg(found.link->file).arg(found.link->line);
        }
        QToolTip::showText(help->globalPos(), words.join(u'\n'), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ConsoleView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ConsoleView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void ConsoleView::keyPressEvent(QKeyEvent *event)
{
    const bool selecting = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (alt && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        goToLink(event->key() == Qt::Key_Down ? 1 : -1);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (const auto link = linkAtCaret()) {
            activateLink(*link);
        }
    } else if (alt || m_buffer.isEmpty() || !moveByKey(*event, selecting)) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool ConsoleView::moveByKey(const QKeyEvent &event, bool selecting)
{
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    const Position at = clamped(m_caret);
    const auto ofLine = [&](bool end) { return end ? decoded(at.line).content.text.size() : 0; };
    switch (event.key()) {
    case Qt::Key_Up:
        moveRows(-1, selecting);
        return true;
    case Qt::Key_Down:
        moveRows(1, selecting);
        return true;
    case Qt::Key_PageUp:
        moveRows(-visibleRows(), selecting);
        return true;
    case Qt::Key_PageDown:
        moveRows(visibleRows(), selecting);
        return true;
    case Qt::Key_Left:
        moveCaret(stepped(-1, control), selecting);
        return true;
    case Qt::Key_Right:
        moveCaret(stepped(1, control), selecting);
        return true;
    case Qt::Key_Home:
        moveCaret({.line = control ? m_buffer.firstLine() : at.line, .index = 0}, selecting);
        return true;
    case Qt::Key_End:
        moveCaret(control ? clamped({.line = m_buffer.endLine(), .index = 0}) : Position{at.line, ofLine(true)},
                  selecting);
        if (control && !selecting) {
            scrollToEnd();
        }
        return true;
    default:
        return false;
    }
}

ConsoleView::Position ConsoleView::stepped(int direction, bool word) const
{
    Position at = clamped(m_caret);
    const QString &text = decoded(at.line).content.text;
    const qsizetype next = at.index + direction;
    if (next < 0 || next > text.size()) {
        const bool has = direction < 0 ? at.line > m_buffer.firstLine() : at.line + 1 < m_buffer.endLine();
        if (!has) {
            return at;
        }
        const qint64 line = at.line + direction;
        return {.line = line, .index = direction < 0 ? decoded(line).content.text.size() : 0};
    }
    at.index = next;
    const auto inside = [&] {
        const qsizetype before = at.index - 1;
        if (before < 0 || at.index >= text.size()) {
            return false;
        }
        return text[at.index].isLowSurrogate() ||
               (word && isWordCharacter(text[before]) && isWordCharacter(text[at.index]));
    };
    while (inside()) {
        at.index += direction;
    }
    return at;
}

void ConsoleView::moveRows(int rows, bool selecting)
{
    const Position at = clamped(m_caret);
    const auto place = placeOf(at);
    const qint64 row = m_buffer.rowOfLine(place.line) + place.row;
    const qint64 top = verticalScrollBar()->value();
    const bool inSight = row >= top && row < top + visibleRows();
    const qint64 last = m_buffer.rows() - 1;
    // A caret that was left far away does not pull the view back to it.
    const qint64 from = inSight || selecting ? row : std::clamp(row, top, std::min(last, top + visibleRows() - 1));
    const qint64 wanted = std::clamp<qint64>(from + rows, 0, last);
    const QString &text = decoded(place.line).content.text;
    const Row old = rowOf(place);
    const int column = m_wantedColumn >= 0
                           ? m_wantedColumn
                           : columnAt(QStringView(text).sliced(old.from, old.to - old.from), at.index - old.from);
    const Row target = rowOf(m_buffer.placeOfRow(wanted));
    const QStringView view(decoded(target.line).content.text);
    moveCaret({.line = target.line,
               .index = target.from + indexAtColumn(view.sliced(target.from, target.to - target.from), column)},
              selecting);
    m_wantedColumn = column;
}

void ConsoleView::moveCaret(Position to, bool selecting)
{
    m_wantedColumn = -1;
    m_caret = clamped(to);
    if (!selecting) {
        m_anchor = m_caret;
    }
    showCaret();
}

void ConsoleView::showCaret()
{
    if (m_buffer.isEmpty()) {
        return;
    }
    const auto place = placeOf(m_caret);
    const auto row = static_cast<int>(m_buffer.rowOfLine(place.line) + place.row);
    QScrollBar *const bar = verticalScrollBar();
    bar->setValue(std::clamp(bar->value(), row - visibleRows() + 1, row));
    const Row shownRow = rowOf(place);
    const double x = xOf(shownRow, m_caret.index);
    if (!m_wrap && (x < gutterWidth() || x > viewport()->width() - m_columnWidth)) {
        const auto by = static_cast<int>((x - viewport()->width() / 2.0) / m_columnWidth);
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + by);
    }
    viewport()->update();
}

void ConsoleView::select(Position anchor, Position caret)
{
    m_anchor = clamped(anchor);
    m_caret = clamped(caret);
    showCaret();
}

void ConsoleView::selectAll()
{
    m_anchor = clamped({.line = m_buffer.firstLine(), .index = 0});
    m_caret = clamped({.line = m_buffer.endLine(), .index = 0});
    viewport()->update();
}

QString ConsoleView::selectedText() const
{
    auto [first, last] = std::minmax(m_anchor, m_caret);
    QString out;
    for (qint64 line = std::max(first.line, m_buffer.firstLine()); line <= last.line && line < m_buffer.endLine();
         ++line) {
        const StoredLine stored = m_buffer.at(line);
        const QString content = parseAnsi(stored.utf8).text;
        if (line > first.line && line > m_buffer.firstLine() && !stored.continued) {
            out += u'\n';
        }
        const qsizetype from = line == first.line ? std::min(first.index, content.size()) : 0;
        const qsizetype to = line == last.line ? std::min(last.index, content.size()) : content.size();
        out += QStringView(content).sliced(from, std::max<qsizetype>(0, to - from));
    }
    return out;
}

void ConsoleView::copy() const
{
    if (hasSelection()) {
        QApplication::clipboard()->setText(selectedText());
    }
}

ConsoleView::Position ConsoleView::searchStart(int direction) const
{
    return direction > 0 ? clamped(std::max(m_anchor, m_caret)) : clamped(std::min(m_anchor, m_caret));
}

std::optional<SourceLink> ConsoleView::linkAtCaret() const
{
    if (m_buffer.isEmpty()) {
        return std::nullopt;
    }
    const qint64 line = clamped(m_caret).line;
    const QList<SourceLink> links = decoded(line).links;
    const auto under = std::ranges::find_if(
        links, [this](const SourceLink &link) { return m_caret.index <= link.start + link.length; });
    return under != links.end() ? std::optional(*under) : std::nullopt;
}

void ConsoleView::goToLink(int direction)
{
    const auto [first, last] = std::minmax({clamped(m_anchor), clamped(m_caret)});
    const Position from = direction > 0 ? last : first;
    for (qint64 line = from.line; line >= m_buffer.firstLine() && line < m_buffer.endLine(); line += direction) {
        const QByteArrayView bytes = m_buffer.at(line).utf8;
        if (!bytes.contains(':')) {
            continue; // most lines of a long output
        }
        const auto links = findSourceLinks(parseAnsi(bytes).text);
        const auto fits = [&](const SourceLink &link) {
            const Position start{.line = line, .index = link.start};
            return direction > 0 ? start >= from : Position{line, link.start + link.length} <= from && start < from;
        };
        const auto take = [&](const SourceLink &link) {
            select({.line = line, .index = link.start}, {.line = line, .index = link.start + link.length});
        };
        if (direction > 0) {
            const auto found = std::ranges::find_if(links, fits);
            if (found != links.end()) {
                return take(*found);
            }
        } else {
            const auto found = std::find_if(links.rbegin(), links.rend(), fits);
            if (found != links.rend()) {
                return take(*found);
            }
        }
    }
}

void ConsoleView::activateLink(const SourceLink &link)
{
    Q_EMIT locationActivated(link.file, link.line, link.column);
}

} // namespace studio
