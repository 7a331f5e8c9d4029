// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"
#include "core/api_json/api_json_private.h"
#include "core/api_json/field_tables.h"

namespace studio {

Json toJson(const ArtifactDetails &details)
{
    return api_json::written([&](auto &io) { api_json::visitArtifact(io, details); });
}

Json toJson(const Version &version)
{
    return api_json::written([&](auto &io) { api_json::visitVersion(io, version); });
}

Result<Version> versionFrom(const Json &json, const AppId &id)
{
    Version version;
    version.app = id;
    return api_json::readValue(json, version, [](auto &io, auto &read) { api_json::visitVersion(io, read); });
}

Json versionsJson(const QList<Version> &versions, int before)
{
    Json rows = Json::array();
    for (const Version &version : versions) {
        rows.push_back(toJson(version));
    }
    Json json{{"versions", rows}};
    if (before > 0) {
        json["nextCursor"] = api_json::number(before);
    }
    return json;
}

Result<VersionPage> versionsFrom(const Json &json, const AppId &id)
{
    JsonFields fields(json);
    VersionPage page{.versions = {}, .before = fields.number("nextCursor")};
    for (const JsonFields &row : fields.objects("versions")) {
        Version version;
        version.app = id;
        api_json::FieldReader io(row);
        api_json::visitVersion(io, version);
        page.versions.append(version);
        if (page.versions.last().number <= 0) {
            fields.refuse(
                QStringLiteral("“versions[%1].version” is not the number of a version.").arg(page.versions.size() - 1));
        }
    }
    return fields.check().transform([&] { return page; });
}

} // namespace studio
