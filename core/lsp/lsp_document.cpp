// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_document.h"

#include <algorithm>

namespace studio::lsp {

namespace {

/// Behind the end of the line that `at` is in; the text's size in the last one.
qsizetype nextLine(const QByteArray &text, qsizetype at)
{
    const auto isEnd = [](char byte) { return byte == '\n' || byte == '\r'; };
    const auto end = std::find_if(text.begin() + at, text.end(), isEnd);
    if (end == text.end()) {
        return -1;
    }
    const qsizetype next = end - text.begin() + 1;
    return *end == '\r' && next < text.size() && text[next] == '\n' ? next + 1 : next;
}

/// Where the line before begins; `start` is that of a line, and not the first one's.
qsizetype previousLine(const QByteArray &text, qsizetype start)
{
    const auto isEnd = [](char byte) { return byte == '\n' || byte == '\r'; };
    qsizetype at = start - 1; // the end of the line before, which may be a pair
    at -= at > 0 && text[at] == '\n' && text[at - 1] == '\r' ? 1 : 0;
    while (at > 0 && !isEnd(text[at - 1])) {
        --at;
    }
    return at;
}

} // namespace

/// Goes from the line that was looked for last, which is near: a list of symbols goes to and fro in a long file.
qsizetype LspDocument::lineStart(int line) const
{
    if (line < m_knownLine / 2) {
        m_knownLine = 0;
        m_knownStart = 0;
    }
    while (line < m_knownLine) {
        m_knownStart = previousLine(m_text, m_knownStart);
        --m_knownLine;
    }
    while (m_knownLine < line) {
        const qsizetype next = nextLine(m_text, m_knownStart);
        if (next < 0) {
            return m_text.size();
        }
        ++m_knownLine;
        m_knownStart = next;
    }
    return m_knownStart;
}

QByteArrayView LspDocument::line(int line) const
{
    const QByteArrayView rest = QByteArrayView(m_text).sliced(lineStart(line));
    const auto end = std::find_if(rest.begin(), rest.end(), [](char byte) { return byte == '\n' || byte == '\r'; });
    return rest.first(end - rest.begin());
}

qsizetype LspDocument::offset(TextPlace place) const
{
    const qsizetype start = lineStart(place.line);
    return std::clamp<qsizetype>(start + place.byte, start, m_text.size());
}

void LspDocument::change(const TextChange &change)
{
    const qsizetype start = offset(change.range.start);
    const qsizetype end = std::max(offset(change.range.end), start);
    m_text.replace(start, end - start, change.text);
    if (start <= m_knownStart) { // a CR before it may have got or lost its LF
        m_knownLine = 0;
        m_knownStart = 0;
    }
    ++m_version;
}

void LspDocument::replaceAll(QByteArray text)
{
    m_text = std::move(text);
    m_knownLine = 0;
    m_knownStart = 0;
    ++m_version;
}

Position LspDocument::toPosition(TextPlace place, PositionEncoding encoding) const
{
    return {place.line, toCharacter(line(place.line), place.byte, encoding)};
}

TextPlace LspDocument::toPlace(Position position, PositionEncoding encoding) const
{
    return {position.line, static_cast<int>(toByte(line(position.line), position.character, encoding))};
}

Range LspDocument::toRange(const TextRange &range, PositionEncoding encoding) const
{
    return {toPosition(range.start, encoding), toPosition(range.end, encoding)};
}

TextRange LspDocument::toTextRange(const Range &range, PositionEncoding encoding) const
{
    return {toPlace(range.start, encoding), toPlace(range.end, encoding)};
}

} // namespace studio::lsp
