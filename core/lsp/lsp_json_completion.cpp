// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown beside the caret: completions, descriptions, signatures.
#include "core/lsp/lsp_json_private.h"
#include "core/lsp/snippet.h"

#include <algorithm>

namespace studio::lsp {

namespace {

void readSignature(const JsonReader &json, SignatureHelp::Signature &value, int active)
{
    value.label = json["label"].required().text();
    read(json["documentation"], value.documentation);
    for (const JsonReader &parameter : json["parameters"].elements()) {
        const JsonReader label = parameter["label"].required();
        if (label.json().isArray()) {
            value.parameters.emplace_back(label[0].number(0, 0), label[1].number(0, 0));
        } else {
            const qsizetype at = value.label.indexOf(label.text());
            value.parameters.emplace_back(static_cast<int>(std::max<qsizetype>(at, 0)),
                                          static_cast<int>(at < 0 ? 0 : at + label.text().size()));
        }
    }
    value.active = json["activeParameter"].isThere() ? json["activeParameter"].number() : active;
}

/// As rust-analyzer's own notation has it in text that is shown: a type that is not known yet.
QString readable(QString text)
{
    return text.replace(QLatin1String("{unknown}"), QLatin1String("_"));
}

/// rust-analyzer puts these behind a name without a space; the parameters of a function belong there.
QString apartFromName(const QString &detail)
{
    const bool isRemark = detail.startsWith(QLatin1String("(use ")) || detail.startsWith(QLatin1String("(as "));
    return isRemark ? QLatin1Char(' ') + detail : detail;
}

} // namespace

void read(const JsonReader &json, MarkupContent &value)
{
    if (!json.isThere()) {
        return;
    }
    if (json.json().isString()) {
        value.value = json.text();
    } else if (json.json().isArray()) { // the older MarkedString
        QStringList parts;
        for (const JsonReader &part : json.elements()) {
            MarkupContent one;
            read(part, one);
            parts << one.value;
        }
        value = {.value = parts.join(QLatin1String("\n\n")), .isMarkdown = true};
    } else {
        value.value = json["value"].required().text();
        value.isMarkdown = json["kind"].text() != QLatin1String("plaintext");
    }
}

void read(const JsonReader &json, Hover &value)
{
    if (json.isThere()) {
        read(json["contents"], value.contents);
        readOptional(json["range"], value.range);
    }
}

void read(const JsonReader &json, CompletionItem &value)
{
    value.label = json["label"].required().text();
    if (const JsonReader details = json["labelDetails"]; details.isThere()) {
        value.labelDetail = apartFromName(details["detail"].text());
        value.labelDescription = readable(details["description"].text());
    }
    value.kind =
        static_cast<CompletionKind>(json["kind"].number(0, 0, static_cast<int>(CompletionKind::TypeParameter)));
    value.detail = readable(json["detail"].text());
    read(json["documentation"], value.documentation);
    value.sortText = json["sortText"].text(value.label);
    value.filterText = json["filterText"].text(value.label);
    value.insertText = json["insertText"].text(value.label);
    value.isSnippet = json["insertTextFormat"].number() == snippetFormat;
    if (value.isSnippet && value.kind == CompletionKind::Snippet) {
        value.detail = parseSnippet(value.detail).text; // it is the text of the snippet
    }
    value.isDeprecated = json["deprecated"].boolean() || hasTag(json["tags"], deprecatedTag);
    value.isPreselected = json["preselect"].boolean();
    if (const JsonReader edit = json["textEdit"]; edit.isThere()) {
        TextEdit &own = value.edit.emplace();
        own.newText = edit["newText"].required().text();
        if (edit["insert"].isThere()) {
            read(edit["insert"], own.range);
            read(edit["replace"].required(), value.replace.emplace());
        } else {
            read(edit["range"].required(), own.range);
        }
    }
    read(json["additionalTextEdits"], value.additionalEdits);
    value.commitCharacters = json["commitCharacters"].texts();
    value.source = json.json();
}

void read(const JsonReader &json, CompletionList &value)
{
    if (!json.isThere()) {
        return;
    }
    if (json.json().isArray()) {
        read(json, value.items);
    } else {
        value.isIncomplete = json["isIncomplete"].boolean();
        read(json["items"].required(), value.items);
    }
}

void read(const JsonReader &json, SignatureHelp &value)
{
    if (!json.isThere()) {
        return;
    }
    const int parameter = json["activeParameter"].number(-1);
    for (const JsonReader &one : json["signatures"].elements()) {
        readSignature(one, value.signatures.emplace_back(), parameter);
    }
    value.active =
        std::clamp(json["activeSignature"].number(), 0, std::max(static_cast<int>(value.signatures.size()) - 1, 0));
}

} // namespace studio::lsp
