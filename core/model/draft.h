// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/artifact_details.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace studio {

/// How a draft stands. Only a compiled one can be published.
enum class DraftStatus {
    Saved,     ///< since its last compile, or before a first one
    Compiling, ///< in any process
    Compiled,  ///< as it is saved
    Failed,
};

/// "saved", "compiling", "compiled", "failed": in the store and as the command line prints it.
QString draftStatusName(DraftStatus status);
/// The other way round; nothing for any other word.
std::optional<DraftStatus> draftStatusFrom(QStringView name);

/// The one mutable slot of an app.
struct Draft
{
    AppId app;
    QByteArray codeHash; ///< SHA-256 of the archive, which is a blob of that name
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;
    QString deployId; ///< of the last compile, empty before one
    DraftStatus status = DraftStatus::Saved;
    QString error;           ///< of a failed compile
    QByteArray artifactHash; ///< blob of the release artifact made from exactly codeHash; empty when there is none
    RustTarget artifactTarget = RustTarget::Native;
    QString artifactRust;
    ArtifactDetails artifact;
    QString inputSchema; ///< the app's
    QString outputSchema;
    QStringList notes; ///< what saving it had to say, a sentence each; in the answer of a save only, kept nowhere

    bool operator==(const Draft &) const = default;
};

} // namespace studio
