// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace studio {

/// What is looked for in the files of a project. A plain value.
struct ProjectQuery
{
    QString words;
    bool matchCase = false;
    bool wholeWord = false;
    bool isRegex = false; ///< `words` is an expression as Rust's crate regex reads it
    QString include;      ///< globs as in .gitignore, separated by commas; empty for all files
    QString exclude;      ///< the same, of files that are left out

    bool operator==(const ProjectQuery &) const = default;
};

/// One match. Offsets and lengths count UTF-16 units.
struct LineMatch
{
    int line = 0;     ///< from 1
    int column = 0;   ///< from 0, in the whole line
    QString matched;  ///< at most maxMatchedLength; all of it unless `isCut`
    QString shown;    ///< the line, or what is around the match in a long one, without its end
    int shownAt = 0;  ///< where the match begins in `shown`
    int shownFor = 0; ///< how much of `shown` is the match
    bool isCut = false;

    bool operator==(const LineMatch &) const = default;
};

/// The matches of one file, or some more of them.
struct FileMatches
{
    QString file; ///< relative to the folder
    QList<LineMatch> matches;

    bool operator==(const FileMatches &) const = default;
};

/// How a search ended.
struct SearchSummary
{
    int matches = 0;
    int files = 0;
    bool isLimited = false;   ///< there are more matches than maxSearchMatches, or they are too long together
    bool isCancelled = false; ///< by the person
    int unreadLines = 0;      ///< with a match, and too long to be read
    QString error;            ///< why it did not run, or what was not searched; empty where all is well

    bool operator==(const SearchSummary &) const = default;
};

inline constexpr int maxSearchMatches = 20'000;
inline constexpr int maxShownLength = 400;
inline constexpr int maxMatchedLength = 64 << 10;

} // namespace studio
