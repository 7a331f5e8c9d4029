// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/profile_defaults.h"

#include <algorithm>

namespace studio::compiler {

namespace {

/// Dev: no debugger is attached, and panics know their place without it.
constexpr ProfileKey devKeys[] = {{"debug", "0"}};
/// Release: without LTO on purpose. Of rust-hello it takes 14 s at each publish instead of 0.8 s, saves a tenth of the
/// size (0.94 instead of 1.03 MB) and nothing that a client could measure.
constexpr ProfileKey releaseKeys[] = {{"codegen-units", "1"}, {"strip", "symbols"}};

/// Wasm, dev: dependencies optimised, the handler's own package not (see buildArguments).
constexpr ProfileKey wasmDevKeys[] = {{"debug", "0"}, {"opt-level", "2"}};
/// Wasm, release. rust-hello: 278 kB, of which a warm call takes 5 % less than with "s" (263 kB); "3" is 281 kB and no
/// faster. LTO on top of it saves a tenth of the size or a quarter, and takes 4 or 6 s at each publish instead of 0.6.
constexpr ProfileKey wasmReleaseKeys[] = {{"codegen-units", "1"}, {"strip", "symbols"}, {"opt-level", "2"}};

/// Cargo's own, of dev and of release.
struct CargoDefault
{
    const char *name;
    const char *dev;
    const char *release;
};
constexpr CargoDefault cargoDefaults[] = {{"opt-level", "0", "3"},
                                          {"debug", "2", "0"},
                                          {"strip", "none", "none"},
                                          {"debug-assertions", "true", "false"},
                                          {"overflow-checks", "true", "false"},
                                          {"lto", "false", "false"},
                                          {"incremental", "true", "false"},
                                          {"codegen-units", "256", "16"}};

} // namespace

std::span<const ProfileKey> platformKeys(Profile profile, RustTarget target)
{
    if (target == RustTarget::Wasm) {
        return profile == Profile::Dev ? std::span<const ProfileKey>(wasmDevKeys)
                                       : std::span<const ProfileKey>(wasmReleaseKeys);
    }
    return profile == Profile::Dev ? std::span<const ProfileKey>(devKeys) : std::span<const ProfileKey>(releaseKeys);
}

QString profileDefault(const QString &key, Profile profile, RustTarget target)
{
    const auto isKey = [&](const auto &one) { return key == QLatin1StringView(one.name); };
    const auto keys = platformKeys(profile, target);
    if (const auto ours = std::ranges::find_if(keys, isKey); ours != keys.end()) {
        return QString::fromLatin1(ours->value);
    }
    const auto *const cargos = std::ranges::find_if(cargoDefaults, isKey);
    return cargos == std::end(cargoDefaults)
               ? QString()
               : QString::fromLatin1(profile == Profile::Dev ? cargos->dev : cargos->release);
}

} // namespace studio::compiler
