// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/names.h"

#include <QList>

namespace studio {

/// A gateway that the window can work with; its token is in the keychain.
struct Remote
{
    QString name;
    QString endpoint;
    QString organization = defaultOrganization;

    bool operator==(const Remote &) const = default;
};

/// The remotes that the window knows, and the one it works with: empty for the embedded platform.
struct RemoteList
{
    QList<Remote> remotes;
    QString current;

    bool operator==(const RemoteList &) const = default;
    [[nodiscard]] const Remote *find(const QString &name) const; ///< null for none
    [[nodiscard]] const Remote *chosen() const { return find(current); }
};

/// A file that is not there has no remotes; a damaged one is set aside. Unavailable: it cannot be read. Blocks.
Result<RemoteList> readRemoteList(const QString &path);
Result<void> writeRemoteList(const QString &path, const RemoteList &list);
/// InvalidArgument says which field of which remote cannot be.
Result<void> checkRemoteList(const RemoteList &list);

} // namespace studio
