// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/schema/json_schema.h"

// What a schema offers at a place of a JSON text, as completions. Any thread.

namespace studio {

/// An item's `insertText` takes the place from `place.from` to `place.to`; it is a snippet.
QList<lsp::CompletionItem> schemaItems(const JsonSchema &schema, const JsonPlace &place,
                                       const std::stop_token &stop = {});

/// "message · string · required", then the description, for the word at the place; empty where nothing is known.
/// Control characters are made visible.
QString schemaDescription(const JsonSchema &schema, QByteArrayView text, const JsonPlace &place,
                          const std::stop_token &stop = {});

} // namespace studio
