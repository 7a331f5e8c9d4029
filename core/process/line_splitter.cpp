// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/line_splitter.h"

namespace studio {

QList<QByteArray> LineSplitter::feed(QByteArrayView chunk)
{
    QList<QByteArray> lines;
    while (!chunk.isEmpty()) {
        const qsizetype end = chunk.indexOf('\n');
        const bool complete = end >= 0;
        QByteArrayView part = complete ? chunk.first(end) : chunk;
        chunk = complete ? chunk.sliced(end + 1) : QByteArrayView();
        while (m_rest.size() + part.size() > m_longest) {
            const qsizetype fits = m_longest - m_rest.size();
            lines << m_rest + part.first(fits).toByteArray();
            m_rest.clear();
            part = part.sliced(fits);
        }
        m_rest += part;
        if (complete) {
            if (m_rest.endsWith('\r')) {
                m_rest.chop(1);
            }
            lines << std::exchange(m_rest, {});
        }
    }
    return lines;
}

QList<QByteArray> LineSplitter::finish()
{
    if (m_rest.isEmpty()) {
        return {};
    }
    return {std::exchange(m_rest, {})};
}

} // namespace studio
