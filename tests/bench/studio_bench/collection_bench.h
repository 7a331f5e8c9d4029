// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Opens a project whose collection has `count` requests in folders of 100, in the pane of saved requests. Answers
/// `openMs`, from the project to the painted rows; `rows`; `moveMs`, of each key that moves through them, and
/// `filterMs`, of each that is typed to filter them, until they are painted; `editMs`, of each that is typed into the
/// URL of one of them in the invoke pane. Sorted.
Json openCollection(const Json &command);

} // namespace studio::bench
