// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/collection/collection.h"

#include <QHash>

namespace studio::collection {

using Values = QHash<QString, QString>; ///< of variables by name

/// The values of variables that are not disabled; the last of a name counts. Secrets are not among them.
Values valuesOf(const QList<Variable> &variables);

/// A stretch of a text: the name of a variable that stands in braces there, or what is between variables.
struct TextPart
{
    QString text;
    bool isVariable = false;

    bool operator==(const TextPart &) const = default;
};

/// The stretches of a text, in order; see Substitution. Any thread.
QList<TextPart> textParts(const QString &text);

inline constexpr int maxVariableDepth = 64;           ///< variables in the values of variables
inline constexpr qsizetype maxSubstituted = 16 << 20; ///< characters of all texts in which variables are replaced

/// Replaces `{{name}}` in texts by the values of variables, as text, also in the values themselves. Blanks around a
/// name do not count. What is not closed, or holds braces or line ends, stays as it is.
///
///     Substitution substitution({global, collection, environment, folder, request, runtime});
///     const Result<QString> url = substitution.apply(request.url);
///
/// Each variable is expanded once. A value; one thread.
class Substitution
{
public:
    /// From the lowest level to the highest: a name of a higher one hides those below.
    explicit Substitution(QList<Values> levels) : m_levels(std::move(levels)) {}

    /// Says why a name has no value where it is used and has none.
    void explainMissing(const QString &name, const QString &sentence) { m_missing.insert(name, sentence); }

    /// InvalidArgument: a variable that is unknown, or defined by itself, or too deep in others. ResourceExhausted: the
    /// texts that were given to it so far become too large.
    Result<QString> apply(const QString &text);

private:
    Result<QString> valueOf(const QString &name);
    [[nodiscard]] const QString *find(const QString &name) const;

    QList<Values> m_levels;
    QHash<QString, QString> m_missing;
    Values m_expanded;       ///< values with their variables replaced
    QStringList m_expanding; ///< names, the outermost first
    qsizetype m_made = 0;    ///< characters so far
};

} // namespace studio::collection
