// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QRegularExpression>
#include <QString>

namespace studio {

/// What is looked for in a text. A plain value.
struct FindOptions
{
    QString words;
    bool matchCase = false;
    bool wholeWord = false;
    bool regex = false; ///< `words` is a regular expression as QRegularExpression reads it

    bool operator==(const FindOptions &) const = default;
};

/// A place in a text, in bytes of its UTF-8 form.
struct TextMatch
{
    int from = 0;
    int to = 0;

    bool operator==(const TextMatch &) const = default;
};

/// The expression that finds it. InvalidArgument: not a regular expression, or one that matches nothing at all.
Result<QRegularExpression> expressionOf(const FindOptions &options);

/// All places from the start on, at most `limit`; empty ones are passed over.
QList<TextMatch> findMatches(const QString &text, const QRegularExpression &expression, qsizetype limit);

/// With each place replaced; `\1` stands for a group where a regular expression was asked for, otherwise `with` is
/// taken as it is. The number says how many.
std::pair<QString, int> replaceMatches(const QString &text, const FindOptions &options, const QString &with);

} // namespace studio
