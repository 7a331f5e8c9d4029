// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/compiler.h"
#include "core/store/store.h"

class QObject;

namespace studio {

// The release compile of a draft, in its three steps: the store marks the draft, the archive is compiled, the store
// keeps the artifact or the failure. A process that is killed between them leaves a draft that was not compiled.

/// What a compile begins with.
struct DraftCompile
{
    App app;
    Draft draft;     ///< marked as being compiled
    QString archive; ///< the blob with its sources

    bool operator==(const DraftCompile &) const = default;
};

/// On the store's thread. NotFound: no such app, or nothing is saved. FailedPrecondition: it is being compiled.
Result<DraftCompile> beginCompile(Store &store, const AppId &id);

/// Unpacks the archive below `cache` for this compile alone and compiles it; a component becomes machine code too, so
/// that the first call does not wait for that. Cancelled when `owner`, with which `compiler` lives, is gone. Else as
/// Compiler::compile; a failure names files that packing left out, where they are what is missing. Main thread.
Task<Artifact> compileArchive(const QObject *owner, Compiler *compiler, QString cache, DraftCompile begun,
                              CompileObserver observer, std::stop_token stop);

/// On the store's thread. A compile that was cancelled leaves the draft as it was before.
Result<Draft> endCompile(Store &store, const DraftCompile &begun, const Result<Artifact> &compiled);

/// The failure for the caller: CompileFailed where the sources are wrong, since that was not asked for wrongly.
Error compileFailure(Error error);

} // namespace studio
