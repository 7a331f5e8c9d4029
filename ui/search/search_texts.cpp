// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_texts.h"

#include "core/workspace/project_replace.h"

#include <QCoreApplication>

namespace studio {

namespace {

struct SearchTexts
{
    Q_DECLARE_TR_FUNCTIONS(SearchTexts)
};

QString filesText(int count)
{
    return count == 1 ? SearchTexts::tr("1 file") : SearchTexts::tr("%n files", nullptr, count);
}

} // namespace

QString matchesText(int count)
{
    return count == 1 ? SearchTexts::tr("1 match") : SearchTexts::tr("%n matches", nullptr, count);
}

QString summaryText(int matches, int files, const SearchSummary &summary)
{
    QStringList said;
    if (matches > 0) {
        said << SearchTexts::tr("%1 in %2.").arg(matchesText(matches), filesText(files));
    } else if (summary.error.isEmpty() && !summary.isCancelled) {
        said << SearchTexts::tr("Nothing found.");
    }
    if (summary.isLimited) {
        said << SearchTexts::tr("There are more; these are the first.");
    }
    if (summary.isCancelled) {
        said << SearchTexts::tr("Stopped.");
    }
    if (summary.unreadLines > 0) {
        said << SearchTexts::tr("Lines with too many matches to be listed: %1.").arg(summary.unreadLines);
    }
    said << summary.error;
    said.removeAll(QString());
    return said.join(u' ');
}

QString outcomeText(const ReplaceOutcome &outcome)
{
    QStringList said{SearchTexts::tr("Replaced %1 in %2.").arg(matchesText(outcome.places), filesText(outcome.files))};
    if (outcome.left > 0) {
        said << SearchTexts::tr("%1 left: the text has changed since, or the groups could not be found.")
                    .arg(matchesText(outcome.left));
    }
    if (outcome.failedFiles > 0) {
        said << SearchTexts::tr("%1 not changed.").arg(filesText(outcome.failedFiles)) << outcome.firstError;
    }
    return said.join(u' ');
}

QString stepName(const ProjectQuery &query)
{
    constexpr qsizetype longest = 40;
    const QString words = query.words.simplified();
    return SearchTexts::tr("Replace %1").arg(words.size() > longest ? words.first(longest) + u'…' : words);
}

} // namespace studio
