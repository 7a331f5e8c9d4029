// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace studio {

/// How well a text fits what was typed, and which of its letters were meant.
struct FuzzyMatch
{
    int score = 0; ///< higher is better
    QList<int> places;

    bool operator==(const FuzzyMatch &) const = default;
};

/// Matches letters in their order, in any case, with others between them: “mlib” fits “src/main/lib.rs”. Letters count
/// more at the begin of a name or a word, one after the other, and in the last part of a path. Blanks in `typed` are
/// passed over. Nothing where a letter is missing. Takes time in proportion to the two lengths; any thread.
std::optional<FuzzyMatch> fuzzyMatch(QStringView typed, QStringView text);

} // namespace studio
