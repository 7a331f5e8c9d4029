// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QList>
#include <QStringList>

namespace studio {

/// What a person can set, and within which bounds. A plain value; the list of all is fixed.
struct Preference
{
    enum class Kind {
        Switch, ///< a boolean
        Number, ///< an integer from `least` to `most`
        Choice, ///< one of `choices`
        Text,   ///< a line of at most `maxText` characters
    };
    static constexpr qsizetype maxText = 200;

    QString id; ///< its name in the file: "editor.formatOnSave". Never changes; the part before the dot is its group
    Kind kind = Kind::Switch;
    Json usual = {}; ///< while nothing is set
    int least = 0;
    int most = 0;
    QStringList choices = {};
    bool isForProjects = false; ///< a project may set it for all who work on it

    [[nodiscard]] QString group() const { return id.section(u'.', 0, 0); }
    /// Whether the value may stand for it.
    [[nodiscard]] bool accepts(const Json &value) const;
    /// What a value must be, for a sentence: "a number from 6 to 48".
    [[nodiscard]] QString expected() const;
};

/// In the order in which they are shown.
const QList<Preference> &allPreferences();
/// Null for none of this id.
const Preference *findPreference(const QString &id);

} // namespace studio
