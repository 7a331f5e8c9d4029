// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"

#include <memory>
#include <vector>

class QAction;

namespace studio {

class RemoteConnection;
class ToolPane;

/// What panes are made with. All of it must outlive them.
struct PaneServices
{
    Paths paths;
    RemoteConnection *connection = nullptr;
    QAction *publish = nullptr;    ///< offered where nothing is published yet
    QAction *openFolder = nullptr; ///< offered where no file is open
};

/// Every pane of the studio, in the order in which they stand in their areas. This is the place where a new one is
/// added.
std::vector<std::unique_ptr<ToolPane>> makePanes(const PaneServices &services);

} // namespace studio
