// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/database.h"

#include "core/archive/posix.h"
#include "core/base/files.h"
#include "core/base/uuid7.h"
#include "core/store/page_checksums.h"
#include "core/store/schema.h"

#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QSqlDriver>
#include <QSqlError>
#include <QThread>

#include <cerrno>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr int timeoutMs = 10'000;

/// What stands in the place of one of the database's files and is none; empty where nothing does. `database` is as
/// databaseFile() has it.
QString obstacle(const QString &database)
{
    for (const char *suffix : {"", "-wal", "-shm", "-journal"}) {
        const QString path = database + QLatin1StringView(suffix);
        struct stat status{};
        if (::lstat(toNative(path).c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
            const QString what = S_ISDIR(status.st_mode)   ? QStringLiteral("a folder")
                                 : S_ISLNK(status.st_mode) ? QStringLiteral("a link")
                                                           : QObject::tr("a device, pipe or socket");
            return QObject::tr("%1 is %2 and no file. Move it away and try again").arg(path, what);
        }
    }
    return {};
}

/// Why a file cannot be opened, where SQLite does not tell: `known` of the system, or 0.
int reasonToOpen(const QString &database, int known)
{
    if (isExhausted(known)) {
        return known;
    }
    const FileDescriptor any = openAt(AT_FDCWD, "/dev/null", O_RDONLY);
    if (!any.isOpen()) {
        return errno;
    }
    // Its log must be written even to read, so a read-only disk ends here too.
    return ::access(toNative(QFileInfo(databaseFile(database)).path()).c_str(), W_OK) != 0 ? errno : EACCES;
}

/// What is left of a database whose content is gone. Its files in the folder `blobs` are then not garbage.
std::unexpected<Error> emptied(const QString &path)
{
    return fail(ErrorCode::Internal,
                QObject::tr("The store's database %1 is empty or missing, but the files that it kept are still in the "
                            "folder blobs beside it. Restore a copy of the database, or move the folder %2 away.")
                    .arg(path, QFileInfo(path).path()));
}

} // namespace

QString databaseFile(const QString &path)
{
    const QFileInfo info(path);
    return info.isSymLink() && info.isFile() ? info.canonicalFilePath() : path;
}

Result<Database> Database::open(const QString &path, bool mustHaveSchema)
{
    // SQLite deletes the write-ahead log of an empty file when it opens it. The log may hold all that is left.
    if (mustHaveSchema && QFileInfo(path).size() == 0) {
        return emptied(path);
    }
    // Made here, because SQLite would let others read it; its log gets the same rights. Never opened here: closing a
    // file gives up the locks that SQLite has on it in this process.
    ::mknod(QFile::encodeName(path).constData(), S_IFREG | 0600, 0);
    // SQLite would write its log through a link, wherever that leads to.
    const QString real = databaseFile(path);
    if (const QString what = obstacle(real); !what.isEmpty()) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not open the store: %1.").arg(what));
    }
    for (const char *suffix : {"", "-wal", "-shm"}) {
        closeToOthers(real + QLatin1StringView(suffix));
    }
    Database database(path, QStringLiteral("store-") + uuid7());
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database.m_name);
        connection.setDatabaseName(checksummedName(path));
        connection.setConnectOptions(QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1").arg(timeoutMs));
        if (!connection.open()) {
            return std::unexpected(database.failure(connection.lastError()));
        }
    }
    reserveChecksums(database.handle());
    // Checked before anything is set: a file that is refused stays as it is, and so does its log, which the last
    // connection would otherwise write back and remove.
    if (auto checked = database.checkSchema(mustHaveSchema); !checked) {
        sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        return std::unexpected(checked.error());
    }
    auto ready = database.useWriteAheadLog();
    for (const QString &pragma :
         {QStringLiteral("PRAGMA synchronous = FULL"), QStringLiteral("PRAGMA foreign_keys = ON")}) {
        ready = ready.and_then([&] { return database.run(pragma).transform([](const QSqlQuery &) {}); });
    }
    ready = ready.and_then([&] { return database.migrate(); });
    if (!ready) {
        return std::unexpected(ready.error());
    }
    return database;
}

Database::~Database()
{
    if (!m_name.isEmpty()) {
        QSqlDatabase::database(m_name, false).close();
        QSqlDatabase::removeDatabase(m_name);
    }
}

sqlite3 *Database::handle() const
{
    return *static_cast<sqlite3 *const *>(QSqlDatabase::database(m_name, false).driver()->handle().constData());
}

Result<QSqlQuery> Database::prepare(const QString &sql) const
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return std::unexpected(failure(query.lastError()));
    }
    return query;
}

Result<void> Database::run(QSqlQuery &prepared, const QVariantList &values) const
{
    for (qsizetype at = 0; at < values.size(); ++at) {
        const QVariant &value = values.at(at);
        // Of a thousand rows in a row most values are the last one's, and binding costs Qt more than comparing.
        if (const QVariant bound = prepared.boundValue(static_cast<int>(at)); bound.isValid() && bound == value) {
            continue;
        }
        // A null text or byte array would be bound as NULL, which no column takes; here it means empty.
        const auto *const text = get_if<QString>(&value);
        const auto *const bytes = get_if<QByteArray>(&value);
        if (text && text->isNull()) {
            prepared.bindValue(static_cast<int>(at), QStringLiteral(""));
        } else if (bytes && bytes->isNull()) {
            prepared.bindValue(static_cast<int>(at), QByteArray(""));
        } else {
            prepared.bindValue(static_cast<int>(at), value);
        }
    }
    if (!prepared.exec()) {
        return std::unexpected(failure(prepared.lastError()));
    }
    return {};
}

Result<QSqlQuery> Database::run(const QString &sql, const QVariantList &values) const
{
    auto query = prepare(sql);
    if (query) {
        if (auto done = run(*query, values); !done) {
            return std::unexpected(done.error());
        }
    }
    return query;
}

Result<void> Database::checkRead(const QSqlQuery &query) const
{
    if (query.lastError().isValid()) {
        return std::unexpected(failure(query.lastError()));
    }
    return {};
}

Database::Unverified::Unverified(const Database &database) : m_database(database)
{
    verifyChecksums(m_database.handle(), false);
}

Database::Unverified::~Unverified()
{
    verifyChecksums(m_database.handle(), true);
}

/// SQLite accounts for each byte of a table's pages, and compares the rows with the indices.
bool Database::haveAllRows(const QStringList &tables) const
{
    return std::ranges::all_of(tables, [this](const QString &table) {
        auto query = run(QStringLiteral("PRAGMA integrity_check('%1')").arg(table));
        return query && query->next() && query->value(0).toString() == QLatin1String("ok");
    });
}

Result<int> Database::schemaVersion() const
{
    auto query = run(QStringLiteral("PRAGMA user_version"));
    if (!query) {
        return std::unexpected(query.error());
    }
    return query->next() ? query->value(0).toInt() : 0;
}

/// The version is a signed number in the file's header, so one changed bit can make it negative.
Result<void> Database::checkSchema(bool mustHaveSchema) const
{
    const auto version = schemaVersion();
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version == 0 && mustHaveSchema) {
        return emptied(m_path);
    }
    if (*version >= 0 && *version <= migrations().size()) {
        return {};
    }
    return fail(ErrorCode::FailedPrecondition,
                QObject::tr("The store %1 was made by a newer Ignite Studio (its format is %2, this one knows up "
                            "to %3). It was not touched: update Ignite Studio.")
                    .arg(m_path)
                    .arg(*version)
                    .arg(migrations().size()));
}

/// Changing to the write-ahead log needs the file alone and does not wait for it, so two programs that make a store at
/// the same moment must ask again.
Result<void> Database::useWriteAheadLog() const
{
    constexpr int pauseMs = 10;
    for (int waited = 0;; waited += pauseMs) {
        auto query = run(QStringLiteral("PRAGMA journal_mode = WAL"));
        if (query && query->next() && query->value(0).toString() == QLatin1String("wal")) {
            return {};
        }
        if (!query && (query.error().code != ErrorCode::Unavailable || waited >= timeoutMs)) {
            return std::unexpected(query.error());
        }
        if (waited >= timeoutMs) {
            return fail(
                ErrorCode::Unavailable,
                QObject::tr("The store %1 cannot be opened: its disk does not allow a shared log.").arg(m_path));
        }
        QThread::msleep(pauseMs);
    }
}

Result<void> Database::migrate() const
{
    const auto before = schemaVersion();
    if (!before || *before == migrations().size()) {
        return before.transform([](int) {});
    }
    return transaction([this]() -> Result<void> {
        const auto version = schemaVersion(); // again: another program may have been first
        if (!version) {
            return std::unexpected(version.error());
        }
        for (int step = *version; step < migrations().size(); ++step) {
            for (const QString &statement : migrations().at(step)) {
                if (auto done = run(statement); !done) {
                    return std::unexpected(done.error());
                }
            }
        }
        return run(QStringLiteral("PRAGMA user_version = %1").arg(qMax<qsizetype>(*version, migrations().size())))
            .transform([](const QSqlQuery &) {});
    });
}

Error Database::writeError(int number, const QString &detail) const
{
    Error error = systemError(QObject::tr("Could not write to the store %1: %2."), m_path, number);
    error.detail = detail;
    return error;
}

Error Database::failure(const QSqlError &failed) const
{
    const QString detail = failed.text();
    const int code = failed.nativeErrorCode().toInt();
    const int system = handle() ? sqlite3_system_errno(handle()) : 0;
    m_hasMetDamage = m_hasMetDamage || code == SQLITE_IOERR_DATA;
    switch (code == SQLITE_IOERR_DATA ? SQLITE_CORRUPT : code & 0xff) { // a page without its checksum is a damaged one
    case SQLITE_FULL:
        return writeError(ENOSPC, detail);
    case SQLITE_NOMEM:
        return writeError(ENOMEM, detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Unavailable,
                QObject::tr("The store %1 is busy: another program has been writing it for more than %2 seconds. Try "
                            "again.")
                    .arg(m_path)
                    .arg(timeoutMs / 1000),
                detail};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {ErrorCode::Unavailable,
                QObject::tr("Could not write to the store %1: it or its disk is read-only.").arg(m_path), detail};
    case SQLITE_CANTOPEN: {
        Error error =
            systemError(QObject::tr("Could not open the store %1: %2."), m_path, reasonToOpen(m_path, system));
        error.detail = detail;
        return error;
    }
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::Internal,
                QObject::tr("The store's database %1 is damaged. Move it away or bring back a copy of it.").arg(m_path),
                detail};
    case SQLITE_IOERR:
        if (isExhausted(system)) {
            return writeError(system, detail);
        }
        if (struct statvfs disk{}; ::statvfs(toNative(m_path).c_str(), &disk) == 0 && disk.f_bavail == 0) {
            return {ErrorCode::ResourceExhausted,
                    QObject::tr("Could not use the store %1: the disk is full, and even reading needs a little of it. "
                                "Free some space and try again.")
                        .arg(m_path),
                    detail};
        }
        return {ErrorCode::Unavailable,
                QObject::tr("Could not read or write the store %1: its disk fails.").arg(m_path), detail};
    default:
        return {ErrorCode::Internal, QObject::tr("The store's database %1 refused a statement.").arg(m_path), detail};
    }
}

} // namespace studio
