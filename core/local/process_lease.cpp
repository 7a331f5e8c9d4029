// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/process_lease.h"

#include "core/base/private_json.h"
#include "core/base/uuid7.h"

#include <QDir>
#include <QFile>
#include <QObject>

namespace studio {

namespace {

QString leaseFolder(const QString &storeFolder)
{
    return storeFolder + QStringLiteral("/running");
}

constexpr qint64 maxLeaseBytes = 4 << 20;

/// {"org/app": instances, …}
QMap<QString, int> readCounts(const JsonReader &document)
{
    QMap<QString, int> counts;
    for (const auto &[app, count] : document.members()) {
        counts.insert(app, count.required().number(0, 0));
    }
    return counts;
}

} // namespace

ProcessLease::ProcessLease(QString storeFolder) : m_folder(leaseFolder(storeFolder)), m_id(uuid7()) {}

ProcessLease::~ProcessLease()
{
    if (m_lock) {
        const QString file = m_folder + u'/' + m_id;
        QFile::remove(file + QStringLiteral(".json"));
        QFile::remove(file);
    }
}

Result<void> ProcessLease::appear()
{
    if (m_lock) {
        return {};
    }
    if (!makePrivateFolder(m_folder)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Cannot make the folder %1.").arg(m_folder));
    }
    auto lock = FileLock::make(m_folder + u'/' + m_id);
    if (!lock) {
        return std::unexpected(lock.error());
    }
    m_lock = std::move(*lock);
    return m_lock ? Result<void>()
                  : fail(ErrorCode::Unavailable, QObject::tr("Could not lock a file in %1.").arg(m_folder));
}

void ProcessLease::show(const QMap<QString, int> &instances) const
{
    if (!m_lock) {
        return;
    }
    Json json = Json::object();
    for (const auto &[app, count] : instances.asKeyValueRange()) {
        json[toUtf8(app)] = count;
    }
    (void)writePrivateFile(m_folder + u'/' + m_id + QStringLiteral(".json"), json.toUtf8(), Durability::Cache);
}

bool ProcessLease::isThere(const QString &storeFolder, const QString &id)
{
    return FileLock::isHeld(leaseFolder(storeFolder) + u'/' + id);
}

QMap<QString, int> ProcessLease::instances(const QString &storeFolder)
{
    QMap<QString, int> all;
    const QDir folder(leaseFolder(storeFolder));
    for (const QString &name : folder.entryList(QDir::Files)) {
        const QString id = name.section(u'.', 0, 0);
        if (!name.endsWith(QLatin1String(".json")) || !isThere(storeFolder, id)) {
            continue;
        }
        const auto counts = readPrivateJson(folder.filePath(name), maxLeaseBytes, readCounts);
        for (const auto &[app, count] : counts.asKeyValueRange()) {
            all[app] += count;
        }
    }
    return all;
}

/// Beside ID and ID.json there may be .ID.json.UUID, which was being written.
void ProcessLease::removeAbandoned(const QString &storeFolder)
{
    const QDir folder(leaseFolder(storeFolder));
    for (const QString &name : folder.entryList(QDir::Files | QDir::Hidden)) {
        const QString id = name.section(u'.', 0, 0, QString::SectionSkipEmpty);
        if (id == name) {
            FileLock::removeUnheld(folder.filePath(name));
        } else if (!isThere(storeFolder, id)) {
            QFile::remove(folder.filePath(name));
        }
    }
}

} // namespace studio
