// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QStringList>

namespace studio {

/// What a language server's copy of a manifest is made from.
struct AnalyzerManifestOptions
{
    QString folder;    ///< absolute: the author's
    QStringList files; ///< its Rust files, relative; Cargo finds targets by their names
    QString sdkPath;   ///< as in BuildManifestOptions
    QString platformRust = QStringLiteral("1.93");

    bool operator==(const AnalyzerManifestOptions &) const = default;
};

/// The manifest for a language server, which lies in a folder of its own: the dependencies of buildManifest(), and as
/// targets the author's own files, so that what is said of them is said of the files that are open. Every target that
/// Cargo would find is listed with its absolute path; so are path dependencies. The workspace's members are left out.
/// InvalidArgument as buildManifest().
Result<QString> analyzerManifest(const QString &text, const AnalyzerManifestOptions &options);

} // namespace studio
