// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace studio {

/// The longest common subsequence of two sequences, given by their lengths and `isEqual(i, j)`: the pairs of indices
/// that stand for each other, in order. Time, calls and memory grow with the product of the lengths, which the caller
/// bounds. Any thread.
template <typename IsEqual>
std::vector<std::pair<std::size_t, std::size_t>> commonSequence(std::size_t before, std::size_t after,
                                                                const IsEqual &isEqual)
{
    const std::size_t width = after + 1;
    std::vector<std::uint32_t> lengths((before + 1) * width); // from each pair on
    for (std::size_t i = before; i-- > 0;) {
        for (std::size_t j = after; j-- > 0;) {
            lengths[i * width + j] = isEqual(i, j) ? lengths[(i + 1) * width + j + 1] + 1
                                                   : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
        }
    }
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0, j = 0; i < before && j < after;) {
        if (isEqual(i, j)) {
            pairs.emplace_back(i++, j++);
        } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return pairs;
}

} // namespace studio
