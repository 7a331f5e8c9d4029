// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/event_stream.h"

namespace studio {

QList<ServerEvent> EventStreamParser::feed(QByteArrayView bytes)
{
    QList<ServerEvent> events;
    qsizetype from = 0;
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (c != '\n' && c != '\r') {
            m_skipsLineFeed = false;
            continue;
        }
        if (c == '\n' && m_skipsLineFeed && at == from) { // "\r\n" is one end
            m_skipsLineFeed = false;
            from = at + 1;
            continue;
        }
        m_line.append(bytes.sliced(from, std::min(at - from, maxEventBytes - std::min(m_line.size(), maxEventBytes))));
        takeLine(std::exchange(m_line, {}), events);
        from = at + 1;
        m_skipsLineFeed = c == '\r';
    }
    const qsizetype room = std::max<qsizetype>(maxEventBytes - m_line.size(), 0);
    m_line.append(bytes.sliced(from).first(std::min(bytes.size() - from, room)));
    return events;
}

void EventStreamParser::takeLine(const QByteArray &whole, QList<ServerEvent> &events)
{
    QByteArrayView line(whole);
    constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
    if (std::exchange(m_isFirst, false) && line.startsWith(byteOrderMark)) {
        line = line.sliced(byteOrderMark.size());
    }
    if (line.isEmpty()) {
        if (m_hasData) {
            events.append({.name = m_name.isEmpty() ? QStringLiteral("message") : QString::fromUtf8(m_name),
                           .data = QString::fromUtf8(m_data)});
        }
        m_name.clear();
        m_data.clear();
        m_hasData = false;
        return;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon == 0) {
        return; // a comment
    }
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' ')) {
        value = value.sliced(1);
    }
    takeField(colon < 0 ? line : line.first(colon), value);
}

void EventStreamParser::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "event") {
        m_name = value.first(std::min(value.size(), maxNameBytes)).toByteArray();
    } else if (name == "data") {
        if (m_hasData && m_data.size() < maxEventBytes) {
            m_data.append('\n');
        }
        m_hasData = true;
        m_data.append(value.first(std::min(value.size(), std::max<qsizetype>(maxEventBytes - m_data.size(), 0))));
    } // ids and retry times are for a client that connects again
}

bool isEventStream(const QByteArray &contentType)
{
    return contentType.split(';').first().trimmed().compare("text/event-stream", Qt::CaseInsensitive) == 0;
}

} // namespace studio
