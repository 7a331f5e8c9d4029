// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/crates.h"

#include "core/manifest/dependency_spec.h"
#include "core/process/process.h"

#include <QTemporaryDir>

namespace studio {

namespace {

/// What `cargo info` prints: a name with keywords, a description, then `key: value` lines, then the features.
CrateInfo infoFrom(const QString &text)
{
    const QStringList lines = text.split(QLatin1Char('\n'));
    CrateInfo info{.name = lines.first().section(QLatin1Char(' '), 0, 0)};
    bool inFeatures = false;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QString &line = lines[i];
        const auto value = [&line] {
            return line.section(QStringLiteral(": "), 1).section(QStringLiteral(" ("), 0, 0).trimmed();
        };
        if (i == 1 && !line.startsWith(QLatin1String("version: "))) {
            info.description = line.trimmed();
        } else if (line.startsWith(QLatin1String("version: "))) {
            info.version = value();
        } else if (line.startsWith(QLatin1String("license: "))) {
            info.license = value();
        } else if (line.startsWith(QLatin1String("rust-version: "))) {
            info.rustVersion = value();
        } else if (line.startsWith(QLatin1String("features:"))) {
            inFeatures = true;
        } else if (inFeatures && line.startsWith(QLatin1Char(' '))) {
            info.features << line.mid(2).section(QLatin1Char('='), 0, 0).trimmed();
        }
    }
    return info;
}

} // namespace

Task<CrateInfo> crateInfo(Toolchain toolchain, QString name, QString registry, std::stop_token stop)
{
    if (!isPackageName(name)) { // an option of Cargo's would be taken for one
        co_return fail(ErrorCode::InvalidArgument,
                       QStringLiteral("“%1” is not the name of a crate: letters, digits, - and _.").arg(name));
    }
    const QTemporaryDir nowhere; // outside of any project
    ProcessSpec spec{
        .program = toolchain.cargo, .arguments = {QStringLiteral("info"), name}, .workingDirectory = nowhere.path()};
    if (!registry.isEmpty()) {
        spec.arguments << QStringLiteral("--registry=") + registry;
    }
    spec.environment.insert(QStringLiteral("CARGO_TERM_COLOR"), QStringLiteral("never"));
    spec.environment.insert(QStringLiteral("RUSTC"), toolchain.rustc);
    const auto output = co_await runProcess(std::move(spec), stop);
    if (!output) {
        co_return std::unexpected(output.error());
    }
    const QString words = QString::fromUtf8(output->standardError);
    if (output->exit != ProcessExit{}) {
        if (words.contains(QLatin1String("could not find"))) {
            co_return fail(ErrorCode::NotFound, QStringLiteral("The registry has no crate “%1”.").arg(name), words);
        }
        co_return fail(ErrorCode::Unavailable, QStringLiteral("Cargo could not ask the registry about “%1”.").arg(name),
                       words);
    }
    CrateInfo info = infoFrom(QString::fromUtf8(output->standardOutput));
    if (info.version.isEmpty()) {
        co_return fail(ErrorCode::Internal, QStringLiteral("What cargo says of “%1” is not understood.").arg(name),
                       QString::fromUtf8(output->standardOutput));
    }
    co_return info;
}

} // namespace studio
