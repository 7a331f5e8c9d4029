// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"
#include "core/search/search_values.h"

#include <QRegularExpression>

#include <optional>

namespace studio {

/// What stands in the place of a match. In a regular expression's replacement `$1`, `$name`, `${name}` and `\1` stand
/// for groups, `$0` for the match, `$$` and `\\` for the sign itself, `\n` and `\t` for a line's end and a tab; any
/// other replacement is taken as it is. A value; one thread at a time.
class Replacer
{
public:
    Replacer() = default;
    Replacer(const ProjectQuery &query, const QString &with);

    /// For a match that begins at `at` in `text`, which may be the line around it or more. Nothing where the groups
    /// cannot be found: the expression is one of Rust's that PCRE reads in another way, or takes too long to match.
    [[nodiscard]] std::optional<QString> textFor(const QString &text, qsizetype at, const QString &matched) const;

private:
    struct Part
    {
        QString text;  ///< as it is
        QString group; ///< its name or number, in place of a text
    };

    void parse(const QString &with);
    void addGroup(const QString &name) { m_parts.append({{}, name}); }
    void addText(QStringView text);

    QList<Part> m_parts;
    QRegularExpression m_expression; ///< only where there are groups
    bool m_hasGroups = false;
    mutable bool m_isTooSlow = false;
};

/// A text with the matches replaced, and how many were. Those that are no longer at their place stay as they are.
struct ReplacedText
{
    QString text;
    int replaced = 0;
    QList<TextChange> edits; ///< the same as places in the text before, in UTF-8; lines end with LF, CR LF or CR

    bool operator==(const ReplacedText &) const = default;
};
ReplacedText replaceMatches(const QString &text, const QList<LineMatch> &matches, const Replacer &replacer);

} // namespace studio
