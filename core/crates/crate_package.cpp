// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/crate_package.h"

#include "core/base/files.h"
#include "core/base/temporary_folder.h"
#include "core/manifest/manifest.h"
#include "core/process/process.h"

#include <QObject>

namespace studio {

namespace {

constexpr auto emptyPackage = "[package]\nname = \"ignite-studio-asks\"\nversion = \"0.0.0\"\nedition = \"2021\"\n";

QStringList argumentsFor(const DependencySpec &spec)
{
    // Each value in the word of its option: one that begins with - is none of its own.
    QStringList arguments{QStringLiteral("add"), QStringLiteral("--git=") + spec.git};
    for (const auto &[option, value] :
         {std::pair(QStringLiteral("--branch="), spec.branch), std::pair(QStringLiteral("--tag="), spec.tag),
          std::pair(QStringLiteral("--rev="), spec.revision)}) {
        if (!value.isEmpty()) {
            arguments << option + value;
        }
    }
    if (!spec.package.isEmpty()) {
        arguments << QStringLiteral("--") << spec.package;
    }
    return arguments;
}

/// The first line of what cargo says is wrong, without what it calls it.
QString reasonOf(const QString &words)
{
    const qsizetype at = words.indexOf(QLatin1String("error: "));
    return at < 0 ? words.trimmed() : words.sliced(at + 7).section(u'\n', 0, 0).trimmed();
}

} // namespace

/// Cargo itself adds it to a package made for that, and what it writes there is read.
Task<CratePackage> packageInRepository(Toolchain toolchain, DependencySpec spec, std::stop_token stop)
{
    const auto folder = makeTemporaryFolder();
    if (!folder) {
        co_return std::unexpected(folder.error());
    }
    const QTemporaryDir &place = **folder;
    const QString manifestPath = place.filePath(QStringLiteral("Cargo.toml"));
    const auto made = writePrivateFile(manifestPath, emptyPackage, Durability::Cache).and_then([&] {
        return writePrivateFile(place.filePath(QStringLiteral("src/lib.rs")), {}, Durability::Cache);
    });
    if (!made) {
        co_return std::unexpected(made.error());
    }
    ProcessSpec process{.program = toolchain.cargo, .arguments = argumentsFor(spec), .workingDirectory = place.path()};
    process.environment.insert(QStringLiteral("CARGO_TERM_COLOR"), QStringLiteral("never"));
    process.environment.insert(QStringLiteral("RUSTC"), toolchain.rustc);
    const auto output = co_await runProcess(std::move(process), stop);
    if (!output) {
        co_return std::unexpected(output.error());
    }
    const QString words = QString::fromUtf8(output->standardError);
    if (output->exit != ProcessExit{}) {
        const bool isUnreachable =
            words.contains(QLatin1String("failed to")) || words.contains(QLatin1String("unable to"));
        co_return fail(isUnreachable ? ErrorCode::Unavailable : ErrorCode::InvalidArgument,
                       QObject::tr("Cargo could not take the crate from %1: %2").arg(spec.git, reasonOf(words)), words);
    }
    const auto text = readRegularFile(manifestPath, 1 << 20);
    const auto manifest = text && *text ? decodeManifest(**text).and_then(parseManifest) : Result<Manifest>(Manifest{});
    if (!manifest || manifest->dependencies.isEmpty() || manifest->dependencies.front().injected) {
        co_return fail(ErrorCode::Internal, QObject::tr("What cargo made of %1 cannot be read.").arg(spec.git), words);
    }
    const Dependency &added = manifest->dependencies.front();
    co_return CratePackage{.name = added.package, .version = added.requirement};
}

} // namespace studio
