// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

namespace studio {

/// The SVG without what would make a reader load something or work without end: references that leave the document
/// (only `#id` and `data:` stay), entities and document types, scripts and foreign objects. A `use` of what does not
/// stand above it is taken out, so that none can go round. InvalidArgument: no SVG, or one that draws so much by
/// repeated use, or holds so large pictures, that it is meant to do harm. Any thread.
Result<QByteArray> cleanSvg(const QByteArray &svg);

} // namespace studio
