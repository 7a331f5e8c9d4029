// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "ui/invoke/request_state.h"

namespace studio {

/// A saved request as the invoke pane shows it: the query stands in the table, not in the path.
RequestState stateOf(const collection::SavedRequest &request);

/// The saved request with what was edited: `shown` is the state that was made of it, `now` what the pane holds. What is
/// the same in both stays as it is written.
collection::SavedRequest withEdits(collection::SavedRequest request, const RequestState &shown,
                                   const RequestState &now);

/// Whether a text holds a variable, such as {{host}}.
bool hasVariable(const RequestState &state);

} // namespace studio
