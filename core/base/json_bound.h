// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace studio {

/// As many values as this text can have at most when it is read as JSON, each name of a member included: to be asked
/// before a text of somebody else's is read, since each value takes many times the bytes that it is written in. Builds
/// nothing, and is right also for text that is no JSON. Any thread.
qsizetype mostJsonValues(QByteArrayView utf8);

} // namespace studio
