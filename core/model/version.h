// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/artifact_details.h"

#include <QByteArray>

namespace studio {

constexpr int maxVersion = 1'000'000'000; ///< the largest number that a request may ask for

/// An immutable version.
struct Version
{
    AppId app;
    int number = 0; ///< 1, 2, 3 …
    QByteArray codeHash;
    QByteArray artifactHash;
    RustTarget target = RustTarget::Native;
    QString rustVersion;
    ArtifactDetails artifact;
    QString tier;
    int memoryMb = 0;
    int timeoutSecs = 0;
    QString note;
    qint64 createdAtMs = 0;
    bool active = false;
    bool damaged = false; ///< its row is not as it was written; only a list has such a version

    bool operator==(const Version &) const = default;
};

} // namespace studio
