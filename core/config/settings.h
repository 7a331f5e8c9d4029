// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config_file.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <chrono>

namespace studio {

/// What was given as flags; nothing where one was not.
struct Flags
{
    std::optional<QString> apiEndpoint;
    std::optional<QString> token;
    std::optional<QString> organization;
    std::optional<QString> output;
    std::optional<QString> timeout;
    std::optional<bool> debug;

    bool operator==(const Flags &) const = default;
};

/// A value and who said it: "--org", "IGNITE_ORG_NAME", "ignite.org_name in /…/config.yaml", empty for a default.
struct Setting
{
    QString value;
    QString source;

    bool operator==(const Setting &) const = default;
};

struct Settings
{
    Setting apiEndpoint; ///< empty: the embedded platform
    Setting token;
    Setting organization; ///< "org" by default
    Setting output;       ///< table, json, yaml or wide
    std::chrono::milliseconds timeout{std::chrono::minutes(5)};
    bool debug = false;

    bool operator==(const Settings &) const = default;
};

/// Flags, then environment, then file; in the file `ignite.*`, then `global.*` (PLATFORM, part 2). An empty variable is
/// an unset one. InvalidArgument names the flag, variable or key whose value cannot be.
Result<Settings> resolveSettings(const Flags &flags, const QProcessEnvironment &environment, const ConfigFile &file);

/// The file to read: `flag` (a file, or a folder with a config.yaml), else config.yaml in $DODIL_CONFIG_DIR,
/// $IGNITE_CONFIG_DIR, ~/.config/unified-cli, ~/.ignite: a variable that is set decides, of the last two the first that
/// has one, and where neither has, the first.
QString configPath(const std::optional<QString> &flag, const QProcessEnvironment &environment, const QString &home);

/// The keys that mean something below `ignite` and `global`.
QStringList settingKeys();
/// "token" is "ignite.token"; "global.token" stays. InvalidArgument lists the keys.
Result<QString> settingKey(const QString &text);
/// Whether the value can be. InvalidArgument says what can.
Result<void> checkSetting(const QString &key, const QString &value);

} // namespace studio
