// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"
#include "core/config/settings.h"

namespace studio::cli {

/// The global flags as they were typed; empty or false where one was not.
struct GlobalFlags
{
    std::string output;
    std::string apiEndpoint;
    std::string token;
    std::string organization;
    std::string timeout;
    std::string config;
    bool debug = false;

    bool operator==(const GlobalFlags &) const = default;
};

/// Adds the flags, which are taken before and after the subcommand.
void addGlobalOptions(CLI::App &parser, GlobalFlags &flags);

/// What -o was given, also where the rest of the line could not be understood; Table without one.
OutputFormat typedFormat(const CLI::App &parser);

/// Flags, then environment, then file. `session.options.configPath` is known also where the file cannot be read, so
/// that the commands that change it can run.
Result<void> applySettings(Session &session, const GlobalFlags &flags);

} // namespace studio::cli
