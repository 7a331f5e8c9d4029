// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_history.h"

#include "core/archive/posix.h"
#include "core/base/files.h"
#include "core/base/held_file.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QObject>

#include <cstdio>
#include <sys/stat.h>

namespace studio {

namespace {

constexpr auto lostChanges = "lost"; ///< in place of the database's id

} // namespace

Result<void> StoreHistory::countChange()
{
    return m_database.run(QStringLiteral("UPDATE store_history SET changes = changes + 1"))
        .transform([](const QSqlQuery &) {});
}

void StoreHistory::noteChange() const
{
    const auto before = noted(); // first: what another process has noted by now is then in the database
    auto now = known();
    if (!now || (before && before->store != now->store)) {
        return;
    }
    if (before && before->changes > now->changes) {
        // Said here, because the count of a database that has lost changes grows beyond the noted one.
        write({QString::fromLatin1(lostChanges), before->changes, before->sinceMs});
        return;
    }
    constexpr qint64 firstChange = 1;
    now->sinceMs = before ? before->sinceMs : now->changes == firstChange ? 0 : QDateTime::currentMSecsSinceEpoch();
    write(*now);
}

Result<qint64> StoreHistory::collectableSince() const
{
    const auto before = noted(); // first: a change that is made now is then in the database
    const auto now = known();
    if (!now) {
        return std::unexpected(now.error());
    }
    if (!before) {
        const Note begun{now->store, now->changes, QDateTime::currentMSecsSinceEpoch()};
        write(begun);
        return begun.sinceMs;
    }
    if (before->store == now->store && before->changes <= now->changes) {
        return before->sinceMs;
    }
    return fail(ErrorCode::FailedPrecondition,
                QObject::tr("The store's database %1 does not know the last changes of the files in %2, so none of "
                            "them is removed. Restore the newest copy of the database, or remove %3 to keep all "
                            "files there are and go on.")
                    .arg(m_database.path(), QFileInfo(m_path).path(), m_path));
}

Result<StoreHistory::Note> StoreHistory::known() const
{
    auto query = m_database.run(QStringLiteral("SELECT store, changes FROM store_history"));
    if (!query) {
        return std::unexpected(query.error());
    }
    if (!query->next()) {
        return fail(ErrorCode::Internal, QObject::tr("The store's database %1 is damaged.").arg(m_database.path()));
    }
    return Note{query->value(0).toString(), query->value(1).toLongLong(), 0};
}

std::optional<StoreHistory::Note> StoreHistory::noted() const
{
    constexpr qint64 longest = 200;
    const QByteArray line = readRegularFile(m_path, longest).value_or(std::nullopt).value_or(QByteArray());
    const QList<QByteArray> words = line.trimmed().split(' ');
    bool isCount = false;
    bool isTime = false;
    const qint64 changes = words.value(1).toLongLong(&isCount);
    const qint64 sinceMs = words.value(2).toLongLong(&isTime);
    if (words.size() != 3 || !isCount || !isTime) {
        return {};
    }
    return Note{QString::fromLatin1(words[0]), changes, sinceMs};
}

/// Beside and renamed, so that it is whole also after a kill.
bool StoreHistory::write(const Note &note) const
{
    ::mkdir(QFile::encodeName(QFileInfo(m_path).path()).constData(), 0700); // there may be no blob yet
    HeldFile beside(QFileInfo(m_path).path(), besidePrefix(), 0600);
    const QByteArray line = QStringLiteral("%1 %2 %3\n").arg(note.store).arg(note.changes).arg(note.sinceMs).toLatin1();
    return beside.isOpen() && writeFully(beside.descriptor(), std::string_view(line.constData(), line.size())) == 0 &&
           beside.renameTo(QFile::encodeName(m_path));
}

QString StoreHistory::besidePrefix() const
{
    return QFileInfo(m_path).fileName() + u'-';
}

void StoreHistory::removeAbandoned() const
{
    removeAbandonedFiles(QFileInfo(m_path).path(), besidePrefix());
}

} // namespace studio
