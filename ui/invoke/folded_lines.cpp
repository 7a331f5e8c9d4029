// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/folded_lines.h"

#include <algorithm>
#include <utility>

namespace studio {

void FoldedLines::restart(qint64 lineCount)
{
    m_lineCount = lineCount;
    m_folds.clear();
    m_outer.clear();
}

void FoldedLines::fold(qint64 first, qint64 last)
{
    m_folds[first] = last;
    update();
}

void FoldedLines::unfold(qint64 first)
{
    if (m_folds.erase(first) > 0) {
        update();
    }
}

void FoldedLines::foldAll(std::map<qint64, qint64> folds)
{
    m_folds = std::move(folds);
    update();
}

void FoldedLines::reveal(qint64 line)
{
    if (std::erase_if(m_folds, [line](const auto &fold) { return fold.first < line && line <= fold.second; }) > 0) {
        update();
    }
}

void FoldedLines::update()
{
    m_outer.clear();
    qint64 hidden = 0;
    for (auto fold = m_folds.cbegin(); fold != m_folds.cend();) {
        hidden += fold->second - fold->first;
        m_outer.push_back({.first = fold->first, .last = fold->second, .hiddenThrough = hidden});
        fold = m_folds.upper_bound(fold->second);
    }
}

qint64 FoldedLines::lineOf(qint64 row) const
{
    // The folds before a row are those whose first line stands above it.
    const auto behind = std::ranges::partition_point(m_outer, [row](const Outer &fold) {
        return fold.first - (fold.hiddenThrough - (fold.last - fold.first)) < row;
    });
    return row + (behind == m_outer.begin() ? 0 : std::prev(behind)->hiddenThrough);
}

qint64 FoldedLines::rowOf(qint64 line) const
{
    const auto behind = std::ranges::upper_bound(m_outer, line, {}, &Outer::first);
    if (behind == m_outer.begin()) {
        return line;
    }
    const Outer &fold = *std::prev(behind);
    const qint64 hiddenBefore = fold.hiddenThrough - (fold.last - fold.first);
    return line <= fold.last ? fold.first - hiddenBefore : line - fold.hiddenThrough;
}

} // namespace studio
