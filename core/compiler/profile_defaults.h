// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"

#include <QString>

#include <span>

namespace studio::compiler {

/// A key of a Cargo profile and its value, as Cargo.toml writes it without quotes.
struct ProfileKey
{
    const char *name;
    const char *value;
};

/// What a compile sets where the author's profile does not have the key.
std::span<const ProfileKey> platformKeys(Profile profile, RustTarget target);

/// What holds where the author's profile does not have the key: the platform's value, else Cargo's default
/// (https://doc.rust-lang.org/cargo/reference/profiles.html). Empty for a key that is not known here.
QString profileDefault(const QString &key, Profile profile, RustTarget target);

} // namespace studio::compiler
