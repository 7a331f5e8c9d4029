// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/variables.h"
#include "core/interchange/hurl_text.h"

#include <QHash>
#include <QSet>

namespace studio::interchange {

/// The variables of a collection as those of one Hurl file, in which a variable keeps its value from the entry that
/// sets it. A request has what it uses set before it, where it is not so already.
///
///     variables.enter(levels);                       // of the next request
///     const QString url = hurlValue(variables.parts(request.url));
///     for (const QString &line : variables.takeDefinitions()) …   // of all parts since enter()
///     variables.capture(name);
///
/// One thread.
class HurlVariables
{
public:
    explicit HurlVariables(const collection::Environment *environment);

    /// Variables from the lowest level to the highest, each level as it is written.
    void enter(QList<collection::Values> levels);
    /// A text with its variables: those of Hurl, or their values where these hold others. Those that stay are set.
    HurlParts parts(const QString &text);
    /// The same, but nothing is set; what of it is written is given to define().
    HurlParts peekParts(const QString &text);
    void define(const HurlParts &parts);
    /// With the values of all that are known.
    HurlParts inlinedParts(const QString &text) { return inlined(peekParts(text)); }
    /// The lines of [Options] that set what the parts need.
    QStringList takeDefinitions();
    /// The name in Hurl of what an entry captures, for all that follow.
    QString capture(const QString &name);

    /// Names in Hurl of those that whoever runs the file must give.
    [[nodiscard]] QStringList neededSecrets() const { return m_neededSecrets; }
    [[nodiscard]] QStringList neededValues() const { return m_neededValues; }
    /// Has its value given by whoever runs the file.
    QString needValue(const QString &name);

private:
    HurlParts variableParts(const QString &name);
    HurlParts ownParts(const QString &name, const HurlParts &value);
    QString hurlName(const QString &name);

    QSet<QString> m_secrets;
    QList<collection::Values> m_levels;
    QHash<QString, HurlParts> m_known; ///< of variables at this request
    QStringList m_expanding;           ///< names, the outermost first
    QSet<QString> m_captured;
    QHash<QString, QString> m_set;   ///< what each variable of Hurl has at this entry
    QHash<QString, QString> m_toSet; ///< by the name in Hurl
    QStringList m_order;             ///< of m_toSet
    QHash<QString, QString> m_names; ///< in Hurl, by that of the collection
    QSet<QString> m_used;            ///< names in Hurl
    QHash<QString, int> m_numbers;   ///< the last that each got
    QSet<QString> m_needed;
    QStringList m_neededSecrets;
    QStringList m_neededValues;
};

} // namespace studio::interchange
