// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_json.h"

#include "core/lsp/lsp_json_private.h"

#include <QObject>

#include <limits>

namespace studio::lsp {

namespace {

constexpr int most = std::numeric_limits<int>::max();
constexpr int unnecessaryDiagnostic = 1;
constexpr int deprecatedDiagnostic = 2;
constexpr int maxSymbolDepth = 100;
constexpr int maxSelectionDepth = 120;

/// A string, or an integer as text: LSP lets a code be either.
QString textOrNumber(const JsonReader &json)
{
    return json.json().isInteger() ? QString::number(json.integer()) : json.text();
}

void readDocumentChange(const JsonReader &json, FileEdit &value)
{
    const QString kind = json["kind"].text();
    const JsonReader options = json["options"];
    if (kind == QLatin1String("rename")) {
        value.kind = FileEdit::Kind::Rename;
        value.uri = json["oldUri"].required().text();
        value.newUri = json["newUri"].required().text();
    } else if (kind == QLatin1String("create") || kind == QLatin1String("delete")) {
        value.kind = kind == QLatin1String("create") ? FileEdit::Kind::Create : FileEdit::Kind::Delete;
        value.uri = json["uri"].required().text();
    } else if (kind.isEmpty()) {
        const JsonReader document = json["textDocument"].required();
        value.uri = document["uri"].required().text();
        if (document["version"].isThere()) {
            value.version = document["version"].number();
        }
        read(json["edits"].required(), value.edits);
        return;
    } else {
        json["kind"].refuseAs(QObject::tr("create, rename or delete"));
    }
    if (options.isThere()) {
        value.overwrites = options["overwrite"].boolean();
        value.ignoresExisting = options["ignoreIfExists"].boolean() || options["ignoreIfNotExists"].boolean();
        value.isRecursive = options["recursive"].boolean();
    }
}

void readSymbol(const JsonReader &json, DocumentSymbol &value, int depth)
{
    value.name = json["name"].required().text();
    value.detail = json["detail"].text();
    value.kind = json["kind"].number();
    value.isDeprecated = json["deprecated"].boolean() || hasTag(json["tags"], deprecatedTag);
    if (const JsonReader location = json["location"]; location.isThere()) { // a SymbolInformation
        read(location["range"].required(), value.range);
        value.selection = value.range;
        return;
    }
    read(json["range"].required(), value.range);
    read(json["selectionRange"].required(), value.selection);
    if (depth < maxSymbolDepth) {
        for (const JsonReader &child : json["children"].elements()) {
            readSymbol(child, value.children.emplace_back(), depth + 1);
        }
    }
}

void readLabel(const JsonReader &json, QString &text)
{
    if (!json.json().isArray()) {
        text = json.text();
        return;
    }
    for (const JsonReader &part : json.elements()) {
        text += part["value"].text();
    }
}

} // namespace

void read(const JsonReader &, Nothing &) {}

void read(const JsonReader &json, Position &value)
{
    value.line = json["line"].required().number(0, 0, most);
    value.character = json["character"].required().number(0, 0, most);
}

void read(const JsonReader &json, Range &value)
{
    read(json["start"].required(), value.start);
    read(json["end"].required(), value.end);
    if (value.end < value.start) {
        json.refuse(QObject::tr("“%1” ends before it begins.").arg(json.path()));
    }
}

void read(const JsonReader &json, Location &value)
{
    value.uri = json["uri"].required().text();
    read(json["range"].required(), value.range);
}

void read(const JsonReader &json, LocationLink &value)
{
    if (json["targetUri"].isThere()) {
        value.uri = json["targetUri"].text();
        read(json["targetRange"].required(), value.range);
        read(json["targetSelectionRange"].required(), value.selection);
        readOptional(json["originSelectionRange"], value.origin);
    } else {
        value.uri = json["uri"].required().text();
        read(json["range"].required(), value.range);
        value.selection = value.range;
    }
}

void read(const JsonReader &json, TextEdit &value)
{
    read(json["range"].required(), value.range);
    value.newText = json["newText"].required().text();
    value.isSnippet = json["insertTextFormat"].number() == snippetFormat;
}

void read(const JsonReader &json, WorkspaceEdit &value)
{
    if (const JsonReader changes = json["documentChanges"]; changes.isThere()) {
        for (const JsonReader &change : changes.elements()) {
            readDocumentChange(change, value.files.emplace_back());
        }
        return;
    }
    for (const auto &[uri, edits] : json["changes"].members()) {
        FileEdit &file = value.files.emplace_back();
        file.uri = uri;
        read(edits, file.edits);
    }
}

void read(const JsonReader &json, std::optional<WorkspaceEdit> &value)
{
    readOptional(json, value);
}

void read(const JsonReader &json, ApplyEdit &value)
{
    value.label = json["label"].text();
    read(json["edit"].required(), value.edit);
}

void read(const JsonReader &json, Command &value)
{
    value.title = json["title"].text();
    value.command = json["command"].required().text();
    value.arguments = json["arguments"].json();
}

void read(const JsonReader &json, Diagnostic &value)
{
    read(json["range"].required(), value.range);
    value.severity = static_cast<DiagnosticSeverity>(json["severity"].number(1, 1, 4));
    value.code = textOrNumber(json["code"]);
    if (const JsonReader description = json["codeDescription"]; description.isThere()) {
        value.codeUrl = description["href"].text();
    }
    value.source = json["source"].text();
    value.message = json["message"].required().text();
    value.isUnnecessary = hasTag(json["tags"], unnecessaryDiagnostic);
    value.isDeprecated = hasTag(json["tags"], deprecatedDiagnostic);
    for (const JsonReader &related : json["relatedInformation"].elements()) {
        auto &[location, message] = value.related.emplace_back();
        read(related["location"].required(), location);
        message = related["message"].text();
    }
    if (json.json()["data"].isObject()) {
        value.rendered = json["data"]["rendered"].json().text();
    }
    value.json = json.json();
}

void read(const JsonReader &json, PublishDiagnostics &value)
{
    value.uri = json["uri"].required().text();
    if (json["version"].isThere()) {
        value.version = json["version"].number();
    }
    read(json["diagnostics"].required(), value.diagnostics);
}

void read(const JsonReader &json, DocumentDiagnostics &value)
{
    value.isUnchanged = json["kind"].text() == QLatin1String("unchanged");
    if (!value.isUnchanged) {
        read(json["items"].required(), value.items);
    }
}

void read(const JsonReader &json, CodeAction &value)
{
    value.title = json["title"].required().text();
    value.source = json.json();
    if (json.json()["command"].isString()) { // a Command alone
        read(json, value.command.emplace());
        return;
    }
    value.kind = json["kind"].text();
    value.isPreferred = json["isPreferred"].boolean();
    if (const JsonReader disabled = json["disabled"]; disabled.isThere()) {
        value.disabledReason = disabled["reason"].text();
    }
    readOptional(json["edit"], value.edit);
    readOptional(json["command"], value.command);
}

void read(const JsonReader &json, DocumentSymbol &value)
{
    readSymbol(json, value, 0);
}

void read(const JsonReader &json, WorkspaceSymbol &value)
{
    value.name = json["name"].required().text();
    value.kind = json["kind"].number();
    value.container = json["containerName"].text();
    const JsonReader location = json["location"].required();
    value.location.uri = location["uri"].required().text();
    if (location["range"].isThere()) {
        read(location["range"], value.location.range);
    }
}

void read(const JsonReader &json, PrepareRename &value)
{
    if (!json.isThere() || json.json()["defaultBehavior"].boolean()) {
        return;
    }
    if (json["range"].isThere()) {
        read(json["range"], value.range.emplace());
        value.placeholder = json["placeholder"].text();
    } else {
        read(json, value.range.emplace());
    }
}

void read(const JsonReader &json, SemanticTokens &value)
{
    if (!json.isThere()) {
        return;
    }
    value.resultId = json["resultId"].text();
    const JsonReader data = json["data"].required();
    value.data.reserve(static_cast<qsizetype>(data.json().size()));
    for (const Json &number : data.json().elements()) { // a reader of each would cost more than the rest
        value.data.append(static_cast<quint32>(number.integer(0)));
    }
    if (value.data.size() % 5 != 0) {
        data.refuse(QObject::tr("“%1” is not five numbers a token.").arg(data.path()));
    }
}

void read(const JsonReader &json, InlayHint &value)
{
    read(json["position"].required(), value.position);
    readLabel(json["label"].required(), value.label);
    value.kind = json["kind"].number();
    value.padsLeft = json["paddingLeft"].boolean();
    value.padsRight = json["paddingRight"].boolean();
}

void read(const JsonReader &json, FoldingRange &value)
{
    value.startLine = json["startLine"].required().number(0, 0, most);
    value.endLine = json["endLine"].required().number(0, 0, most);
    value.kind = json["kind"].text();
}

void read(const JsonReader &json, QList<Range> &value)
{
    JsonReader at = json;
    for (int depth = 0; at.isThere() && depth < maxSelectionDepth; ++depth) {
        read(at["range"].required(), value.emplace_back());
        at = at["parent"];
    }
}

void read(const JsonReader &json, DocumentHighlight &value)
{
    read(json["range"].required(), value.range);
    value.kind = json["kind"].number(1);
}

void read(const JsonReader &json, CodeLens &value)
{
    read(json["range"].required(), value.range);
    readOptional(json["command"], value.command);
    value.source = json.json();
}

void read(const JsonReader &json, Progress &value)
{
    value.token = textOrNumber(json["token"].required());
    const JsonReader step = json["value"].required();
    value.isEnd = step["kind"].text() == QLatin1String("end");
    value.title = step["title"].text();
    value.message = step["message"].text();
    value.percentage = step["percentage"].number(-1, -1, 100);
}

void read(const JsonReader &json, ShowMessage &value)
{
    value.type = json["type"].number(4);
    value.message = json["message"].text();
}

bool ServerCapabilities::can(const char *provider) const
{
    const Json &value = all[provider];
    return !value.isNull() && (!value.isBoolean() || value.boolean());
}

void read(const JsonReader &json, ServerCapabilities &value)
{
    const JsonReader all = json["capabilities"].required();
    value.all = all.json();
    if (const JsonReader info = json["serverInfo"]; info.isThere()) {
        value.name = info["name"].text();
        value.version = info["version"].text();
    }
    value.positionEncoding = all["positionEncoding"].text(QStringLiteral("utf-16"));
    const JsonReader sync = all["textDocumentSync"];
    value.textSync = sync.json().isInteger() ? sync.number() : sync.isThere() ? sync["change"].number() : 0;
    if (const JsonReader completion = all["completionProvider"]; completion.isThere()) {
        value.completionTriggers = completion["triggerCharacters"].texts();
    }
    if (const JsonReader signature = all["signatureHelpProvider"]; signature.isThere()) {
        value.signatureTriggers = signature["triggerCharacters"].texts();
        value.signatureRetriggers = signature["retriggerCharacters"].texts();
    }
    if (const JsonReader tokens = all["semanticTokensProvider"]; tokens.isThere()) {
        const JsonReader legend = tokens["legend"].required();
        value.tokenTypes = legend["tokenTypes"].texts();
        value.tokenModifiers = legend["tokenModifiers"].texts();
    }
}

Json toJson(Position position)
{
    return {{"line", position.line}, {"character", position.character}};
}

Json toJson(const Range &range)
{
    return {{"start", toJson(range.start)}, {"end", toJson(range.end)}};
}

} // namespace studio::lsp
