// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/syntax/syntaxes.h"

#include <QFuture>

namespace studio {

/// Begins to load the plugin on a worker: the earlier, the more of it is done when the first editor is made.
void preloadSyntaxes();

/// Loads the plugin and reads its index on a worker, for the use in `home`. Never null: where the plugin is missing or
/// damaged, that is reported once (core/base/notices.h), all text is plain, and the themes are the window's colours.
QFuture<std::shared_ptr<Syntaxes>> readSyntaxes(QThread *home);

} // namespace studio
