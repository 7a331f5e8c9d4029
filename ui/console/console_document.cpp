// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_document.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

constexpr size_t maxDecoded = 1'000;

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

/// As wide where the time is not known.
QString timeText(const StoredLine &line)
{
    return line.timeMs == 0
               ? QString(13, u' ')
               : QDateTime::fromMSecsSinceEpoch(line.timeMs).time().toString(QStringLiteral("HH:mm:ss.zzz "));
}

} // namespace

void ConsoleDocument::clear()
{
    m_buffer.clear();
    m_decoded.clear();
}

void ConsoleDocument::trim()
{
    if (m_decoded.size() > maxDecoded) {
        m_decoded.clear();
    }
}

const ConsoleDocument::Line &ConsoleDocument::line(qint64 line) const
{
    const auto found = m_decoded.find(line);
    if (found != m_decoded.end()) {
        return found->second;
    }
    const StoredLine stored = m_buffer.at(line);
    Line fresh{.content = parseAnsi(stored.utf8, stored.startStyle), .links = {}};
    fresh.links = findLinks(fresh.content);
    return m_decoded.emplace(line, std::move(fresh)).first->second;
}

QString ConsoleDocument::text(qint64 line) const
{
    if (line < m_buffer.firstLine() || line >= m_buffer.endLine()) {
        return {};
    }
    return parseAnsi(m_buffer.at(line).utf8).text;
}

/// Does not use the decoded lines: a million may be selected.
QString ConsoleDocument::text(const ConsoleSelection &selection, bool hasTimes) const
{
    const ConsolePosition first = selection.first();
    const ConsolePosition last = selection.last();
    QString out;
    bool hasBefore = false;
    for (qint64 line = std::max(first.line, m_buffer.firstLine()); line <= last.line && line < m_buffer.endLine();
         ++line) {
        if (m_buffer.isHidden(line)) {
            continue;
        }
        const StoredLine stored = m_buffer.at(line);
        const QString content = parseAnsi(stored.utf8).text;
        if (std::exchange(hasBefore, true) && !stored.continued) {
            out += u'\n';
        }
        if (hasTimes && !stored.continued) {
            out += timeText(stored);
        }
        const qsizetype from = line == first.line ? std::min(first.index, content.size()) : 0;
        const qsizetype to = line == last.line ? std::min(last.index, content.size()) : content.size();
        out += QStringView(content).sliced(from, std::max<qsizetype>(0, to - from));
    }
    return out;
}

ConsolePosition ConsoleDocument::end() const
{
    return clamped({.line = m_buffer.endLine(), .index = 0});
}

ConsolePosition ConsoleDocument::clamped(ConsolePosition position) const
{
    if (m_buffer.isEmpty()) {
        return {.line = m_buffer.endLine(), .index = 0};
    }
    if (position.line < m_buffer.firstLine()) {
        position = start();
    }
    const qint64 lastLine = m_buffer.endLine() - 1;
    if (position.line > lastLine) {
        position = {.line = lastLine, .index = content(lastLine).size()};
    }
    if (m_buffer.isHidden(position.line)) { // the end of what is shown before it, else the start of what is behind
        const qint64 before = m_buffer.shownLine(position.line, -1);
        const qint64 line = before >= 0 ? before : m_buffer.shownLine(position.line, 1);
        return line < 0 ? position : ConsolePosition{line, before >= 0 ? content(line).size() : 0};
    }
    position.index = std::clamp<qsizetype>(position.index, 0, content(position.line).size());
    return position;
}

ConsolePosition ConsoleDocument::stepped(ConsolePosition from, int direction, bool isWord) const
{
    ConsolePosition at = clamped(from);
    const QString &text = content(at.line);
    const qsizetype next = at.index + direction;
    if (next < 0 || next > text.size()) {
        const qint64 line = m_buffer.shownLine(at.line + direction, direction);
        if (line < 0) {
            return at;
        }
        return {.line = line, .index = direction < 0 ? content(line).size() : 0};
    }
    at.index = next;
    const auto isInside = [&] {
        const qsizetype before = at.index - 1;
        if (before < 0 || at.index >= text.size()) {
            return false;
        }
        return text[at.index].isLowSurrogate() ||
               (isWord && isWordCharacter(text[before]) && isWordCharacter(text[at.index]));
    };
    while (isInside()) {
        at.index += direction;
    }
    return at;
}

ConsoleSelection ConsoleDocument::wordAt(ConsolePosition position) const
{
    const QString &text = content(position.line);
    qsizetype from = position.index;
    qsizetype to = position.index;
    while (from > 0 && isWordCharacter(text[from - 1])) {
        --from;
    }
    while (to < text.size() && isWordCharacter(text[to])) {
        ++to;
    }
    return {.anchor = {.line = position.line, .index = from}, .caret = {.line = position.line, .index = to}};
}

std::optional<SourceLink> ConsoleDocument::linkFrom(ConsolePosition position) const
{
    if (m_buffer.isEmpty()) {
        return std::nullopt;
    }
    const QList<SourceLink> &links = line(clamped(position).line).links;
    const auto found =
        std::ranges::find_if(links, [&](const SourceLink &link) { return position.index <= link.start + link.length; });
    return found != links.end() ? std::optional(*found) : std::nullopt;
}

/// Line after line, and nothing is kept: the next link of a long output may be far away.
std::optional<ConsoleSelection> ConsoleDocument::nextLink(const ConsoleSelection &from, int direction) const
{
    const ConsolePosition edge = clamped(direction > 0 ? from.last() : from.first());
    for (qint64 line = edge.line; line >= m_buffer.firstLine() && line < m_buffer.endLine(); line += direction) {
        const QByteArrayView bytes = m_buffer.at(line).utf8;
        if (m_buffer.isHidden(line) || !mayHaveLinks(bytes)) {
            continue;
        }
        QList<SourceLink> links = findLinks(parseAnsi(bytes));
        if (direction < 0) {
            std::ranges::reverse(links);
        }
        for (const SourceLink &link : std::as_const(links)) {
            const ConsolePosition start{.line = line, .index = link.start};
            const ConsolePosition behind{.line = line, .index = link.start + link.length};
            if (direction > 0 ? start >= edge : behind <= edge && start < edge) {
                return ConsoleSelection{.anchor = start, .caret = behind};
            }
        }
    }
    return std::nullopt;
}

} // namespace studio
