// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/toolchain/toolchain.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QObject>

#include <algorithm>
#include <optional>

namespace studio {

namespace {

bool isPreview(const Toolchain &toolchain)
{
    return toolchain.origin.contains(QLatin1String("nightly")) || toolchain.origin.contains(QLatin1String("beta")) ||
           toolchain.origin.endsWith(QLatin1String("dev"));
}

bool isPlatforms(const QVersionNumber &version)
{
    return version.majorVersion() == platformRust().majorVersion() &&
           version.minorVersion() == platformRust().minorVersion();
}

/// "1.95" takes every 1.95.x; anything else is a rustup toolchain's name, with or without its host triple.
bool matches(const Toolchain &toolchain, const QString &wanted)
{
    const QVersionNumber version = QVersionNumber::fromString(wanted);
    if (!version.isNull()) {
        return version.isPrefixOf(toolchain.version) && !isPreview(toolchain);
    }
    return toolchain.origin == wanted || toolchain.origin.startsWith(wanted + QLatin1Char('-'));
}

QString toolchainText(const char *sentence)
{
    return QCoreApplication::translate("studio::ToolchainChoice", sentence);
}

QString platformText()
{
    return QStringLiteral("%1.%2").arg(platformRust().majorVersion()).arg(platformRust().minorVersion());
}

QString describeOne(const Toolchain &toolchain)
{
    return QStringLiteral("Rust %1 (%2)").arg(toolchain.version.toString(), toolchain.origin);
}

bool hasRustup(const QList<Toolchain> &found)
{
    return std::ranges::any_of(found, [](const Toolchain &toolchain) {
        return QFileInfo(toolchain.rustc).absolutePath().contains(QLatin1String("/toolchains/"));
    });
}

std::unexpected<Error> nothingThere(const QList<Toolchain> &found, RustTarget target)
{
    const QString triple = targetTriple(target);
    QStringList versions;
    const Toolchain *newest = nullptr;
    for (const Toolchain &toolchain : found) {
        versions << describeOne(toolchain);
        if (!isPreview(toolchain) && toolchain.version >= platformRust() &&
            (!newest || toolchain.version > newest->version)) {
            newest = &toolchain;
        }
    }
    const QString detail = QStringLiteral("found: ") + versions.join(QStringLiteral(", "));
    if (found.isEmpty()) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("No Rust is installed. Install Rust %1 or newer: your distribution's packages "
                                "`rustc` and `cargo`, or `rustup toolchain install %1`.")
                        .arg(platformText()));
    }
    if (!newest) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("The platform compiles with Rust %1, and only older or preview versions are "
                                "installed (%2). Run `rustup toolchain install %1`.")
                        .arg(platformText(), versions.join(QStringLiteral(", "))),
                    detail);
    }
    const bool rustup = newest->origin != QLatin1String("system");
    // untranslated: commands
    const QString command =
        rustup
            ? QStringLiteral("rustup target add %1 --toolchain %2").arg(triple, newest->origin)
            : (hasRustup(found) ? QStringLiteral("rustup toolchain install %1 --target %2").arg(platformText(), triple)
                                : QStringLiteral("apt-get install libstd-rust-dev-wasm32"));
    return fail(ErrorCode::Unavailable,
                QObject::tr("%1 is installed, but its standard library for %2 is missing. Run `%3`.")
                    .arg(describeOne(*newest), triple, command),
                detail);
}

std::unexpected<Error> wantedIsMissing(const QList<Toolchain> &found, const QString &wanted, RustTarget target)
{
    QStringList versions;
    bool there = false;
    for (const Toolchain &toolchain : found) {
        versions << describeOne(toolchain);
        there = there || matches(toolchain, wanted);
    }
    if (there) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("Rust %1 has no standard library for %2. Run `rustup target add %2 --toolchain %1`.")
                        .arg(wanted, targetTriple(target)));
    }
    return fail(
        ErrorCode::Unavailable,
        QObject::tr("Rust %1 is not installed. Run `rustup toolchain install %1`, or ask for none.").arg(wanted),
        QStringLiteral("found: ") + versions.join(QStringLiteral(", ")));
}

/// Whether `a` serves better than `b`: the platform's version first, then the nearest; the latest patch of it.
bool isBetter(const Toolchain &a, const Toolchain &b)
{
    if (a.version.minorVersion() != b.version.minorVersion() || a.version.majorVersion() != b.version.majorVersion()) {
        return a.version < b.version;
    }
    return a.version > b.version;
}

bool hasBothTargets(const Toolchain &toolchain)
{
    return toolchain.targets.contains(targetTriple(RustTarget::Native)) &&
           toolchain.targets.contains(targetTriple(RustTarget::Wasm));
}

QString noteFor(const Toolchain &toolchain)
{
    if (isPlatforms(toolchain.version)) {
        return {};
    }
    return toolchainText(QT_TRANSLATE_NOOP("studio::ToolchainChoice",
                                           "Compiling with %1: the platform's %2 is not installed. Not proven on %2."))
        .arg(describeOne(toolchain), platformText());
}

/// One that has both targets before one that has not: what runs natively is then what the same compiler makes for Wasm.
bool servesMore(const Toolchain &a, const Toolchain &b)
{
    return hasBothTargets(a) != hasBothTargets(b) ? hasBothTargets(a) : isBetter(a, b);
}

QString reachOf(const Toolchain &toolchain)
{
    if (hasBothTargets(toolchain)) {
        return toolchainText(QT_TRANSLATE_NOOP("studio::ToolchainChoice", "%1 compiles for both targets."))
            .arg(describeOne(toolchain));
    }
    const bool hasWasm = toolchain.targets.contains(targetTriple(RustTarget::Wasm));
    return toolchainText(QT_TRANSLATE_NOOP("studio::ToolchainChoice",
                                           "%1 compiles for one target: it has no standard library for %2."))
        .arg(describeOne(toolchain), targetTriple(hasWasm ? RustTarget::Native : RustTarget::Wasm));
}

/// `nearest`: what would serve better, if it had both targets.
ToolchainChoice choiceOf(const Toolchain &best, const Toolchain &nearest)
{
    ToolchainChoice choice{.toolchain = best, .note = noteFor(best), .reason = reachOf(best)};
    if (!isBetter(nearest, best)) {
        choice.reason +=
            isPlatforms(best.version)
                ? toolchainText(QT_TRANSLATE_NOOP("studio::ToolchainChoice", " It is the platform's version."))
                : toolchainText(
                      QT_TRANSLATE_NOOP("studio::ToolchainChoice", " It is the nearest to the platform's %1."))
                      .arg(platformText());
        return choice;
    }
    choice.reason +=
        toolchainText(QT_TRANSLATE_NOOP("studio::ToolchainChoice",
                                        " %1 is nearer to the platform's %2, but does not have both targets."))
            .arg(describeOne(nearest), platformText());
    if (nearest.origin != QLatin1String("system")) {
        // untranslated: a command
        const QString command =
            QStringLiteral("`rustup target add %1 --toolchain %2`").arg(targetTriple(RustTarget::Wasm), nearest.origin);
        choice.reason +=
            toolchainText(QT_TRANSLATE_NOOP("studio::ToolchainChoice", " To use it, run %1.")).arg(command);
    }
    if (isPlatforms(nearest.version)) {
        choice.note =
            toolchainText(
                QT_TRANSLATE_NOOP("studio::ToolchainChoice",
                                  "Compiling with %1: the platform's %2 does not have both targets. Not proven on %2."))
                .arg(describeOne(best), platformText());
    }
    return choice;
}

} // namespace

Result<ToolchainChoice> chooseToolchain(const QList<Toolchain> &found, RustTarget target, const QString &wanted)
{
    const Toolchain *best = nullptr;
    const Toolchain *nearest = nullptr;
    bool cargoIsMissing = false;
    for (const Toolchain &toolchain : found) {
        const bool suits = wanted.isEmpty() ? !isPreview(toolchain) && toolchain.version >= platformRust()
                                            : matches(toolchain, wanted);
        if (!suits || !toolchain.targets.contains(targetTriple(target))) {
            continue;
        }
        if (toolchain.cargo.isEmpty()) {
            cargoIsMissing = true;
            continue;
        }
        if (!nearest || isBetter(toolchain, *nearest)) {
            nearest = &toolchain;
        }
        if (!best || servesMore(toolchain, *best)) {
            best = &toolchain;
        }
    }
    if (best) {
        return choiceOf(*best, *nearest);
    }
    if (cargoIsMissing) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("Rust is installed, but cargo is not. Install your distribution's package `cargo`."));
    }
    return wanted.isEmpty() ? nothingThere(found, target) : wantedIsMissing(found, wanted, target);
}

} // namespace studio
