// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/leftovers.h"

#include "core/base/temporary_space.h"
#include "core/local/process_lease.h"
#include "core/local/unpacked_sources.h"
#include "core/runner/scratch.h"
#include "core/store/compile_mark.h"

namespace studio {

void removeLeftovers(const Paths &paths)
{
    TemporarySpace::removeAbandoned(paths.data + QStringLiteral("/tmp"));
    TemporarySpace::removeAbandoned(paths.cache + QStringLiteral("/tmp")); // of remote platforms
    ProcessLease::removeAbandoned(paths.data);
    CompileMark::removeAbandoned(paths.data);
    UnpackedSources::removeAbandoned(paths.cache + QStringLiteral("/sources"));
    Scratch::removeAbandoned();
}

} // namespace studio
