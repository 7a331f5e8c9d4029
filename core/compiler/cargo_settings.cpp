// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_settings.h"

#include "core/compiler/manifest_table.h"
#include "core/compiler/profile_defaults.h"
#include "core/manifest/manifest.h"

#include <QStandardPaths>
#include <QVersionNumber>

#include <gnu/libc-version.h>
#include <span>

namespace studio::compiler {

namespace {

/// Variables of the caller, by prefix, that would change the result or make two builds differ.
constexpr const char *unwanted[] = {
    "RUSTFLAGS",      "RUSTDOCFLAGS",  "RUSTC",          "RUSTDOC",           "RUSTUP_TOOLCHAIN", "CARGO_ENCODED_",
    "CARGO_BUILD_",   "CARGO_TARGET_", "CARGO_PROFILE_", "CARGO_INCREMENTAL", "CARGO_RESOLVER_",  "CARGO_UNSTABLE_",
    "CARGO_MANIFEST", "CARGO_PKG_",    "CARGO_TERM_",    "CARGO_MAKEFLAGS",   "CARGO_PRIMARY_",   "CARGO_CRATE_",
    "CARGO_BIN_",     "CARGO_LOG",     "__CARGO",        "MAKEFLAGS",         "MFLAGS",           "OUT_DIR",
};

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

QProcessEnvironment cleaned(const QProcessEnvironment &callers)
{
    QProcessEnvironment environment = callers;
    const QStringList names = callers.keys();
    for (const QString &name : names) {
        const bool goes = name == QLatin1String("CARGO") || std::ranges::any_of(unwanted, [&](const char *prefix) {
                              return name.startsWith(QLatin1String(prefix));
                          });
        if (goes) {
            environment.remove(name);
        }
    }
    return environment;
}

/// The fastest linker that is there; empty for the toolchain's own choice. Measured on rust-hello: mold 14 ms, lld 35,
/// the default of binutils 58.
QString linkerFlag(const QString &path)
{
    const QStringList folders = path.split(QLatin1Char(':'), Qt::SkipEmptyParts);
    if (!QStandardPaths::findExecutable(QStringLiteral("mold"), folders).isEmpty()) {
        return QStringLiteral("-Clink-arg=-fuse-ld=mold");
    }
    if (!QStandardPaths::findExecutable(QStringLiteral("ld.lld"), folders).isEmpty()) {
        return QStringLiteral("-Clink-arg=-fuse-ld=lld");
    }
    return {};
}

/// Whether programs that are made and run here may pack them: the C library can since 2.36.
bool loadsRelativeRelocations()
{
    return QVersionNumber::fromString(QString::fromLatin1(gnu_get_libc_version())) >= QVersionNumber(2, 36);
}

/// The same for every project, so that crates are shared; CARGO_ENCODED_RUSTFLAGS also overrules what a configuration
/// file of the person says.
QString rustFlags(const CompileRequest &request, const QString &path)
{
    QStringList flags;
    if (request.target == RustTarget::Native) {
        if (request.profile == Profile::Dev) {
            flags << QStringLiteral("-Cprefer-dynamic"); // the SDK is a dylib here
        }
        if (const QString linker = linkerFlag(path); !linker.isEmpty()) {
            flags << linker;
            if (request.profile == Profile::Release && loadsRelativeRelocations()) {
                flags << QStringLiteral("-Clink-arg=-Wl,-z,pack-relative-relocs"); // 40 kB less of rust-hello
            }
        }
    }
    return flags.join(QChar(0x1f));
}

void setProfile(QProcessEnvironment &environment, const CompileRequest &request, const QByteArray &manifest)
{
    const char *const name = request.profile == Profile::Dev ? "dev" : "release";
    const toml::table root = manifestTable(manifest);
    const auto set = [&](const ProfileKey &key) {
        if (!root["profile"][name][key.name]) {
            environment.insert(QStringLiteral("CARGO_PROFILE_%1_%2")
                                   .arg(text(name), text(key.name))
                                   .toUpper()
                                   .replace(QLatin1Char('-'), QLatin1Char('_')),
                               text(key.value));
        }
    };
    std::ranges::for_each(platformKeys(request.profile, request.target), set);
    // A panic must answer 500 and leave the process alive: not the author's to choose.
    environment.insert(QStringLiteral("CARGO_PROFILE_%1_PANIC").arg(text(name).toUpper()), QStringLiteral("unwind"));
}

} // namespace

QProcessEnvironment cargoEnvironment(const BuildFolder &folder, const CompileRequest &request,
                                     const Toolchain &toolchain, const QByteArray &manifest,
                                     const QProcessEnvironment &callers)
{
    QProcessEnvironment environment = cleaned(callers);
    const auto set = [&](const char *name, const QString &value) { environment.insert(text(name), value); };
    set("RUSTC", toolchain.rustc);
    // None, whatever a configuration file says. Not empty: Cargo then takes it for a program that it cannot find, keeps
    // nothing of what it asked rustc, and asks four times at each compile (100 ms).
    set("RUSTC_WRAPPER", QStandardPaths::findExecutable(QStringLiteral("env")));
    set("RUSTC_WORKSPACE_WRAPPER", folder.wrapper);
    set("IGNITE_RUSTC_RECORD", folder.record);
    set("CARGO_TARGET_DIR", folder.target);
    set("TMPDIR", folder.temporary);
    set("CARGO_BUILD_BUILD_DIR", folder.build);
    set("CARGO_ENCODED_RUSTFLAGS", rustFlags(request, callers.value(QStringLiteral("PATH"))));
    // Without it a dylib of a path dependency has no hash in its name, and two projects would overwrite each other's.
    set("__CARGO_DEFAULT_LIB_METADATA", QStringLiteral("ignite-studio"));
    set("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", QStringLiteral("fallback"));
    set("CARGO_TERM_COLOR", QStringLiteral("always"));
    set("CARGO_TERM_PROGRESS_WHEN", QStringLiteral("always"));
    set("CARGO_TERM_PROGRESS_WIDTH", QStringLiteral("120"));
    set("CARGO_TERM_QUIET", QStringLiteral("false"));
    set("CARGO_TERM_VERBOSE", QStringLiteral("false"));
    setProfile(environment, request, manifest);
    return environment;
}

QString packageName(const QByteArray &manifest)
{
    return buildPackageName(QString::fromStdString(manifestTable(manifest)["package"]["name"].value_or(std::string())));
}

QString unoptimisedPackage(const QByteArray &manifest)
{
    const toml::table root = manifestTable(manifest);
    const QString name = packageName(manifest);
    const bool isAuthors = root["profile"]["dev"]["opt-level"] || root["profile"]["dev"]["package"][name.toStdString()];
    return isAuthors ? QString() : name;
}

CargoRun cargoRunIn(const BuildFolder &folder, const CompileRequest &request, const QString &cargo,
                    const QProcessEnvironment &environment, const QStringList &arguments, MessageStream messages)
{
    return {.spec = {.program = cargo,
                     .arguments = arguments,
                     .workingDirectory = folder.source,
                     .environment = environment,
                     .seesOwners = !arguments.contains(QStringLiteral("--offline"))},
            .source = folder.source,
            .shownAs = request.sourceFolder,
            .messages = messages};
}

QStringList compileArguments(const QString &command, const CompileRequest &request, bool offline)
{
    QStringList arguments{command,
                          QStringLiteral("--manifest-path"),
                          QStringLiteral("Cargo.toml"),
                          QStringLiteral("--target"),
                          targetTriple(request.target),
                          QStringLiteral("--message-format"),
                          QStringLiteral("json-diagnostic-rendered-ansi"),
                          QStringLiteral("--locked")};
    if (offline) {
        arguments << QStringLiteral("--offline");
    }
    return arguments;
}

QStringList buildArguments(const CompileRequest &request, const CargoTarget &target, const QString &unoptimised,
                           bool offline)
{
    QStringList arguments = compileArguments(QStringLiteral("rustc"), request, offline);
    arguments << QStringLiteral("--timings"); // see cargo_timings.h
    if (request.profile == Profile::Release) {
        arguments << QStringLiteral("--release");
    }
    if (request.profile == Profile::Dev) {
        // The SDK is compiled once; preparing to compile it again would cost a second of the first compile.
        arguments << QStringLiteral("--config") << QStringLiteral("profile.dev.package.ignite.incremental=false")
                  << QStringLiteral("--config")
                  << QStringLiteral("profile.dev.package.ignite-macros.incremental=false");
    }
    if (request.profile == Profile::Dev && request.target == RustTarget::Wasm && !unoptimised.isEmpty()) {
        // Not "*" with the optimisation instead: that would mean what runs at build time too, and procedural macros are
        // large.
        arguments << QStringLiteral("--config")
                  << QStringLiteral("profile.dev.package.\"%1\".opt-level=0").arg(unoptimised);
    }
    if (target.kind == QLatin1String("lib")) {
        arguments << QStringLiteral("--lib") << QStringLiteral("--crate-type") << QStringLiteral("bin");
    } else {
        arguments << QStringLiteral("--bin") << target.name;
    }
    if (!target.requiredFeatures.isEmpty()) {
        arguments << QStringLiteral("--features") << target.requiredFeatures.join(QLatin1Char(','));
    }
    return arguments;
}

QStringList metadataArguments(const CompileRequest &request, bool offline)
{
    QStringList arguments{QStringLiteral("metadata"),   QStringLiteral("--manifest-path"),
                          QStringLiteral("Cargo.toml"), QStringLiteral("--format-version"),
                          QStringLiteral("1"),          QStringLiteral("--filter-platform"),
                          targetTriple(request.target)};
    if (offline) {
        arguments << QStringLiteral("--offline");
    }
    return arguments;
}

} // namespace studio::compiler
