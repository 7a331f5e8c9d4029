// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/dependency_line.h"

#include "core/manifest/dependency_spec.h"

#include <QObject>

namespace studio {

namespace {

/// As Dependency::source tells it.
QString sourceOf(const DependencySpec &spec)
{
    if (spec.fromWorkspace) {
        return QStringLiteral("workspace");
    }
    for (const auto &[kind, value] :
         {std::pair("path ", &spec.path), std::pair("git ", &spec.git), std::pair("registry ", &spec.registry)}) {
        if (!value->isEmpty()) {
            return QLatin1StringView(kind) + *value;
        }
    }
    return {};
}

} // namespace

Result<QList<Dependency>> readDependencyLine(const QString &line)
{
    return parseDependencySpecs(line).transform([](const QList<DependencySpec> &specs) {
        QList<Dependency> all;
        for (const DependencySpec &spec : specs) {
            all.append({.key = spec.key(),
                        .package = spec.package,
                        .requirement = spec.requirement,
                        .source = sourceOf(spec),
                        .features = spec.features,
                        .defaultFeatures = spec.defaultFeatures.value_or(true),
                        .optional = spec.optional.value_or(false),
                        .table = spec.table,
                        .platform = spec.platform});
        }
        return all;
    });
}

QString dependencyLine(const Dependency &dependency)
{
    QString name = dependency.package;
    if (!dependency.requirement.isEmpty()) {
        name += u'@' + dependency.requirement;
    }
    const bool isQuoted = name.contains(u' ') || name.contains(u'<') || name.contains(u'>') || name.contains(u'*');
    QStringList words{isQuoted ? u'"' + name + u'"' : name};
    const auto option = [&](bool isGiven, const QStringList &text) {
        if (isGiven) {
            words << text;
        }
    };
    option(!dependency.features.isEmpty(), {QStringLiteral("-F"), dependency.features.join(u',')});
    option(!dependency.defaultFeatures, {QStringLiteral("--no-default-features")});
    option(dependency.optional, {QStringLiteral("--optional")});
    option(dependency.key != dependency.package, {QStringLiteral("--rename"), dependency.key});
    option(dependency.table == DependencyTable::Dev, {QStringLiteral("--dev")});
    option(dependency.table == DependencyTable::Build, {QStringLiteral("--build")});
    option(!dependency.platform.isEmpty(), {QStringLiteral("--target"), u'\'' + dependency.platform + u'\''});
    return words.join(u' ');
}

QString requirementProblem(const QString &requirement)
{
    return isVersionRequirement(requirement)
               ? QString()
               : QObject::tr("“%1” is not a version that Cargo takes. Write one such as 1, 1.2.3 or ~1.4.")
                     .arg(requirement);
}

} // namespace studio
