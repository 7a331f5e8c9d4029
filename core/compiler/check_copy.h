// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file_lock.h"

#include <QMap>
#include <QString>

#include <memory>
#include <stop_token>

namespace studio {

/// The copy of a project that cargo checks for a language server. It holds the text of the editors, saved or not, so
/// that nothing is written beside the author's files, and one copy is checked whatever is saved: cargo tells crates
/// apart by their folder. A value.
struct CheckCopy
{
    QString folder;                 ///< in the analyzer's build folder
    std::shared_ptr<FileLock> lock; ///< of the folder: another window with the same project has another copy
    QString lockfile;               ///< the analyzer's, whose versions it takes
    QString sdkPath;                ///< folder of the crate `ignite`
    QString platformRust;           ///< as in BuildManifestOptions
    QMap<QString, QString> paths;   ///< how a path that cargo names begins → how the author's path does

    bool operator==(const CheckCopy &) const = default;
};

/// Locks a folder for a copy in the analyzer's build folder: the first that is not locked. ResourceExhausted:
/// too many windows have one. Errors of the disk. Blocks for a moment.
Result<void> lockCheckFolder(CheckCopy &copy, const QString &analyzerFolder);

/// What a path of the project that is relative to a copy begins with, and the author's: an entry for each folder and
/// each Rust file at the top of the project. Blocks for a moment.
QMap<QString, QString> checkedPaths(const QString &sourceFolder);

/// Brings the copy up to date with the author's folder and with `unsaved`, texts by their path relative to the project;
/// whether a file of the copy was changed. Manifests are those of a compile. Blocks: worker. One caller at a time.
/// Errors: those of a compile that brings its copy up to date; Cancelled.
Result<bool> updateCheckCopy(const CheckCopy &copy, const QString &sourceFolder,
                             const QMap<QString, QByteArray> &unsaved, std::stop_token stop = {});

} // namespace studio
