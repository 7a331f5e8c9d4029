// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QByteArray>
#include <QStringList>

#include <chrono>

namespace studio::git {

/// Runs `ignite-git`, which reads repositories with libgit2: a repository is anyone's, and such a process can be ended
/// when it does not end by itself, can take no more than 512 MiB, and may crash. What it printed. NotFound: it found
/// none that it can read. DeadlineExceeded: it took longer than `timeLimit`. ResourceExhausted: it printed more than is
/// kept, and a part must not be taken for all. Cancelled after a stop request.
Task<QByteArray> runReader(QStringList arguments, QByteArray standardInput, std::stop_token stop,
                           std::chrono::milliseconds timeLimit = std::chrono::seconds(10));

} // namespace studio::git
