// SPDX-License-Identifier: GPL-3.0-or-later
// The caret of the console, what it selects, and the links that it stands on.
#include "ui/console/console_view.h"
#include "ui/console/text_columns.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace studio {

namespace {

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

} // namespace

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
