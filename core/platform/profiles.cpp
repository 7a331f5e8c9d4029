// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/profiles.h"

#include "core/base/private_json.h"
#include "core/config/settings.h"

#include <QSet>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxBytes = 1 << 20;

Profiles readDocument(const JsonReader &document)
{
    Profiles profiles;
    for (const JsonReader &remote : document["remotes"].elements()) {
        profiles.remotes.append({remote["name"].text(), remote["endpoint"].text(), remote["org"].text()});
    }
    profiles.current = document["current"].text();
    if (const auto checked = checkProfiles(profiles); !checked) {
        document.refuse(checked.error().message);
    }
    return profiles;
}

} // namespace

const RemoteProfile *Profiles::find(const QString &name) const
{
    const auto found = std::ranges::find(remotes, name, &RemoteProfile::name);
    return found == remotes.end() ? nullptr : &*found;
}

Result<Profiles> readProfiles(const QString &path)
{
    if (const auto content = readRegularFile(path, maxBytes);
        !content && content.error().code == ErrorCode::Unavailable) {
        return std::unexpected(content.error()); // it may be whole, and must not be written over
    }
    return readPrivateJson(path, maxBytes, readDocument);
}

Result<void> writeProfiles(const QString &path, const Profiles &profiles)
{
    if (const auto checked = checkProfiles(profiles); !checked) {
        return checked;
    }
    Json remotes = Json::array();
    for (const RemoteProfile &one : profiles.remotes) {
        remotes.push_back(
            {{"name", toUtf8(one.name)}, {"endpoint", toUtf8(one.endpoint)}, {"org", toUtf8(one.organization)}});
    }
    const Json json{{"remotes", remotes}, {"current", toUtf8(profiles.current)}};
    return writePrivateFile(path, json.toUtf8(2));
}

Result<void> checkProfiles(const Profiles &profiles)
{
    QSet<QString> names;
    for (const RemoteProfile &one : profiles.remotes) {
        if (one.name.trimmed().isEmpty() || names.contains(one.name)) {
            return fail(ErrorCode::InvalidArgument, one.name.trimmed().isEmpty()
                                                        ? QStringLiteral("A remote has no name.")
                                                        : QStringLiteral("Two remotes are called %1.").arg(one.name));
        }
        names.insert(one.name);
        if (one.endpoint.isEmpty()) {
            return fail(ErrorCode::InvalidArgument, QStringLiteral("The remote %1 has no address.").arg(one.name));
        }
        const auto checked = checkSetting(QStringLiteral("api_endpoint"), one.endpoint).and_then([&] {
            return checkSetting(QStringLiteral("org_name"), one.organization);
        });
        if (!checked) {
            return checked;
        }
    }
    return {};
}

} // namespace studio
