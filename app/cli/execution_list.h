// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"
#include "core/model/execution.h"

namespace studio::cli {

// What the commands about records of calls share.

/// "3", "draft 0123456789ab", "dev …".
QString codeText(const Execution &execution);
QString answerText(const Execution &execution);
QString timeOf(const Execution &execution);
QString startOf(const Execution &execution);
/// The app of a list; an unknown name is not an app without executions. One that is damaged has its records.
Task<AppId> existingApp(Session &session, std::string name);

/// `execution list`, with its filters.
void addExecutionList(CLI::App &execution, Session &session, const Choose &choose);
/// `execution export` and `execution replay`.
void addExecutionReplay(CLI::App &execution, Session &session, const Choose &choose);

} // namespace studio::cli
