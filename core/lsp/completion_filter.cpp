// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/completion_filter.h"

#include <algorithm>
#include <tuple>

namespace studio::lsp {

namespace {

constexpr int exactCase = 1;
constexpr int afterTheLast = 5;
constexpr int beginsWord = 10;
constexpr int beginsName = 20;
constexpr int wholeName = 40;

bool isWordStart(QStringView name, qsizetype at)
{
    return at == 0 || !name[at - 1].isLetterOrNumber() || (name[at].isUpper() && !name[at - 1].isUpper());
}

} // namespace

int matchScore(QStringView name, QStringView typed)
{
    int score = 1;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar wanted : typed) {
        // The beginning of a word is taken before an earlier letter inside of one.
        qsizetype found = -1;
        for (qsizetype place = at; place < name.size(); ++place) {
            if (name[place].toCaseFolded() == wanted.toCaseFolded()) {
                found = found < 0 ? place : found;
                if (place == last + 1 || isWordStart(name, place)) {
                    found = place;
                    break;
                }
            }
        }
        if (found < 0) {
            return 0;
        }
        score += (name[found] == wanted ? exactCase : 0) + (found == last + 1 && last >= 0 ? afterTheLast : 0) +
                 (found == 0                 ? beginsName
                  : isWordStart(name, found) ? beginsWord
                                             : 0);
        last = found;
        at = found + 1;
    }
    return score + (name.size() == typed.size() && !typed.isEmpty() ? wholeName : 0);
}

QList<int> fittingItems(const QList<CompletionItem> &items, QStringView typed)
{
    struct Fit
    {
        int score;
        int index;
    };
    std::vector<Fit> fits;
    fits.reserve(static_cast<std::size_t>(items.size()));
    for (int index = 0; index < items.size(); ++index) {
        if (const int score = matchScore(items[index].filterText, typed); score > 0) {
            fits.push_back({score, index});
        }
    }
    std::ranges::stable_sort(fits, [&](const Fit &one, const Fit &other) {
        const CompletionItem &first = items[one.index];
        const CompletionItem &second = items[other.index];
        if (one.score != other.score) {
            return one.score > other.score;
        }
        return std::tie(first.sortText, first.label) < std::tie(second.sortText, second.label);
    });
    QList<int> order;
    order.reserve(static_cast<qsizetype>(fits.size()));
    for (const Fit &fit : fits) {
        order << fit.index;
    }
    return order;
}

} // namespace studio::lsp
