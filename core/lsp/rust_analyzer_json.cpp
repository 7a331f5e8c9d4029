// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_json_private.h"

namespace studio::lsp {

void read(const JsonReader &json, ExpandedMacro &value)
{
    if (json.isThere()) {
        value.name = json["name"].text();
        value.expansion = json["expansion"].text();
    }
}

void read(const JsonReader &json, Runnable &value)
{
    value.label = json["label"].text();
    readOptional(json["location"], value.location);
    if (const JsonReader arguments = json["args"]; arguments.isThere()) {
        value.cargoArguments = arguments["cargoArgs"].texts();
        value.executableArguments = arguments["executableArgs"].texts();
        value.folder = arguments["cwd"].text(arguments["workspaceRoot"].text());
    }
}

void read(const JsonReader &json, RelatedTest &value)
{
    read(json["runnable"].required(), value.runnable);
}

void read(const JsonReader &json, ExternalDocs &value)
{
    value.url = json.json().isString() ? json.text() : QString();
}

void read(const JsonReader &json, ServerStatus &value)
{
    const QString health = json["health"].text();
    value.health = health == QLatin1String("error")     ? ServerStatus::Health::Error
                   : health == QLatin1String("warning") ? ServerStatus::Health::Warning
                                                        : ServerStatus::Health::Ok;
    value.isQuiescent = json["quiescent"].boolean(true);
    value.message = json["message"].text();
}

} // namespace studio::lsp
