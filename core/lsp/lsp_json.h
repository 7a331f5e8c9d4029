// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/lsp/lsp_values.h"
#include "core/lsp/rust_analyzer_values.h"

namespace studio::lsp {

// The values of lsp_values.h from and to JSON. A server's null, which most answers may be, gives an empty value. What a
// server must not send is a failure of the reader. Any thread.

/// An answer that is not looked at.
struct Nothing
{
};

void read(const JsonReader &json, Nothing &);
void read(const JsonReader &json, Position &value);
void read(const JsonReader &json, Range &value);
void read(const JsonReader &json, Location &value);
void read(const JsonReader &json, LocationLink &value);
void read(const JsonReader &json, TextEdit &value);
void read(const JsonReader &json, WorkspaceEdit &value);
void read(const JsonReader &json, std::optional<WorkspaceEdit> &value);
void read(const JsonReader &json, ApplyEdit &value);
void read(const JsonReader &json, Command &value);
void read(const JsonReader &json, MarkupContent &value);
void read(const JsonReader &json, Hover &value);
void read(const JsonReader &json, CompletionItem &value);
void read(const JsonReader &json, CompletionList &value);
void read(const JsonReader &json, SignatureHelp &value);
void read(const JsonReader &json, Diagnostic &value);
void read(const JsonReader &json, PublishDiagnostics &value);
void read(const JsonReader &json, DocumentDiagnostics &value);
void read(const JsonReader &json, CodeAction &value);
void read(const JsonReader &json, DocumentSymbol &value);
void read(const JsonReader &json, WorkspaceSymbol &value);
void read(const JsonReader &json, PrepareRename &value);
void read(const JsonReader &json, SemanticTokens &value);
void read(const JsonReader &json, InlayHint &value);
void read(const JsonReader &json, FoldingRange &value);
void read(const JsonReader &json, QList<Range> &value); ///< a SelectionRange
void read(const JsonReader &json, DocumentHighlight &value);
void read(const JsonReader &json, CodeLens &value);
void read(const JsonReader &json, ExpandedMacro &value);
void read(const JsonReader &json, Runnable &value);
void read(const JsonReader &json, RelatedTest &value);
void read(const JsonReader &json, ExternalDocs &value);
void read(const JsonReader &json, ServerStatus &value);
void read(const JsonReader &json, Progress &value);
void read(const JsonReader &json, ShowMessage &value);
void read(const JsonReader &json, ServerCapabilities &value); ///< of the answer to `initialize`

/// null gives none; what is not an array is taken for its only element, as LSP has it for locations.
template <typename T> void read(const JsonReader &json, QList<T> &values)
{
    if (!json.isThere()) {
        return;
    }
    if (!json.json().isArray()) {
        read(json, values.emplace_back());
        return;
    }
    const auto elements = json.elements();
    values.reserve(elements.size());
    for (const JsonReader &element : elements) {
        read(element, values.emplace_back());
    }
}

Json toJson(Position position);
Json toJson(const Range &range);

} // namespace studio::lsp
