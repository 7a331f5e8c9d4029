// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <optional>

struct sqlite3;

namespace studio {

/// The file that holds a database at this path: that which a link at the path leads to. SQLite keeps the write-ahead
/// log and its other files beside that one.
QString databaseFile(const QString &path);

/// One SQLite connection under a name of its own, opened for the store's needs: write-ahead log, full sync, foreign
/// keys, ten seconds' timeout with other writers. Belongs to the thread that opened it.
class Database
{
public:
    /// Opens or makes the file and brings its schema up to date. With `mustHaveSchema` it is not made: a database that
    /// is missing, empty or without a schema is Internal, like a damaged one. FailedPrecondition: its schema is newer
    /// than this program. A file that is refused is not touched, nor its write-ahead log.
    static Result<Database> open(const QString &path, bool mustHaveSchema = false);
    Database(Database &&other) noexcept : m_path(std::move(other.m_path)), m_name(std::exchange(other.m_name, {})) {}
    Database &operator=(Database &&) = delete;
    ~Database();

    /// Runs one statement with its values bound in order. The query stands before its first row.
    [[nodiscard]] Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {}) const;

    /// Runs one statement and calls `visit` for each row. A row that cannot be read, as on a damaged page, is an error:
    /// QSqlQuery::next() ends there like after the last row.
    template <typename Visit> Result<void> eachRow(const QString &sql, const QVariantList &values, Visit visit) const
    {
        auto query = run(sql, values);
        if (!query) {
            return std::unexpected(query.error());
        }
        while (query->next()) {
            visit(std::as_const(*query));
        }
        return checkRead(*query);
    }
    /// The same for a list with one element a row, which is what `read` returns.
    template <typename Read>
    auto readRows(const QString &sql, const QVariantList &values, Read read) const
        -> Result<QList<std::invoke_result_t<Read, const QSqlQuery &>>>
    {
        QList<std::invoke_result_t<Read, const QSqlQuery &>> rows;
        return eachRow(sql, values, [&](const QSqlQuery &row) { rows.append(read(row)); }).transform([&] {
            return std::move(rows);
        });
    }
    /// For a loop of one's own over a query, after its end: whether every row was read.
    [[nodiscard]] Result<void> checkRead(const QSqlQuery &query) const;

    /// For a statement that is run many times: prepared once, each time with its values.
    [[nodiscard]] Result<QSqlQuery> prepare(const QString &sql) const;
    [[nodiscard]] Result<void> run(QSqlQuery &prepared, const QVariantList &values) const;

    /// `work` (which returns a Result) in one transaction that holds the write lock from its beginning, so that what it
    /// reads stays true until it is written. Committed when it succeeds, rolled back otherwise.
    template <typename Work> auto transaction(Work work) const -> decltype(work())
    {
        if (auto begun = run(QStringLiteral("BEGIN IMMEDIATE")); !begun) {
            return std::unexpected(begun.error());
        }
        auto result = work();
        if (result) {
            auto committed = run(QStringLiteral("COMMIT"));
            if (committed) {
                return result;
            }
            result = std::unexpected(committed.error());
        }
        (void)run(QStringLiteral("ROLLBACK")); // nothing is open any more when COMMIT itself has rolled back
        return result;
    }

    /// `work`, which returns a Result; and where it meets a page without its checksum, once more without verifying
    /// pages, as long as `tables` have all of their rows: whether a row is as it was written then shows by its own
    /// checksum. So one changed bit in a row makes no other row unreadable.
    template <typename Work> auto salvage(const QStringList &tables, Work work) const -> decltype(work())
    {
        m_hasMetDamage = false;
        auto result = work();
        if (result || !m_hasMetDamage) {
            return result;
        }
        const Unverified unverified(*this);
        return haveAllRows(tables) ? work() : result;
    }

    [[nodiscard]] QString path() const { return m_path; }

private:
    Database(QString path, QString name) : m_path(std::move(path)), m_name(std::move(name)) {}

    /// Pages are not verified while it lives.
    class Unverified
    {
    public:
        explicit Unverified(const Database &database);
        ~Unverified();
        Unverified(const Unverified &) = delete;
        Unverified &operator=(const Unverified &) = delete;

    private:
        const Database &m_database;
    };

    [[nodiscard]] sqlite3 *handle() const;
    [[nodiscard]] bool haveAllRows(const QStringList &tables) const;
    [[nodiscard]] Result<void> checkSchema(bool mustHaveSchema) const;
    [[nodiscard]] Result<void> useWriteAheadLog() const;
    [[nodiscard]] Result<void> migrate() const;
    [[nodiscard]] Result<int> schemaVersion() const;
    [[nodiscard]] Error writeError(int number, const QString &detail) const;
    [[nodiscard]] Error failure(const QSqlError &error) const;

    QString m_path;
    mutable bool m_hasMetDamage = false; ///< a page without its checksum
    QString m_name;                      // of the connection; empty when moved from
};

} // namespace studio
