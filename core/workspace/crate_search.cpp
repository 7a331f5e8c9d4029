// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/crate_search.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/crate_lookup.h"

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxSuggestions = 20;
constexpr std::chrono::milliseconds namesLifetime{60'000}; ///< a compile may have met more

/// As the registry compares names.
QString comparable(const QString &name)
{
    return name.toLower().replace(u'-', u'_');
}

int rankOf(const QString &name, const QString &word)
{
    const qsizetype at = name.indexOf(word);
    return name == word ? 0 : at == 0 ? 1 : at > 0 ? 2 : 3;
}

} // namespace

CrateSearch::CrateSearch(CrateLookup *crates, QObject *parent) : QObject(parent), m_crates(crates)
{
    connect(crates, &CrateLookup::changed, this, &CrateSearch::tell);
    connect(crates, &CrateLookup::changed, this, &CrateSearch::tellLearned);
    connect(crates, &CrateLookup::canAskAgain, this, [this] {
        if (!m_learning.isEmpty()) {
            m_crates->ask(m_learning);
        }
    });
}

CrateSearch::~CrateSearch() = default;

void CrateSearch::search(const QString &word)
{
    m_word = word;
    m_told.clear();
    if (word.isEmpty()) {
        return;
    }
    if (!m_read.isValid() || m_read.durationElapsed() > namesLifetime) {
        m_read.start();
        detach(readNames());
    }
    m_crates->search(word);
    tell();
}

void CrateSearch::learn(const QString &name)
{
    m_learning = name;
    const CrateLookup::Entry *const entry = m_crates->entry(name);
    if (name.isEmpty() || (entry && entry->crate && entry->isComplete)) {
        m_learning.clear();
        return;
    }
    m_crates->ask(name); // again, where the registry could not be reached the last time
}

void CrateSearch::tellLearned()
{
    const CrateLookup::Entry *const entry = m_learning.isEmpty() ? nullptr : m_crates->entry(m_learning);
    if (entry && entry->crate) {
        Q_EMIT learned(std::exchange(m_learning, {}));
    } else if (entry && entry->isAbsent) {
        m_learning.clear();
    }
}

QCoro::Task<void> CrateSearch::readNames()
{
    if (const auto names = co_await whileAlive(this, m_crates->names({}))) {
        m_names = *names;
        tell();
    }
}

void CrateSearch::tell()
{
    if (m_word.isEmpty()) {
        return;
    }
    const QString word = comparable(m_word);
    struct Match
    {
        int rank = 0;
        QString name;
        auto operator<=>(const Match &) const = default;
    };
    QList<Match> matches;
    for (const QString &name : std::as_const(m_names)) {
        if (const int rank = rankOf(comparable(name), word); rank < 3) {
            matches.append({rank, name});
        }
    }
    for (const CrateInfo &one : m_crates->found()) { // also those whose description has the word
        const int rank = rankOf(comparable(one.name), word);
        const bool isAbout = rank < 3 || one.description.contains(m_word, Qt::CaseInsensitive);
        if (isAbout && !std::ranges::binary_search(m_names, one.name)) {
            matches.append({rank, one.name});
        }
    }
    const auto shown = std::min(matches.size(), maxSuggestions);
    std::ranges::partial_sort(matches, matches.begin() + shown);
    QList<CrateSuggestion> suggestions;
    QStringList unread;
    for (const Match &match : matches.first(shown)) {
        const CrateLookup::Entry *const entry = m_crates->entry(match.name);
        const CrateInfo info = m_crates->found().value(match.name);
        const IndexedVersion *const newest = entry && entry->crate ? entry->crate->newest() : nullptr;
        unread += entry ? QStringList() : QStringList(match.name);
        suggestions.append(
            {.name = match.name,
             .version = newest ? newest->text : info.version,
             .description = entry && !entry->description.isEmpty() ? entry->description : info.description});
    }
    if (!unread.isEmpty()) {
        m_crates->load(unread);
    }
    if (suggestions != m_told) {
        m_told = suggestions;
        Q_EMIT found(m_word, suggestions);
    }
}

} // namespace studio
