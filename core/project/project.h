// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/manifest/manifest.h"

#include <QString>
#include <QStringList>

namespace studio {

/// What the studio knows of a project folder without running anything of it.
struct Project
{
    QString folder;      ///< absolute, canonical
    QString name;        ///< the package's name
    QString handlerFile; ///< relative: where the author's handler was found ("src/lib.rs"), empty when not
    int handlerLine = 0; ///< from 1

    bool operator==(const Project &) const = default;
};

/// Looks at a folder. InvalidArgument or NotFound: no Cargo.toml, broken TOML. A missing handler is no error here (the
/// author may be about to write it). Reads three small files and walks through nothing.
Result<Project> readProject(const QString &folder);

/// The lines, from 1, on which functions `handler` seem to stand that the SDK's attribute makes the handler. Comments
/// and strings are passed over. A look at the text, for a mark or the order of things only: macros, modules and
/// conditions are rustc's to read, and what this finds or misses must refuse nothing.
QList<int> findHandlers(const QString &source);

/// Copies the bundled sample into `folder` (which must be absent or empty) so that a first start has something to open.
/// Blocks: worker.
Result<void> copySample(const QString &sample, const QString &folder);

} // namespace studio
