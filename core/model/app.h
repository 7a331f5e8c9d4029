// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace studio {

/// "org" and "app" of "org:app".
struct AppId
{
    QString organization;
    QString name;

    bool operator==(const AppId &) const = default;
    [[nodiscard]] QString toString() const
    {
        return organization + QLatin1Char(':') + name;
    } ///< as the command line writes it
    [[nodiscard]] QString functionId() const { return organization + QLatin1Char('/') + name; }
};

struct App
{
    AppId id;
    RustTarget target = RustTarget::Native;
    QString toolchain;                       ///< wanted version, empty for the platform's
    QString tier = QStringLiteral("medium"); ///< small, medium, large, xlarge
    int memoryMb = 512;
    int cpuMillicores = 500;
    int timeoutSecs = 30;
    int maxReplicas = 10; ///< instances at once
    QString description;
    QString inputSchema; ///< JSON Schema of what the handler takes, as text; empty when none is given
    QString outputSchema;
    QList<std::pair<QString, QString>> environment;
    int activeVersion = 0; ///< 0: nothing is published
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;
    bool damaged = false; ///< its row is not as it was written; only a list has such an app

    bool operator==(const App &) const = default;
};

/// What a save changes in its app; what is not given stays as it is.
struct AppChanges
{
    std::optional<RustTarget> target;
    std::optional<QString> inputSchema;
    std::optional<QString> outputSchema;

    bool operator==(const AppChanges &) const = default;
};

} // namespace studio
