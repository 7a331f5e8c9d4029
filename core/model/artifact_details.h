// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

namespace studio {

/// What a release artifact is made of.
struct ArtifactDetails
{
    qint64 size = 0;                           ///< bytes
    QList<std::pair<QString, QString>> crates; ///< name and version, as locked
    QStringList imports;                       ///< of a component: what it asks of its host
    QStringList exports;

    bool operator==(const ArtifactDetails &) const = default;
};

} // namespace studio
