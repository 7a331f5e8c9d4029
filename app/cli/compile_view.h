// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/api/compute_service.h"

namespace studio::cli {

/// Shows a compile on stderr: its whole log, or only what is wrong; on a terminal also how far it has come.
/// The session must outlive it.
CompileObserver compileObserver(Session &session, const std::shared_ptr<ProgressLine> &progress, bool follow);

} // namespace studio::cli
