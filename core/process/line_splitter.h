// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace studio {

/// Cuts a stream of chunks into lines without their ends (LF or CRLF). A line longer than the limit is handed out in
/// pieces, so that a child that never breaks its line cannot grow us without bound. A plain value.
class LineSplitter
{
public:
    explicit LineSplitter(qsizetype longest = 64 * 1024) : m_longest(longest) {}
    /// The lines that this chunk completes.
    QList<QByteArray> feed(QByteArrayView chunk);
    /// What is left at the end of the stream, if anything.
    QList<QByteArray> finish();

private:
    QByteArray m_rest;
    qsizetype m_longest;
};

} // namespace studio
