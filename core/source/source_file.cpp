// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/source_file.h"

#include "core/base/files.h"
#include "core/manifest/dependency_spec.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <QSet>

namespace studio {

namespace {

constexpr qint64 maxSourceBytes = 64 << 20; ///< as of an archive

/// Edition as in the bundled sample; `ignite` becomes the bundled SDK when it is compiled.
constexpr auto emptyManifest = R"([package]
name = "%1"
version = "0.1.0"
edition = "2024"

[dependencies]
ignite = "*"
)";

/// A name that Cargo takes: an app's may begin with a digit, a package's may not.
QString packageName(const QString &appName)
{
    return appName.isEmpty() || appName.front().isDigit() ? QStringLiteral("app-") + appName : appName;
}

/// What makes sense only beside a project's other files.
Result<void> checkForSourceFile(const DependencySpec &spec)
{
    if (!spec.path.isEmpty()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("A single file is saved without what is beside it, so %1 cannot come from the path "
                                "%2. Save a project folder instead.")
                        .arg(spec.key().isEmpty() ? QStringLiteral("a crate") : spec.key(), spec.path));
    }
    if (spec.fromWorkspace) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("A single file has no workspace that %1 could come from. Name its version, such as "
                                "%1@1.")
                        .arg(spec.key()));
    }
    if (spec.package.isEmpty()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("What is the crate in %1 called? Write its name before --git.").arg(spec.git));
    }
    return {};
}

} // namespace

Result<QString> manifestForSourceFile(const QString &appName, const QStringList &dependencies)
{
    Result<QString> manifest = QString::fromLatin1(emptyManifest).arg(packageName(appName));
    QSet<QString> keys;
    for (const QString &text : dependencies) {
        const auto specs = parseDependencySpecs(text);
        if (!specs) {
            return std::unexpected(specs.error());
        }
        for (const DependencySpec &spec : *specs) {
            if (const auto checked = checkForSourceFile(spec); !checked) {
                return std::unexpected(checked.error());
            }
            if (keys.contains(spec.key())) {
                return fail(ErrorCode::InvalidArgument,
                            QObject::tr("The dependency %1 is given twice.").arg(spec.key()));
            }
            keys.insert(spec.key());
            manifest = withDependency(*manifest, spec);
            if (!manifest) {
                return manifest;
            }
        }
    }
    return manifest;
}

Result<void> makeProjectAround(const QString &sourceFile, const QString &manifest, const QString &folder)
{
    const QString library = folder + QStringLiteral("/src/lib.rs");
    const auto source = readRegularFile(sourceFile, maxSourceBytes);
    if (!source) {
        return std::unexpected(source.error());
    }
    if (!*source) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not read %1: it does not exist.").arg(sourceFile));
    }
    // Bits of the file's own mode must not make another archive of the same text.
    return writePrivateFile(library, **source, Durability::Cache).and_then([&] {
        return writePrivateFile(folder + QStringLiteral("/Cargo.toml"), manifest.toUtf8(), Durability::Cache);
    });
}

} // namespace studio
