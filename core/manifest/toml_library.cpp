// SPDX-License-Identifier: GPL-3.0-or-later
// toml++ itself, compiled here once: the library of the distribution reads TOML 1.0 only.
#define TOML_IMPLEMENTATION // read by the header
#include <toml++/toml.hpp>
