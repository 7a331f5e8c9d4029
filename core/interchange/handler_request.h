// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/config/handler_info.h"

#include <optional>

namespace studio::interchange {

/// The first saved request of a handler: a call of the app with the `test_input` of its info.yaml. Nothing where it has
/// none. Any thread.
std::optional<collection::SavedRequest> requestOfHandlerInfo(const HandlerInfo &info);

} // namespace studio::interchange
