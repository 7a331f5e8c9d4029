// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build.h"

namespace studio::compiler {

/// The sentence for a package that has no target at all.
QString noHandlerText();

/// A target that the handler may stand in.
struct HandlerCandidate
{
    CargoTarget target;
    std::optional<SourcePlace> hint; ///< where a handler seems to stand in its root file

    bool operator==(const HandlerCandidate &) const = default;
};

/// The targets to compile in turn until one turns out to have the handler: those whose root file seems to have one,
/// then those where Cargo expects one, which are the library and the only program or the one in src/main.rs. The look
/// at the text decides about their order only; whether there is a handler, rustc says. `folder` holds the sources.
/// Blocks: worker.
QList<HandlerCandidate> handlerCandidates(const QString &folder, const QList<CargoTarget> &targets);

/// Builds the target that has the handler. Where several may, what is said of one that turns out to have none is not
/// told.
/// InvalidArgument: no handler, or one in each of two targets; the sentence names the files. Else as build().
Task<Built> buildHandler(BuildJob job, QList<CargoTarget> targets, QStringList rustFiles, CompileObserver observer,
                         std::stop_token stop);

} // namespace studio::compiler
