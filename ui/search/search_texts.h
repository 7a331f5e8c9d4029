// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/search_values.h"

namespace studio {

struct ReplaceOutcome;

QString matchesText(int count); ///< "2 matches"
QString summaryText(int matches, int files, const SearchSummary &summary);
QString outcomeText(const ReplaceOutcome &outcome);
QString stepName(const ProjectQuery &query); ///< of a replacement, in messages

} // namespace studio
