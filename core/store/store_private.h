// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/draft.h"
#include "core/store/blobs.h"
#include "core/store/compile_mark.h"
#include "core/store/database.h"
#include "core/store/executions.h"
#include "core/store/row_checksum.h"
#include "core/store/store.h"
#include "core/store/store_history.h"
#include "core/store/store_rows.h"

#include <map>

namespace studio {

class Store::Private
{
public:
    Private(Database theDatabase, const QString &theFolder)
        : folder(theFolder), database(std::move(theDatabase)), blobs(folder + QStringLiteral("/blobs"))
    {
    }

    /// `work()`, also where a row that it does not need is damaged.
    template <typename Work> auto salvage(Work work) const -> std::invoke_result_t<Work>
    {
        return database.salvage({QStringLiteral("app"), QStringLiteral("draft"), QStringLiteral("version")}, work);
    }

    /// `work()` in a transaction that changes apps, drafts or versions.
    template <typename Work> auto countedTransaction(Work work) -> std::invoke_result_t<Work>
    {
        auto result = salvage([&] {
            return database.transaction([&]() -> std::invoke_result_t<Work> {
                if (auto counted = history.countChange(); !counted) {
                    return std::unexpected(counted.error());
                }
                return work();
            });
        });
        if (result) {
            history.noteChange();
        }
        return result;
    }

    /// `work(AppRow)` in a transaction, once the app is found: by findAppAsIs for work that mends a damaged one.
    template <typename Work>
    auto changeApp(const AppId &id, Work work, decltype(&findApp) find = &findApp)
        -> std::invoke_result_t<Work, const AppRow &>
    {
        return countedTransaction([&]() -> std::invoke_result_t<Work, const AppRow &> {
            const auto row = find(database, id);
            if (!row) {
                return std::unexpected(row.error());
            }
            return work(*row);
        });
    }

    /// As changeApp, for a compile of `codeHash`: FailedPrecondition when the draft has become another one.
    template <typename Work> Result<Draft> changeCompile(const AppId &id, const QByteArray &codeHash, Work work);

    /// As changeCompile, for the end of a compile that this process has begun.
    template <typename Work> Result<Draft> endCompile(const AppId &id, const QByteArray &codeHash, Work work);

    /// Makes a blob that is there the draft.
    Result<Draft> makeDraft(const AppId &id, const QByteArray &codeHash, const AppChanges &changes);

    QString folder;
    Database database;
    mutable Blobs blobs;
    StoreHistory history{database, folder + QStringLiteral("/blobs")};
    std::map<QString, CompileMark> compiling; // of this process, by app
    Executions executions{database, blobs};
};

/// To be called when one of these was written, before the end of its transaction.
inline Result<void> checksumApp(const Database &database, qint64 app)
{
    return updateRowChecksum(database, QStringLiteral("app"), QStringLiteral("id = ?"), {app});
}
inline Result<void> checksumDraft(const Database &database, qint64 app)
{
    return updateRowChecksum(database, QStringLiteral("draft"), QStringLiteral("app = ?"), {app});
}

/// Now, in Unix milliseconds.
qint64 nowMs();

} // namespace studio
