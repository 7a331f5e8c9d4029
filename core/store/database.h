// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <optional>

namespace studio {

/// One SQLite connection under a name of its own, opened for the store's needs: write-ahead log, full sync, foreign
/// keys, ten seconds' patience with other writers. Belongs to the thread that opened it.
class Database
{
public:
    /// Opens or makes the file and brings its schema up to date. FailedPrecondition: its schema is newer than this
    /// program; the file is not touched then.
    static Result<Database> open(const QString &path);
    Database(Database &&other) noexcept : m_path(std::move(other.m_path)), m_name(std::exchange(other.m_name, {})) {}
    Database &operator=(Database &&) = delete;
    ~Database();

    /// Runs one statement with its values bound in order. The query stands before its first row.
    [[nodiscard]] Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {}) const;

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

    [[nodiscard]] QString path() const { return m_path; }

private:
    Database(QString path, QString name) : m_path(std::move(path)), m_name(std::move(name)) {}

    [[nodiscard]] Result<void> useWriteAheadLog() const;
    [[nodiscard]] Result<void> migrate() const;
    [[nodiscard]] Result<int> schemaVersion() const;
    [[nodiscard]] Error failure(const QSqlError &error) const;

    QString m_path;
    QString m_name; // of the connection; empty when moved from
};

} // namespace studio
