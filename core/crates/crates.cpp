// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/crates.h"

#include "core/base/temporary_folder.h"
#include "core/manifest/dependency_spec.h"
#include "core/process/process.h"

#include <QObject>
#include <QRegularExpression>

namespace studio {

namespace {

constexpr qsizetype maxSearched = 20;
constexpr qsizetype maxDescription = 2'000;

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

ProcessSpec cargoSpec(const Toolchain &toolchain, const QStringList &arguments, const QString &folder)
{
    ProcessSpec spec{.program = toolchain.cargo, .arguments = arguments, .workingDirectory = folder};
    spec.environment.insert(QStringLiteral("CARGO_TERM_COLOR"), QStringLiteral("never"));
    spec.environment.insert(QStringLiteral("RUSTC"), toolchain.rustc);
    return spec;
}

} // namespace

/// A line is `name = "version"    # description`; the last one may tell of how many more there are.
QList<CrateInfo> parseSearch(const QString &text)
{
    static const QRegularExpression shape(
        QStringLiteral("\\A([A-Za-z_][A-Za-z0-9_-]{0,63}) = \"([^\"]{1,60})\"(?:\\s+# (.*))?\\z"));
    QList<CrateInfo> found;
    for (const QString &line : text.split(u'\n')) {
        const auto match = shape.match(line);
        if (match.hasMatch() && found.size() < maxSearched) {
            found.append({.name = match.captured(1),
                          .version = match.captured(2),
                          .description = match.captured(3).left(maxDescription)});
        }
    }
    return found;
}

Task<QList<CrateInfo>> searchCrates(Toolchain toolchain, QString words, std::stop_token stop)
{
    if (!isPackageName(words)) {
        co_return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is not the name of a crate.").arg(words));
    }
    const auto nowhere = makeTemporaryFolder();
    if (!nowhere) {
        co_return std::unexpected(nowhere.error());
    }
    const auto output = co_await runProcess(
        cargoSpec(toolchain, {QStringLiteral("search"), QStringLiteral("--limit=%1").arg(maxSearched), words},
                  (*nowhere)->path()),
        stop);
    if (!output) {
        co_return std::unexpected(output.error());
    }
    if (output->exit != ProcessExit{}) {
        co_return fail(ErrorCode::Unavailable, QObject::tr("Cargo could not search the registry."),
                       QString::fromUtf8(output->standardError));
    }
    co_return parseSearch(QString::fromUtf8(output->standardOutput));
}

Task<CrateInfo> crateInfo(Toolchain toolchain, QString name, QString registry, std::stop_token stop)
{
    if (!isPackageName(name)) { // an option of Cargo's would be taken for one
        co_return fail(ErrorCode::InvalidArgument,
                       QObject::tr("“%1” is not the name of a crate: letters, digits, - and _.").arg(name));
    }
    const auto nowhere = makeTemporaryFolder(); // outside of any project
    if (!nowhere) {
        co_return std::unexpected(nowhere.error());
    }
    ProcessSpec spec = cargoSpec(toolchain, {QStringLiteral("info"), name}, (*nowhere)->path());
    if (!registry.isEmpty()) {
        spec.arguments << QStringLiteral("--registry=") + registry;
    }
    const auto output = co_await runProcess(std::move(spec), stop);
    if (!output) {
        co_return std::unexpected(output.error());
    }
    const QString words = QString::fromUtf8(output->standardError);
    if (output->exit != ProcessExit{}) {
        if (words.contains(QLatin1String("could not find"))) {
            co_return fail(ErrorCode::NotFound, QObject::tr("The registry has no crate “%1”.").arg(name), words);
        }
        co_return fail(ErrorCode::Unavailable, QObject::tr("Cargo could not ask the registry about “%1”.").arg(name),
                       words);
    }
    CrateInfo info = infoFrom(QString::fromUtf8(output->standardOutput));
    if (info.version.isEmpty()) {
        co_return fail(ErrorCode::Internal, QObject::tr("What cargo says of “%1” is not understood.").arg(name),
                       QString::fromUtf8(output->standardOutput));
    }
    co_return info;
}

} // namespace studio
