// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/presence.h"

#include "core/base/json.h"
#include "core/base/uuid7.h"

#include <QDir>
#include <QFile>

namespace studio {

namespace {

QString folderOf(const QString &storeFolder)
{
    return storeFolder + QStringLiteral("/running");
}

} // namespace

Presence::Presence(QString storeFolder) : m_folder(folderOf(storeFolder)), m_id(uuid7()) {}

Presence::~Presence()
{
    if (m_lock) {
        const QString file = m_folder + u'/' + m_id;
        QFile::remove(file + QStringLiteral(".json"));
        QFile::remove(file);
    }
}

Result<void> Presence::appear()
{
    if (m_lock) {
        return {};
    }
    if (!QDir().mkpath(m_folder)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(m_folder));
    }
    auto lock = FileLock::tryLock(m_folder + u'/' + m_id);
    if (!lock || !*lock) {
        return lock ? fail(ErrorCode::Unavailable, QStringLiteral("Cannot lock a file in %1.").arg(m_folder))
                    : std::unexpected(lock.error());
    }
    m_lock = std::move(*lock);
    return {};
}

void Presence::show(const QMap<QString, int> &instances) const
{
    if (!m_lock) {
        return;
    }
    Json json = Json::object();
    for (const auto &[app, count] : instances.asKeyValueRange()) {
        json[toUtf8(app)] = count;
    }
    // Beside and renamed: who reads it gets all or what was before.
    const QString file = m_folder + u'/' + m_id + QStringLiteral(".json");
    QFile beside(file + QStringLiteral(".new"));
    if (beside.open(QIODevice::WriteOnly) && beside.write(QByteArray::fromStdString(json.dump())) > 0) {
        beside.close();
        std::rename(QFile::encodeName(beside.fileName()).constData(), QFile::encodeName(file).constData());
    }
}

bool Presence::isThere(const QString &storeFolder, const QString &id)
{
    return FileLock::isHeld(folderOf(storeFolder) + u'/' + id);
}

QMap<QString, int> Presence::instances(const QString &storeFolder)
{
    QMap<QString, int> all;
    const QDir folder(folderOf(storeFolder));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QString id = name.section(u'.', 0, 0);
        if (!isThere(storeFolder, id)) {
            QFile::remove(folder.filePath(name));
            continue;
        }
        QFile file(folder.filePath(name));
        if (!name.endsWith(QLatin1String(".json")) || !file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const auto json = parseJson(file.readAll());
        if (!json || !json->is_object()) {
            continue;
        }
        for (const auto &item : json->items()) {
            all[toQString(item.key())] += item.value().is_number_integer() ? item.value().get<int>() : 0;
        }
    }
    return all;
}

} // namespace studio
