// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"

namespace studio {

/// Where the author's handler is, and so which binary has to be built.
struct HandlerLocation
{
    enum Kind {
        None,    ///< not known yet
        Library, ///< in the root of the package's own src/lib.rs: that file is compiled as the binary's root, which
                 ///< saves a crate and a link
        NamedLibrary, ///< in a [lib] that the author describes: a generated binary calls its main
        Binary,       ///< in the root of a binary, whose main the attribute makes
    };
    Kind kind = None;
    QString file;  ///< relative to the project
    QString crate; ///< the library's name in code
    QString bin;   ///< the binary to build

    bool operator==(const HandlerLocation &) const = default;
};

/// Reads what `cargo metadata --no-deps` says of the package in `tree` and looks for the handler in the roots of its
/// targets. InvalidArgument: none, or several. Blocks: worker.
Result<HandlerLocation> locateHandler(const Json &metadata, const QString &tree, bool hasLibTable);

} // namespace studio
