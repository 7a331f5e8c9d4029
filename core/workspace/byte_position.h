// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/model/text_change.h"

#include <QByteArrayView>

#include <algorithm>

namespace studio {

// For sources of answers that count in bytes. Lines end with LF.

/// The byte that `place` is at; one outside of the text is moved into it.
inline qsizetype byteOffset(QByteArrayView text, TextPlace place)
{
    qsizetype start = 0;
    for (int line = 0; line < place.line; ++line) {
        const qsizetype end = text.indexOf('\n', start);
        if (end < 0) {
            return text.size();
        }
        start = end + 1;
    }
    return std::min(start + place.byte, text.size());
}

inline lsp::Position bytePosition(QByteArrayView text, qsizetype offset)
{
    const QByteArrayView before = text.first(offset);
    return {static_cast<int>(before.count('\n')), static_cast<int>(offset - before.lastIndexOf('\n') - 1)};
}

} // namespace studio
