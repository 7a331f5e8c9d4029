// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace studio::git {

/// The largest file whose committed text is read: the editor shows none that has more than 16 MiB.
inline constexpr qint64 maxFileSize = (16 << 20) - (64 << 10);

/// A file as the last commit has it. A plain value.
struct CommittedFile
{
    /// As it is stored, without what a checkout changes. Nothing: it is not in the commit, larger than maxFileSize, a
    /// link, or stored in another form (a filter of its attributes, such as Git LFS).
    std::optional<QByteArray> bytes;
    /// Folders where something is created, renamed or removed when another commit becomes the current one. Absolute.
    QStringList watched;

    bool operator==(const CommittedFile &) const = default;
};

/// Reads `path`, which is absolute, out of the commit that HEAD names. NotFound: it is in no repository with files, in
/// a submodule, or what is needed is missing or damaged. Else errors of runReader().
Task<CommittedFile> readCommitted(QString path, std::stop_token stop = {});

} // namespace studio::git
