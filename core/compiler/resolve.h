// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/compiler/build_folder.h"
#include "core/compiler/cargo_run.h"
#include "core/compiler/sync_state.h"
#include "core/model/compile_observer.h"

#include <QProcessEnvironment>

#include <optional>

namespace studio::compiler {

/// What a resolve needs to know.
struct ResolveJob
{
    BuildFolder folder;
    CompileRequest request;
    QString cargo;
    QProcessEnvironment environment;
    QString seedLockfile; ///< the author's, else the SDK's
    bool authorsLockfile = false;
    std::optional<QByteArray> givenLockfile = {}; ///< begun with instead, each time anew

    bool operator==(const ResolveJob &) const = default;
};

/// The lockfile that the variants of a project share; `authors`: what the author packs, empty for none.
QString sharedLockfileOf(const QString &projectFolder, const QByteArray &authors);

/// Brings the build folder's Cargo.lock up to date with its manifests and asks which targets there are.
///
/// The lockfile starts as the author's, where one is packed, else as that of the versions the SDK was tested with; so
/// that a new project needs neither the network nor a crate that no other project has compiled. All variants of a
/// project share it. Cargo is first asked without the network. What it then chooses by itself could be older than what
/// the registry has, so whenever it chose a version that no lockfile had, it is asked again with the network; without
/// one the first answer holds, and that is said.
/// The observer is told of CompileStep::Fetch before cargo is asked with the network, and of its lines from then on.
Task<QList<CargoTarget>> resolve(ResolveJob job, CompileObserver observer, std::stop_token stop);

} // namespace studio::compiler
