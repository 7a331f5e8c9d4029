// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/remote_list.h"

#include "core/base/private_json.h"
#include "core/config/settings.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxBytes = 1 << 20;

QString remoteListText(const char *sentence)
{
    return QCoreApplication::translate("studio::RemoteList", sentence);
}

RemoteList readDocument(const JsonReader &document)
{
    RemoteList list;
    for (const JsonReader &remote : document["remotes"].elements()) {
        list.remotes.append({remote["name"].text(), remote["endpoint"].text(), remote["org"].text()});
    }
    list.current = document["current"].text();
    if (const auto checked = checkRemoteList(list); !checked) {
        document.refuse(checked.error().message);
    }
    return list;
}

} // namespace

const Remote *RemoteList::find(const QString &name) const
{
    const auto found = std::ranges::find(remotes, name, &Remote::name);
    return found == remotes.end() ? nullptr : &*found;
}

Result<RemoteList> readRemoteList(const QString &path)
{
    if (const auto content = readRegularFile(path, maxBytes);
        !content && content.error().code == ErrorCode::Unavailable) {
        return std::unexpected(content.error()); // it may be whole, and must not be written over
    }
    return readPrivateJson(path, maxBytes, readDocument);
}

Result<void> writeRemoteList(const QString &path, const RemoteList &list)
{
    if (const auto checked = checkRemoteList(list); !checked) {
        return checked;
    }
    Json remotes = Json::array();
    for (const Remote &one : list.remotes) {
        remotes.push_back(
            {{"name", toUtf8(one.name)}, {"endpoint", toUtf8(one.endpoint)}, {"org", toUtf8(one.organization)}});
    }
    const Json json{{"remotes", remotes}, {"current", toUtf8(list.current)}};
    return writePrivateFile(path, json.toUtf8(2));
}

Result<void> checkRemoteList(const RemoteList &list)
{
    QSet<QString> names;
    for (const Remote &one : list.remotes) {
        if (one.name.trimmed().isEmpty() || names.contains(one.name)) {
            return fail(ErrorCode::InvalidArgument,
                        one.name.trimmed().isEmpty()
                            ? remoteListText(QT_TRANSLATE_NOOP("studio::RemoteList", "A remote has no name."))
                            : remoteListText(QT_TRANSLATE_NOOP("studio::RemoteList", "Two remotes are called %1."))
                                  .arg(one.name));
        }
        names.insert(one.name);
        if (one.endpoint.isEmpty()) {
            return fail(
                ErrorCode::InvalidArgument,
                remoteListText(QT_TRANSLATE_NOOP("studio::RemoteList", "The remote %1 has no address.")).arg(one.name));
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
