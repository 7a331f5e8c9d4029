// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

// What the settings are called, translated. Empty for an id that has none, which a test looks for.

QString groupTitle(const QString &group);
QString preferenceTitle(const QString &id);
QString preferenceHelp(const QString &id); ///< one sentence, or empty where the title says it all
/// A number's unit, with the blank before it: " MiB".
QString preferenceUnit(const QString &id);
/// What the usual value of a text or a number is called: "As the desktop".
QString usualText(const QString &id);
QString choiceText(const QString &id, const QString &choice);

} // namespace studio
