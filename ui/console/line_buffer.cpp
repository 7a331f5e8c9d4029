// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/line_buffer.h"

#include "ui/console/terminal_line.h"
#include "ui/console/text_columns.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace studio {

namespace {

constexpr qsizetype chunkBytes = (256 << 10) - 1; // what an offset can hold
constexpr size_t chunkLines = 4'096;
constexpr size_t maxStyles = 1'024; // a program that changes its style endlessly gets the default one
constexpr size_t maxCrates = 4'000;
constexpr qsizetype longestEscape = 64;

/// Columns of text that is ASCII and escapes only, which nearly every line is; nothing for any other.
std::optional<int> plainColumns(QByteArrayView utf8)
{
    qsizetype columns = 0;
    for (qsizetype i = 0; i < utf8.size();) {
        const char c = utf8[i];
        if (c >= 0x20 && c < 0x7f) {
            ++columns;
            ++i;
        } else if (c == '\x1b') {
            i += ansiEscapeLength(utf8.sliced(i));
        } else {
            return std::nullopt;
        }
    }
    return static_cast<int>(columns);
}

/// Whether the difference of two times is what an entry can hold.
bool isNear(qint64 timeMs, qint64 other)
{
    qint64 difference = 0;
    return !qSubOverflow(timeMs, other, &difference) && std::in_range<qint32>(difference) &&
           std::in_range<qint32>(difference - 1); // its least value says that there is none
}

/// Where to cut a line that is too long: not inside a UTF-8 sequence, and not inside a short escape.
qsizetype cutAt(QByteArrayView utf8, qsizetype limit)
{
    qsizetype cut = limit;
    while (cut > limit - 4 && (static_cast<uchar>(utf8[cut]) & 0xc0) == 0x80) {
        --cut;
    }
    const qsizetype escape = utf8.first(cut).lastIndexOf('\x1b');
    const bool open = escape >= cut - longestEscape && escape > 0 && utf8.sliced(escape, cut - escape).indexOf('m') < 0;
    return open ? escape : cut;
}

} // namespace

LineBuffer::LineBuffer(Limits limits) : m_limits(limits) {}

void LineBuffer::append(QByteArrayView utf8, const LineTag &tag)
{
    qsizetype start = 0;
    do {
        const qsizetype found = utf8.indexOf('\n', start);
        const qsizetype end = found < 0 ? utf8.size() : found;
        QByteArrayView line = utf8.sliced(start, end - start);
        if (found >= 0 && line.endsWith('\r')) {
            line.chop(1);
        }
        line.contains('\r') ? appendLine(terminalLine(line.toByteArray(), m_style), tag) : appendLine(line, tag);
        start = end + 1;
    } while (start < utf8.size());
    dropOld();
}

void LineBuffer::appendLine(QByteArrayView utf8, const LineTag &tag)
{
    bool continued = false;
    while (utf8.size() > maxLineBytes) {
        const qsizetype cut = cutAt(utf8, maxLineBytes);
        appendPiece(utf8.first(cut), tag, continued);
        utf8 = utf8.sliced(cut);
        continued = true;
    }
    appendPiece(utf8, tag, continued);
}

void LineBuffer::appendPiece(QByteArrayView utf8, const LineTag &tag, bool continued)
{
    const auto id = QByteArrayView(tag.executionId).first(std::min<qsizetype>(tag.executionId.size(), 255));
    Chunk &chunk = roomFor(id.size() + utf8.size(), tag.timeMs);
    Entry entry;
    entry.offset = static_cast<quint32>(chunk.bytes.size()) & 0x3'ffff;
    entry.length = static_cast<quint32>(utf8.size()) & 0x3fff;
    entry.idLength = static_cast<quint8>(id.size());
    entry.kind = tag.kind;
    chunk.timeMs = chunk.timeMs == 0 ? tag.timeMs : chunk.timeMs;
    entry.timeMs = tag.timeMs == 0 ? noTime : static_cast<qint32>(tag.timeMs - chunk.timeMs);
    entry.level = tag.level;
    entry.crate = tag.crate.isEmpty() ? quint16(0) : crateIndex(tag.crate);
    entry.continued = continued;
    entry.style = styleIndex(m_style);
    m_widest = std::max(m_widest, measure(utf8, entry));
    if (utf8.contains('\x1b')) {
        m_style = ansiStyleAfter(utf8, m_style);
    }
    chunk.bytes.append(id).append(utf8);
    chunk.entries.push_back(entry);
    const int rows = rowsOf(entry);
    chunk.rows += rows;
    m_rows += rows;
    m_bytes += id.size() + utf8.size() + static_cast<qsizetype>(sizeof(Entry));
    ++m_end;
}

quint16 LineBuffer::styleIndex(const AnsiStyle &style)
{
    const auto found = std::ranges::find(m_styles, style);
    if (found != m_styles.end()) {
        return static_cast<quint16>(found - m_styles.begin());
    }
    if (m_styles.size() >= maxStyles) {
        return 0;
    }
    m_styles.push_back(style);
    return static_cast<quint16>(m_styles.size() - 1);
}

/// Gives the line its extent, and returns its columns.
int LineBuffer::measure(QByteArrayView utf8, Entry &entry) const
{
    if (const auto plain = plainColumns(utf8)) {
        entry.isPlain = true;
        entry.extent = static_cast<quint16>(*plain);
        return *plain;
    }
    const QString text = parseAnsi(utf8).text;
    const int columns = columnAt(text, text.size());
    const bool isBroken = m_columns > 0 && columns > m_columns;
    entry.isPlain = false;
    entry.extent = static_cast<quint16>(isBroken ? rowStarts(text, m_columns).size() : 1);
    return columns;
}

int LineBuffer::rowsOf(const Entry &entry) const
{
    if (!isShown(entry)) {
        return 0;
    }
    if (!entry.isPlain) {
        return entry.extent;
    }
    return m_columns == 0 ? 1 : std::max(1, (entry.extent + m_columns - 1) / m_columns);
}

/// A program that names crates endlessly names no more than these.
quint16 LineBuffer::crateIndex(const QByteArray &crate)
{
    const auto found = std::ranges::find(m_crates, crate);
    if (found != m_crates.end()) {
        return static_cast<quint16>(found - m_crates.begin());
    }
    if (m_crates.size() >= maxCrates) {
        return 0;
    }
    m_crates.push_back(crate);
    return static_cast<quint16>(m_crates.size() - 1);
}

bool LineBuffer::isShown(const Entry &entry) const
{
    const bool isLevelShown = entry.level == LineLevel::Error     ? m_filter.hasErrors
                              : entry.level == LineLevel::Warning ? m_filter.hasWarnings
                                                                  : m_filter.hasOthers;
    return isLevelShown && (m_filterCrate == 0 || entry.crate == m_filterCrate);
}

void LineBuffer::setFilter(const LineFilter &filter)
{
    if (filter == m_filter) {
        return;
    }
    m_filter = filter;
    m_filterCrate = filter.crate.isEmpty() ? 0 : crateIndex(filter.crate.toUtf8());
    countRows();
}

bool LineBuffer::isHidden(qint64 line) const
{
    return m_filter.isOn() && line >= m_first && line < m_end && at(line).rows == 0;
}

/// A chunk of which nothing is shown is passed over as a whole.
qint64 LineBuffer::shownLine(qint64 line, int direction) const
{
    while (line >= m_first && line < m_end) {
        const Chunk &chunk = chunkOf(line);
        const auto end = chunk.first + static_cast<qint64>(chunk.entries.size());
        for (; chunk.rows > 0 && line >= chunk.first && line < end; line += direction) {
            if (isShown(chunk.entries[static_cast<size_t>(line - chunk.first)])) {
                return line;
            }
        }
        line = line >= chunk.first && line < end ? (direction > 0 ? end : chunk.first - 1) : line;
    }
    return -1;
}

QStringList LineBuffer::crates() const
{
    QStringList names;
    for (std::size_t at = 1; at < m_crates.size(); ++at) {
        names << QString::fromUtf8(m_crates[at]);
    }
    names.sort();
    return names;
}

/// A chunk spans less time than an entry can hold.
LineBuffer::Chunk &LineBuffer::roomFor(qsizetype bytes, qint64 timeMs)
{
    const bool isFar =
        !m_chunks.empty() && timeMs != 0 && m_chunks.back().timeMs != 0 && !isNear(timeMs, m_chunks.back().timeMs);
    if (m_chunks.empty() || isFar || m_chunks.back().entries.size() >= chunkLines ||
        m_chunks.back().bytes.size() + bytes > chunkBytes) {
        Chunk chunk;
        chunk.first = m_end;
        m_chunks.push_back(std::move(chunk));
    }
    return m_chunks.back();
}

void LineBuffer::dropOld()
{
    const auto tooMuch = [this] {
        const auto oldest = static_cast<qsizetype>(m_chunks.front().entries.size());
        return m_end - m_first - oldest >= m_limits.lines || m_bytes > m_limits.bytes;
    };
    while (m_chunks.size() > 1 && tooMuch()) {
        const Chunk &oldest = m_chunks.front();
        m_first += static_cast<qint64>(oldest.entries.size());
        m_rows -= oldest.rows;
        m_droppedRows += oldest.rows;
        m_bytes -= oldest.bytes.size() + static_cast<qsizetype>(oldest.entries.size() * sizeof(Entry));
        m_chunks.pop_front();
    }
}

void LineBuffer::clear()
{
    m_chunks.clear();
    m_styles = {AnsiStyle{}};
    m_style = {};
    m_crates = {QByteArray()};
    m_filterCrate = m_filter.crate.isEmpty() ? 0 : crateIndex(m_filter.crate.toUtf8());
    m_first = m_end; // numbers are never used twice
    m_rows = m_droppedRows = 0;
    m_bytes = 0;
    m_widest = 0;
}

const LineBuffer::Chunk &LineBuffer::chunkOf(qint64 line) const
{
    const auto after = std::ranges::upper_bound(m_chunks, line, {}, &Chunk::first);
    return *std::prev(after);
}

StoredLine LineBuffer::at(qint64 line) const
{
    const Chunk &chunk = chunkOf(line);
    const Entry &entry = chunk.entries[static_cast<size_t>(line - chunk.first)];
    const QByteArrayView bytes(chunk.bytes);
    return {.utf8 = bytes.sliced(entry.offset + entry.idLength, entry.length),
            .executionId = bytes.sliced(entry.offset, entry.idLength),
            .startStyle = m_styles[entry.style],
            .kind = entry.kind,
            .timeMs = entry.timeMs == noTime ? 0 : chunk.timeMs + entry.timeMs,
            .rows = rowsOf(entry),
            .continued = entry.continued,
            .level = entry.level};
}

bool LineBuffer::setColumns(int columns)
{
    if (columns == m_columns) {
        return false;
    }
    m_columns = columns;
    for (Chunk &chunk : m_chunks) {
        const QByteArrayView bytes(chunk.bytes);
        for (Entry &entry : chunk.entries) {
            if (!entry.isPlain) {
                (void)measure(bytes.sliced(entry.offset + entry.idLength, entry.length), entry);
            }
        }
    }
    countRows();
    return true;
}

void LineBuffer::countRows()
{
    m_rows = m_droppedRows = 0;
    for (Chunk &chunk : m_chunks) {
        chunk.rows = 0;
        for (const Entry &entry : chunk.entries) {
            chunk.rows += rowsOf(entry);
        }
        m_rows += chunk.rows;
    }
}

LineBuffer::Place LineBuffer::placeOfRow(qint64 row) const
{
    for (const Chunk &chunk : m_chunks) {
        if (row >= chunk.rows) {
            row -= chunk.rows;
            continue;
        }
        qint64 line = chunk.first;
        for (const Entry &entry : chunk.entries) {
            const int rows = rowsOf(entry);
            if (row < rows) {
                return {.line = line, .row = static_cast<int>(std::max<qint64>(row, 0))};
            }
            row -= rows;
            ++line;
        }
    }
    return {.line = m_end, .row = 0};
}

qint64 LineBuffer::rowOfLine(qint64 line) const
{
    qint64 row = 0;
    for (const Chunk &chunk : m_chunks) {
        if (line >= chunk.first + static_cast<qint64>(chunk.entries.size())) {
            row += chunk.rows;
            continue;
        }
        for (qint64 i = chunk.first; i < line; ++i) {
            row += rowsOf(chunk.entries[static_cast<size_t>(i - chunk.first)]);
        }
        break;
    }
    return row;
}

} // namespace studio
