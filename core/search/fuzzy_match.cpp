// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/fuzzy_match.h"

#include <algorithm>
#include <limits>

namespace studio {

namespace {

constexpr qsizetype maxTyped = 64;
constexpr qsizetype maxText = 512;
constexpr int matchScore = 16;
constexpr int gapCost = 1;
constexpr int runBonus = 14;     ///< the letter follows the one before
constexpr int wordBonus = 10;    ///< it begins a word
constexpr int nameBonus = 14;    ///< it begins the last part of a path
constexpr int lastPartBonus = 4; ///< it stands in that part
constexpr int sameCaseBonus = 1;
constexpr int none = std::numeric_limits<int>::min() / 2;

/// Whether a word begins at a place: behind a sign, or a capital behind a small letter.
bool beginsWord(QStringView text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

bool containsInOrder(QStringView folded, QStringView text)
{
    qsizetype next = 0;
    for (const QChar letter : text) {
        next += next < folded.size() && letter.toCaseFolded() == folded[next] ? 1 : 0;
    }
    return next == folded.size();
}

} // namespace

/// The best score is found by dynamic programming over the pairs of letters, as in the alignment of sequences:
/// `best[i][j]` is that of the first i typed letters where the last of them is the text's letter j.
std::optional<FuzzyMatch> fuzzyMatch(QStringView typed, QStringView text)
{
    QString wanted;
    QString original;
    for (const QChar letter : typed.first(std::min(typed.size(), maxTyped))) {
        if (!letter.isSpace()) {
            wanted += letter.toCaseFolded();
            original += letter;
        }
    }
    const qsizetype skipped = std::max<qsizetype>(0, text.size() - maxText); // the end says more
    text = text.sliced(skipped);
    if (!containsInOrder(wanted, text)) {
        return std::nullopt;
    }
    if (wanted.isEmpty()) {
        return FuzzyMatch{};
    }
    const qsizetype lastPart = text.lastIndexOf(u'/') + 1;
    const qsizetype width = text.size();
    QList<int> best(wanted.size() * width, none);
    QList<qint16> before(wanted.size() * width, -1);
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        int reach = none; // the best of the row above, less the gap since
        qsizetype from = -1;
        for (qsizetype j = i; j < width; ++j) {
            if (i > 0 && j > 0) {
                const int above = best[(i - 1) * width + j - 1];
                reach -= gapCost;
                if (above > reach) {
                    reach = above;
                    from = j - 1;
                }
            }
            if (text[j].toCaseFolded() != wanted[i] || (i > 0 && reach <= none / 2)) {
                continue;
            }
            int score = matchScore + (text[j] == original[i] ? sameCaseBonus : 0) +
                        (j >= lastPart ? lastPartBonus : 0) +
                        (j == lastPart         ? nameBonus
                         : beginsWord(text, j) ? wordBonus
                                               : 0);
            qsizetype previous = from;
            int base = i == 0 ? 0 : reach;
            if (i > 0) {
                const int adjacent = best[(i - 1) * width + j - 1];
                if (adjacent > none / 2 && adjacent + runBonus >= reach) {
                    base = adjacent + runBonus;
                    previous = j - 1;
                }
            }
            best[i * width + j] = base + score;
            before[i * width + j] = static_cast<qint16>(previous);
        }
    }
    const auto row = best.cbegin() + (wanted.size() - 1) * width;
    qsizetype at = std::max_element(row, row + width) - row;
    FuzzyMatch match{.score = row[at] - static_cast<int>(width / 8), .places = QList<int>(wanted.size())};
    for (qsizetype i = wanted.size() - 1; i >= 0; --i) {
        match.places[i] = static_cast<int>(at + skipped);
        at = before[i * width + at];
    }
    return match;
}

} // namespace studio
