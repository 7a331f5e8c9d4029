// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include <functional>

namespace studio {

class LanguageFeatures;

/// Actions on the symbol at the caret, and on the jumps that were made. `owner` owns them.
QList<QAction *> makeLanguageActions(QObject *owner, const std::function<LanguageFeatures *()> &features);

} // namespace studio
