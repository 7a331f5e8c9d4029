// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/places.h"

namespace studio {

QString sourcePath(const char *below)
{
    return QStringLiteral(STUDIO_SOURCE_DIR) + QString::fromUtf8(below);
}

QString testCache()
{
    return qEnvironmentVariable("STUDIO_TEST_CACHE", QStringLiteral(STUDIO_TEST_CACHE_DEFAULT));
}

} // namespace studio
