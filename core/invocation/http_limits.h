// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace studio {

/// What one HTTP/1 message may take of this process, from any sender. Beast bounds the head only in parts, and neither
/// chunk extensions nor trailers.
constexpr qsizetype maxHeadBytes = 32 << 10;     ///< start line and fields
constexpr int maxRequestFields = 90;             ///< a handler's own server takes 100, with those that are added
constexpr int maxResponseFields = 256;           ///< of an answer
constexpr qsizetype maxExtensionBytes = 4 << 10; ///< of all chunks of a message together
constexpr qsizetype maxTrailerBytes = 32 << 10;

} // namespace studio
