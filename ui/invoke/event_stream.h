// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace studio {

/// One server-sent event.
struct ServerEvent
{
    QString name = QStringLiteral("message");
    QString data;

    bool operator==(const ServerEvent &) const = default;
};

/// Reads a stream of `text/event-stream` as it comes, as the HTML standard parses it (9.2.6 Interpreting an event
/// stream). What is kept of an event that does not end is bounded.
///
///     for (const ServerEvent &event : parser.feed(bytes)) { … }
class EventStreamParser
{
public:
    static constexpr qsizetype maxEventBytes = 1 << 20; ///< of one event's data; what is beyond it is cut
    static constexpr qsizetype maxNameBytes = 256;      ///< likewise of its name

    QList<ServerEvent> feed(QByteArrayView bytes);

private:
    void takeLine(const QByteArray &line, QList<ServerEvent> &events);
    void takeField(QByteArrayView name, QByteArrayView value);

    QByteArray m_line;
    QByteArray m_name;
    QByteArray m_data;
    bool m_hasData = false;
    bool m_isFirst = true;        ///< a byte order mark may stand before the first line
    bool m_skipsLineFeed = false; ///< the line before ended with a carriage return
};

/// Whether an answer of this content type is one.
bool isEventStream(const QByteArray &contentType);

} // namespace studio
