// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/text_edits.h"

#include <algorithm>

namespace studio::manifest {

void TextEdits::remove(Span span)
{
    auto other = m_removed.upper_bound(span.to);
    while (other != m_removed.begin()) {
        --other;
        if (other->second < span.from) {
            break;
        }
        span = {.from = std::min(span.from, other->first), .to = std::max(span.to, other->second)};
        other = m_removed.erase(other);
    }
    m_removed[span.from] = span.to;
}

void TextEdits::replace(Span span, const std::string &with)
{
    insert(span.from, with);
    remove(span);
}

std::string TextEdits::applied(const std::string &text) const
{
    std::string result;
    std::size_t at = 0;
    auto removed = m_removed.begin();
    const auto keepUpTo = [&](std::size_t to) {
        for (; removed != m_removed.end() && removed->first < to; ++removed) {
            if (removed->first > at) {
                result.append(text, at, removed->first - at);
            }
            at = std::max(at, removed->second);
            if (removed->second > to) {
                return; // goes on behind what is inserted in the middle of it
            }
        }
        if (at < to) {
            result.append(text, at, to - at);
            at = to;
        }
    };
    for (const auto &[place, inserted] : m_inserted) {
        keepUpTo(place);
        result += inserted;
    }
    keepUpTo(text.size());
    return result;
}

} // namespace studio::manifest
