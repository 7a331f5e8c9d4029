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
    QString id; ///< the last one that was sent

    bool operator==(const ServerEvent &) const = default;
};

/// Reads a stream of `text/event-stream` as it comes, as the HTML standard parses it (9.2.6 Interpreting an event
/// stream). What is kept of an event that does not end is bounded.
///
///     for (const ServerEvent &event : parser.feed(bytes)) { … }
class EventStreamParser
{
public:
    static constexpr qsizetype maxEventBytes = 1 << 20; ///< of one event; what is beyond it is cut

    QList<ServerEvent> feed(QByteArrayView bytes);

private:
    void takeLine(const QByteArray &line, QList<ServerEvent> &events);
    void takeField(QByteArrayView name, QByteArrayView value);

    QByteArray m_line;
    QByteArray m_name;
    QByteArray m_data;
    QByteArray m_id;
    bool m_hasData = false;
    bool m_isFirst = true;        ///< a byte order mark may stand before the first line
    bool m_skipsLineFeed = false; ///< the line before ended with a carriage return
};

/// Whether an answer of this content type is one.
bool isEventStream(const QByteArray &contentType);

} // namespace studio
