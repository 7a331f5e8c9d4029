// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/cargo_manifest.h"

#include <QByteArray>
#include <QMap>

namespace studio::trial {

/// The texts of Cargo.toml that are compared.
struct TrialManifests
{
    QString without;
    QString with;

    bool operator==(const TrialManifests &) const = default;
};

/// Of a dependency that is listed: without it, and as it is. Of another: as it is, and with it. InvalidArgument: it
/// cannot be added or removed so.
Result<TrialManifests> trialManifests(const QString &manifest, const Dependency &crate);

/// The sources of a trial: texts that are compiled in the place of files, by their path relative to the project.
struct TrialSources
{
    QString handlerFile; ///< where what makes a compile another one is added
    QMap<QString, QByteArray> texts;

    bool operator==(const TrialSources &) const = default;
};

/// The project's own; no handlerFile where none was found. Blocks.
TrialSources ownSources(const QString &folder);
/// A handler that does nothing, and an empty library beside it. Blocks.
TrialSources emptySources(const QString &folder);
/// `library` is linked, where it is named; each `edit` is another text.
QMap<QString, QByteArray> textsOf(const TrialSources &sources, const QString &manifest, const QString &library,
                                  int edit);

} // namespace studio::trial
