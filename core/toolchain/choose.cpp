// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/toolchain/toolchain.h"

#include <algorithm>

namespace studio {

namespace {

bool isMinorOf(const QVersionNumber &version, const QVersionNumber &wanted)
{
    return version.majorVersion() == wanted.majorVersion() && version.minorVersion() == wanted.minorVersion();
}

QString fixFor(RustTarget target)
{
    return target == RustTarget::Wasm ? QStringLiteral("rustup toolchain install 1.93 --target wasm32-wasip2")
                                      : QStringLiteral("rustup toolchain install 1.93");
}

Result<ToolchainChoice> chooseWanted(const QList<Toolchain> &found, const QString &wanted, RustTarget target)
{
    const auto version = QVersionNumber::fromString(wanted);
    for (const Toolchain &one : found) {
        const bool named = one.origin == wanted || one.origin.startsWith(wanted + QLatin1Char('-'));
        const bool versioned = version.segmentCount() >= 2 && version.isPrefixOf(one.version);
        if ((named || versioned) && one.targets.contains(targetTriple(target))) {
            return ToolchainChoice{one, {}};
        }
    }
    return fail(
        ErrorCode::Unavailable,
        QStringLiteral(
            "Rust %1 with the target %2 is not installed. Install it with: rustup toolchain install %1 --target %2")
            .arg(wanted, targetTriple(target)));
}

} // namespace

Result<ToolchainChoice> chooseToolchain(const QList<Toolchain> &found, RustTarget target, const QString &wanted)
{
    if (!wanted.isEmpty()) {
        return chooseWanted(found, wanted, target);
    }
    const QVersionNumber platform = platformRust();
    const Toolchain *best = nullptr;
    for (const Toolchain &one : found) {
        const bool suits =
            one.targets.contains(targetTriple(target)) && (isMinorOf(one.version, platform) || one.version > platform);
        // The nearest; of two builds of one version the first found, which is the one on PATH.
        if (suits && (!best || one.version < best->version)) {
            best = &one;
        }
    }
    if (best) {
        const bool exact = isMinorOf(best->version, platform);
        return ToolchainChoice{
            *best,
            exact ? QString()
                  : QStringLiteral(
                        "The platform compiles with Rust %1, which is not installed; %2 is used. Not proven on %1.")
                        .arg(QStringLiteral("1.93"), best->version.toString())};
    }
    if (found.isEmpty()) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("No Rust is installed. Install rustup from your distribution, then: %1")
                        .arg(fixFor(target)));
    }
    const bool isNewEnough = std::ranges::any_of(found, [&](const Toolchain &one) { return one.version >= platform; });
    return fail(ErrorCode::Unavailable,
                isNewEnough ? QStringLiteral("No installed Rust has the target %1. Add it with: rustup target add %1")
                                  .arg(targetTriple(target))
                            : QStringLiteral("Rust %1 is too old: handlers need 1.93 or later. Install it with: %2")
                                  .arg(found.first().version.toString(), fixFor(target)));
}

} // namespace studio
