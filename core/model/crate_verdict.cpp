// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/crate_verdict.h"

namespace studio {

namespace {

QString keyOfTrial(const QString &package, const QString &requirement, const QString &source, QStringList features,
                   bool hasDefault, RustTarget target)
{
    features.sort();
    return QStringList{
        package,           requirement, source, features.join(u','), hasDefault ? QStringLiteral("default") : QString(),
        targetName(target)}
        .join(u'\n');
}

} // namespace

QString trialKey(const Dependency &dependency, RustTarget target)
{
    return keyOfTrial(dependency.package, dependency.requirement, dependency.source, dependency.features,
                      dependency.defaultFeatures, target);
}

QString trialKey(const CrateVerdict &verdict)
{
    return keyOfTrial(verdict.package, verdict.requirement, verdict.source, verdict.features, verdict.defaultFeatures,
                      verdict.target);
}

} // namespace studio
