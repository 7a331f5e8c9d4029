// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/crate_verdict.h"

namespace studio {

/// Verdicts that were found before: a JSON file in the cache for each project, crate, version, features, toolchain and
/// target. They are not trusted: what is damaged, or larger than a verdict can be, is removed. Blocks: worker. Several
/// processes may use one folder.
class VerdictStore
{
public:
    static constexpr qsizetype maxVerdicts = 2'000; ///< of all projects; the oldest are removed

    explicit VerdictStore(QString folder) : m_folder(std::move(folder)) {}

    /// Of a project, the newest first.
    [[nodiscard]] QList<CrateVerdict> verdictsOf(const QString &project) const;
    /// In the place of the one that is about the same.
    [[nodiscard]] Result<void> keep(const QString &project, const CrateVerdict &verdict) const;

private:
    void removeOldest() const;

    QString m_folder;
};

} // namespace studio
