// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/file_ranking.h"

#include "core/search/fuzzy_match.h"

#include <QHash>

#include <algorithm>

namespace studio {

namespace {

constexpr int recentBonus = 12; ///< for the newest; one less for each that is older

} // namespace

QList<RankedFile> rankFiles(const QStringList &files, const QStringList &recent, const QString &typed, qsizetype most,
                            const std::stop_token &stop)
{
    QHash<QString, int> bonuses;
    for (qsizetype i = 0; i < recent.size(); ++i) {
        bonuses.insert(recent[i], std::max(1, recentBonus - static_cast<int>(i)));
    }
    QList<RankedFile> ranked;
    for (const QString &file : files) {
        if (stop.stop_requested()) {
            return {};
        }
        if (auto match = fuzzyMatch(typed, file)) {
            ranked.append({.path = file, .score = match->score + bonuses.value(file), .places = match->places});
        }
    }
    const auto isBetter = [](const RankedFile &one, const RankedFile &other) {
        return one.score != other.score ? one.score > other.score : one.path < other.path;
    };
    const auto end = ranked.begin() + std::min(most, ranked.size());
    std::ranges::partial_sort(ranked, end, isBetter);
    ranked.erase(end, ranked.end());
    return ranked;
}

} // namespace studio
