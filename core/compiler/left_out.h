// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/compile_observer.h"

namespace studio::compiler {

/// A warning for each of the author's files of settings that the platform does not use.
void warnOfLeftOut(const CompileObserver &observer, const QStringList &leftOut);

/// The error of a compile, with the reason added where what it misses stands in one of those files: a variable that
/// `env!` wants, a registry. `folder` is the author's. Blocks: worker.
Error explainedByLeftOut(Error error, const QString &folder, const QStringList &leftOut);

} // namespace studio::compiler
