// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/place_shift.h"

namespace studio {

namespace {

/// A place behind an edit that ended at `from` and ends at `to` now.
TextPlace moved(TextPlace place, TextPlace from, TextPlace to)
{
    const bool isSameLine = place.line == from.line;
    return {place.line + to.line - from.line, isSameLine ? place.byte + to.byte - from.byte : place.byte};
}

} // namespace

void PlaceShift::add(const TextChange &change)
{
    const TextPlace start = change.range.start;
    const auto lines = static_cast<int>(change.text.count('\n'));
    const auto lastLine = static_cast<int>(change.text.size() - change.text.lastIndexOf('\n') - 1);
    m_edits << Edit{.before = change.range, .end = {start.line + lines, lines == 0 ? start.byte + lastLine : lastLine}};
}

std::optional<TextRange> PlaceShift::shifted(TextRange range) const
{
    for (const Edit &edit : m_edits) {
        const TextRange before = range;
        const auto &[start, end] = edit.before;
        if (before.start >= end) {
            range.start = moved(before.start, end, edit.end);
        } else if (before.start > start) {
            range.start = start;
        }
        if (before.end > end || (before.end == end && start < end)) {
            range.end = moved(before.end, end, edit.end);
        } else if (before.end > start) {
            range.end = edit.end;
        }
        range.end = std::max(range.start, range.end);
        if (range.start == range.end && before.start != before.end) {
            return {};
        }
    }
    return range;
}

} // namespace studio
