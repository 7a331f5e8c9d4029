// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// How many times slower than the release build this one may be: sanitizers watch each access to memory.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int slowness = 20;
#else
constexpr int slowness = 1;
#endif
