// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::lsp {

/// What this program can do with a server's answers (LSP 3.17, ClientCapabilities, and rust-analyzer's extensions).
Json clientCapabilities();

} // namespace studio::lsp
