// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"
#include "core/base/task.h"
#include "core/compiler/build.h"
#include "core/compiler/lockfile.h"

#include <QByteArray>

namespace studio::compiler {

/// The crates of a program as cargo-auditable writes them into it (section or custom section `.dep-v0`: JSON, deflated
/// with zlib), so that other tools can tell what is inside a binary. `root` is the author's package; every crate is
/// taken for one that is linked in, as a lockfile does not tell build dependencies apart.
/// The format: rust-secure-code/cargo-auditable, cargo-auditable.schema.json.
QByteArray auditSection(const QList<LockedCrate> &crates, const QString &root);

/// Copies the program to `to` with that section added: a native one by objcopy, a component as a custom section.
/// Unavailable where objcopy is missing or fails, or the disk is full.
Task<bool> addAuditSection(QString program, RustTarget target, QByteArray section, QString to,
                           std::stop_token stop = {});

/// The program that was built, with the list of its crates in it, in the build folder. Without objcopy it is the
/// program as it is, which is said: the list is of use to others only. Cancelled.
Task<QString> withCrates(BuildFolder folder, RustTarget target, Built built, CompileObserver observer,
                         std::stop_token stop);

} // namespace studio::compiler
