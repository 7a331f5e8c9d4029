// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace studio::cli {

/// The settings of an app as `app create`, `app update` and `app deploy` take them; nothing where one was not given.
struct AppFlags
{
    std::optional<std::string> runtime;
    std::optional<std::string> target;
    std::optional<std::string> toolchain;
    std::optional<std::string> tier;
    std::optional<std::string> description;
    std::optional<std::string> inputSchema;
    std::vector<std::string> environment; ///< "KEY=value"; "KEY=" removes it
    std::optional<int> memoryMb;
    std::optional<int> cpuMillicores;
    std::optional<int> timeoutSecs;
    std::optional<int> maxReplicas;
    bool reserved = false;
};

/// `isNew`: the app may come to be by the command, so that the help names the defaults.
std::shared_ptr<AppFlags> addAppFlags(CLI::App &command, bool isNew = true);

/// `app` with what was given changed. A tier brings its limits where none are given beside it. InvalidArgument.
Result<App> changedBy(const AppFlags &flags, App app);
/// What the person should know of them.
void sayNotes(const AppFlags &flags, const Session &session);

/// The table, and the document, of one app.
void printApp(const Session &session, const App &app);

} // namespace studio::cli
