// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>

namespace studio {

/// A gateway that the window can work with; its token is in the keychain.
struct RemoteProfile
{
    QString name;
    QString endpoint;
    QString organization = QStringLiteral("org");

    bool operator==(const RemoteProfile &) const = default;
};

/// The remotes that the window knows, and the one it works with: empty for the embedded platform.
struct Profiles
{
    QList<RemoteProfile> remotes;
    QString current;

    bool operator==(const Profiles &) const = default;
    [[nodiscard]] const RemoteProfile *find(const QString &name) const; ///< null for none
    [[nodiscard]] const RemoteProfile *chosen() const { return find(current); }
};

/// A file that is not there has no remotes; a damaged one is set aside. Unavailable: it cannot be read. Blocks.
Result<Profiles> readProfiles(const QString &path);
Result<void> writeProfiles(const QString &path, const Profiles &profiles);
/// InvalidArgument says which field of which remote cannot be.
Result<void> checkProfiles(const Profiles &profiles);

} // namespace studio
