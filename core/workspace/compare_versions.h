// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/model/file_change.h"

namespace studio {

/// The files that differ between two versions of an app (0 is its draft), by path. Their archives are fetched, unpacked
/// below `scratch` and removed again. Errors: of ComputeService::versionCode and of compareArchives.
Task<QList<FileChange>> compareVersions(ComputeService *service, AppId id, int before, int after, QString scratch,
                                        std::stop_token stop = {});

} // namespace studio
