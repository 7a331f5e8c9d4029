// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_command.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

namespace studio {

namespace {

/// The person's registries, proxies, credentials and network settings stay; whatever would make this build another one
/// goes.
QProcessEnvironment environmentFor(const CargoRun &run)
{
    const auto ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    static const QRegularExpression kept(QStringLiteral("^CARGO_(HOME|HTTP_.*|NET_.*|REGISTR.*|SOURCE_.*)$"));
    for (const QString &key : ours.keys()) {
        const bool isCargos = key.startsWith(QLatin1String("CARGO")) || key.startsWith(QLatin1String("RUST")) ||
                              key == QLatin1String("MAKEFLAGS");
        if (!isCargos || kept.match(key).hasMatch() || key == QLatin1String("RUSTUP_HOME")) {
            environment.insert(key, ours.value(key));
        }
    }
    const QString bin = QFileInfo(run.toolchain.cargo).path();
    environment.insert(QStringLiteral("PATH"), bin + QLatin1Char(':') + ours.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("RUSTC"), run.toolchain.rustc);
    environment.insert(QStringLiteral("RUSTC_WORKSPACE_WRAPPER"), run.folder.wrapper());
    environment.insert(QStringLiteral("CARGO_BUILD_BUILD_DIR"), run.sharedBuildFolder());
    environment.insert(QStringLiteral("CARGO_TARGET_DIR"), run.folder.target());
    environment.insert(QStringLiteral("CARGO_INCREMENTAL"),
                       run.profile == Profile::Dev ? QStringLiteral("1") : QStringLiteral("0"));
    environment.insert(QStringLiteral("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS"), QStringLiteral("fallback"));
    environment.insert(QStringLiteral("CARGO_TERM_COLOR"), QStringLiteral("always"));
    environment.insert(QStringLiteral("CARGO_TERM_PROGRESS_WHEN"), QStringLiteral("always"));
    environment.insert(QStringLiteral("CARGO_TERM_PROGRESS_WIDTH"), QStringLiteral("120"));
    return environment;
}

/// A fast linker where one is installed; the same flags for every project, because they decide which compiled crates
/// are shared.
QString rustFlags(const CargoRun &run)
{
    if (run.target != RustTarget::Native || run.profile != Profile::Dev) {
        return {};
    }
    QStringList flags{QStringLiteral("\"-Cprefer-dynamic\"")};
    for (const char *linker : {"mold", "lld"}) {
        const QString program =
            QLatin1String(linker) == QLatin1String("lld") ? QStringLiteral("ld.lld") : QStringLiteral("mold");
        if (!QStandardPaths::findExecutable(program).isEmpty()) {
            flags << QStringLiteral("\"-Clink-arg=-fuse-ld=%1\"").arg(QLatin1String(linker));
            break;
        }
    }
    return QStringLiteral("build.rustflags=[%1]").arg(flags.join(QLatin1Char(',')));
}

} // namespace

QString CargoRun::sharedBuildFolder() const
{
    return QStringLiteral("%1/shared/%2-%3-%4-%5-%6")
        .arg(cache, toolchain.version.toString(),
             toolchain.commit.first(std::min<qsizetype>(8, toolchain.commit.size())), targetName(target),
             profileName(profile), QString::fromLatin1(sdkHash.first(8)));
}

ProcessSpec buildCommand(const CargoRun &run)
{
    ProcessSpec spec{
        .program = run.toolchain.cargo, .workingDirectory = run.folder.tree(), .environment = environmentFor(run)};
    spec.arguments = {QStringLiteral("build"), QStringLiteral("--bin"), run.bin,
                      QStringLiteral("--message-format=json-diagnostic-rendered-ansi")};
    if (run.target == RustTarget::Wasm) {
        spec.arguments << QStringLiteral("--target") << targetTriple(run.target);
    }
    if (run.profile == Profile::Release) {
        spec.arguments << QStringLiteral("--release");
    }
    if (const QString flags = rustFlags(run); !flags.isEmpty()) {
        spec.arguments << QStringLiteral("--config") << flags;
    }
    if (run.offline) {
        spec.arguments << QStringLiteral("--offline");
    }
    return spec;
}

ProcessSpec metadataCommand(const CargoRun &run)
{
    ProcessSpec spec{
        .program = run.toolchain.cargo, .workingDirectory = run.folder.tree(), .environment = environmentFor(run)};
    spec.arguments = {QStringLiteral("metadata"), QStringLiteral("--no-deps"), QStringLiteral("--offline"),
                      QStringLiteral("--format-version=1")};
    return spec;
}

bool wantsNetwork(const QString &stderrText)
{
    return stderrText.contains(QLatin1String("offline"));
}

Error cargoFailure(const QString &stderrText, const ProcessExit &exit)
{
    static const QRegularExpression escapes(QStringLiteral("\x1b\\[[0-9;]*[A-Za-z]"));
    QString plain = stderrText;
    plain.remove(escapes);
    const auto has = [&](const char *text) { return plain.contains(QLatin1String(text), Qt::CaseInsensitive); };
    const QString own = plain.trimmed();
    if (has("No space left on device")) {
        return {ErrorCode::ResourceExhausted,
                QStringLiteral("The disk is full: the compile could not write its files. Make room, then run again."),
                own};
    }
    if (has("failed to download") || has("Could not resolve host") || has("Couldn't connect") ||
        has("failed to query replaced source") || has("network failure") || has("Unable to update registry") ||
        has("spurious network error")) {
        return {ErrorCode::Unavailable,
                QStringLiteral("Cargo could not reach the registry. Crates that were fetched before still work without "
                               "a network; a new one needs it once."),
                own};
    }
    static const QRegularExpression reason(QStringLiteral("error: (.+)"));
    const auto match = reason.match(plain);
    return {ErrorCode::CompileFailed,
            match.hasMatch() ? QStringLiteral("Cargo: %1").arg(match.captured(1))
                             : QStringLiteral("cargo %1.").arg(describe(exit)),
            own};
}

} // namespace studio
