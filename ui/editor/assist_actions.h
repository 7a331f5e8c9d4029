// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include <functional>

namespace studio {

class LanguageFeatures;

/// Actions of a language server that help to write and to change code. `owner` owns them.
QList<QAction *> makeAssistActions(QObject *owner, const std::function<LanguageFeatures *()> &features);

} // namespace studio
