// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace studio {

/// What `draft save` is given.
struct DraftSource
{
    DraftSource() = default;
    DraftSource(QString path) : code(std::move(path)) {} // not explicit: a path alone is the usual source

    QString code;                  ///< a project folder, a .zip, a .tar.gz, or one .rs file
    QStringList dependencies;      ///< for the Cargo.toml that is made around one file: `serde`, `serde@1`, `serde=1`
    bool respectGitignore = false; ///< leave out of a folder what git ignores
    std::optional<RustTarget> target;   ///< becomes the app's
    std::optional<QString> inputSchema; ///< JSON Schema as text; becomes the app's
    std::optional<QString> outputSchema;

    bool operator==(const DraftSource &) const = default;
};

} // namespace studio
