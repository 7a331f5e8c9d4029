// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/line_text.h"

#include <utility>

namespace studio {

PlainLines::PlainLines(QString text) : m_text(std::move(text)), m_starts{0}
{
    for (qsizetype found = m_text.indexOf(u'\n'); found >= 0; found = m_text.indexOf(u'\n', found + 1)) {
        m_starts.append(found + 1);
    }
}

QString PlainLines::text(qint64 line) const
{
    const qsizetype start = m_starts[line];
    const qsizetype end = line + 1 < m_starts.size() ? m_starts[line + 1] - 1 : m_text.size();
    return m_text.sliced(start, end - start);
}

} // namespace studio
