// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/profiles.h"

#include "core/base/json.h"
#include "core/config/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QSet>

#include <algorithm>

namespace studio {

namespace {

QString textOf(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? toQString(found->get<std::string>()) : QString();
}

} // namespace

const RemoteProfile *Profiles::find(const QString &name) const
{
    const auto found = std::ranges::find(remotes, name, &RemoteProfile::name);
    return found == remotes.end() ? nullptr : &*found;
}

Result<Profiles> readProfiles(const QString &path)
{
    QFile file(path);
    if (!QFileInfo::exists(path)) {
        return Profiles{};
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot read %1: %2.").arg(path, file.errorString()));
    }
    const auto json = parseJson(file.readAll());
    if (!json || !json->is_object()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("%1 is damaged, so no remotes are known. Correct or remove it.").arg(path));
    }
    Profiles profiles;
    const auto remotes = json->find("remotes");
    if (remotes != json->end() && remotes->is_array()) {
        for (const Json &remote : *remotes) {
            if (remote.is_object()) {
                profiles.remotes.append({textOf(remote, "name"), textOf(remote, "endpoint"), textOf(remote, "org")});
            }
        }
    }
    profiles.current = textOf(*json, "current");
    if (const auto checked = checkProfiles(profiles); !checked) {
        return std::unexpected(checked.error());
    }
    return profiles;
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
    QSaveFile file(path);
    const QByteArray text =
        QByteArray::fromStdString(Json{{"remotes", remotes}, {"current", toUtf8(profiles.current)}}.dump(2));
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) || file.write(text) < 0 ||
        !file.commit()) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot write %1: %2.").arg(path, file.errorString()));
    }
    return {};
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
