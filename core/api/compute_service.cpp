// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/compute_service.h"

namespace studio {

Task<bool> ComputeService::flushRecords()
{
    co_return true; // a gateway writes its own
}

} // namespace studio
