// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_capabilities.h"

namespace studio::lsp {

namespace {

Json completionCapabilities()
{
    const Json item{
        {"snippetSupport", true},
        {"commitCharactersSupport", true},
        {"documentationFormat", Json::array({"markdown", "plaintext"})},
        {"deprecatedSupport", true},
        {"preselectSupport", true},
        {"tagSupport", Json{{"valueSet", Json::array({1})}}},
        {"insertReplaceSupport", true},
        {"labelDetailsSupport", true},
        {"resolveSupport", Json{{"properties", Json::array({"documentation", "detail", "additionalTextEdits"})}}}};
    return {{"contextSupport", true}, {"completionItem", item}};
}

Json codeActionCapabilities()
{
    const Json kinds = Json::array({"", "quickfix", "refactor", "refactor.extract", "refactor.inline",
                                    "refactor.rewrite", "source", "source.organizeImports"});
    return {{"codeActionLiteralSupport", Json{{"codeActionKind", Json{{"valueSet", kinds}}}}},
            {"isPreferredSupport", true},
            {"disabledSupport", true},
            {"dataSupport", true},
            {"resolveSupport", Json{{"properties", Json::array({"edit"})}}}};
}

Json tokenCapabilities()
{
    const Json types = Json::array({"namespace",     "type",      "class",    "enum",     "interface",  "struct",
                                    "typeParameter", "parameter", "variable", "property", "enumMember", "function",
                                    "method",        "macro",     "keyword",  "modifier", "comment",    "string",
                                    "number",        "regexp",    "operator", "decorator"});
    const Json modifiers = Json::array({"declaration", "definition", "readonly", "static", "deprecated", "abstract",
                                        "async", "modification", "documentation", "defaultLibrary"});
    return {{"requests", Json{{"full", Json{{"delta", false}}}, {"range", true}}},
            {"tokenTypes", types},
            {"tokenModifiers", modifiers},
            {"formats", Json::array({"relative"})},
            {"multilineTokenSupport", false},
            {"augmentsSyntaxTokens", true}};
}

Json documentCapabilities()
{
    const Json links{{"linkSupport", true}};
    return {{"synchronization", Json{{"didSave", true}}},
            {"completion", completionCapabilities()},
            {"hover", Json{{"contentFormat", Json::array({"markdown", "plaintext"})}}},
            {"signatureHelp",
             Json{{"signatureInformation", Json{{"documentationFormat", Json::array({"markdown", "plaintext"})},
                                                {"parameterInformation", Json{{"labelOffsetSupport", true}}},
                                                {"activeParameterSupport", true}}}}},
            {"definition", links},
            {"declaration", links},
            {"typeDefinition", links},
            {"implementation", links},
            {"references", Json::object()},
            {"documentHighlight", Json::object()},
            {"documentSymbol",
             Json{{"hierarchicalDocumentSymbolSupport", true}, {"tagSupport", Json{{"valueSet", Json::array({1})}}}}},
            {"codeAction", codeActionCapabilities()},
            {"codeLens", Json::object()},
            {"formatting", Json::object()},
            {"rename", Json{{"prepareSupport", true}}},
            {"foldingRange", Json{{"lineFoldingOnly", true}}},
            {"selectionRange", Json::object()},
            {"inlayHint", Json{{"resolveSupport", Json{{"properties", Json::array({})}}}}},
            {"semanticTokens", tokenCapabilities()},
            {"diagnostic", Json::object()},
            {"publishDiagnostics", Json{{"relatedInformation", true},
                                        {"versionSupport", true},
                                        {"codeDescriptionSupport", true},
                                        {"dataSupport", true},
                                        {"tagSupport", Json{{"valueSet", Json::array({1, 2})}}}}}};
}

} // namespace

/// Not `fileOperations.willRename`: with it, rust-analyzer leaves the edits of a renamed module out of its answer, and
/// waits to be asked about its file.
Json clientCapabilities()
{
    const Json workspace{
        {"applyEdit", true},
        {"configuration", true},
        {"didChangeConfiguration", Json::object()},
        {"workspaceFolders", true},
        {"workspaceEdit", Json{{"documentChanges", true}, {"resourceOperations", Json::array({"create", "rename"})}}},
        {"symbol", Json{{"resolveSupport", Json{{"properties", Json::array({"location.range"})}}}}},
        {"semanticTokens", Json{{"refreshSupport", true}}},
        {"inlayHint", Json{{"refreshSupport", true}}},
        {"diagnostics", Json{{"refreshSupport", true}}},
        {"codeLens", Json{{"refreshSupport", true}}}};
    return {{"general", Json{{"positionEncodings", Json::array({"utf-8", "utf-16"})}}},
            {"workspace", workspace},
            {"textDocument", documentCapabilities()},
            {"window", Json{{"workDoneProgress", true}, {"showMessage", Json::object()}}},
            {"experimental", Json{{"serverStatusNotification", true},
                                  {"snippetTextEdit", true},
                                  {"commands", Json{{"commands", Json::array({"rust-analyzer.rename"})}}},
                                  {"hoverActions", false}}}};
}

} // namespace studio::lsp
