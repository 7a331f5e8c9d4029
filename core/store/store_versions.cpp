// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_private.h"

#include <QObject>

namespace studio {

namespace {

/// Why this draft cannot be published, if it cannot.
Result<void> checkPublishable(const App &app, const Draft &draft)
{
    const QString id = app.id.toString();
    const auto compileAgain = [&](const QString &why) {
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("%1 with: ignite draft compile %2").arg(why.arg(id), id));
    };
    if (draft.status == DraftStatus::Saved) {
        return compileAgain(QObject::tr("The draft of %1 has not been compiled. Compile it"));
    }
    if (draft.status == DraftStatus::Compiling) {
        return compileAgain(QObject::tr("The draft of %1 is being compiled. Wait for it, or compile again"));
    }
    if (draft.status != DraftStatus::Compiled || draft.artifactHash.isEmpty()) {
        return compileAgain(QObject::tr("The last compile of %1 failed. Mend the code, save it, and compile it"));
    }
    if (draft.artifactTarget != app.target) {
        return compileAgain(QObject::tr("The draft of %1 was compiled for %2, but the app is for %3 now. Compile it")
                                .arg(QStringLiteral("%1"), targetName(draft.artifactTarget), targetName(app.target)));
    }
    return {};
}

/// Points the app at a version that exists, and rewrites nothing else.
Result<Version> activate(const Database &database, const AppRow &row, int number)
{
    const auto pointed =
        execute(database, QStringLiteral("UPDATE app SET active_version = ?, updated_at_ms = ? WHERE id = ?"),
                {number, nowMs(), row.rowId});
    if (const auto checksummed = pointed.and_then([&] { return checksumApp(database, row.rowId); }); !checksummed) {
        return std::unexpected(checksummed.error());
    }
    AppRow now = row;
    now.app.activeVersion = number;
    return findVersion(database, now, number);
}

Result<Version> freeze(const Database &database, const AppRow &row, const Draft &draft, int number, const QString &note)
{
    const auto inserted =
        execute(database,
                QStringLiteral("INSERT INTO version (app, number, code_hash, artifact_hash, target, rust_version, "
                               "artifact_details, tier, memory_mb, timeout_secs, note, created_at_ms) "
                               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                {row.rowId, number, QString::fromLatin1(draft.codeHash), QString::fromLatin1(draft.artifactHash),
                 targetName(draft.artifactTarget), draft.artifactRust, detailsToJson(draft.artifact), row.app.tier,
                 row.app.memoryMb, row.app.timeoutSecs, note, nowMs()});
    const auto checksummed = inserted.and_then([&] {
        return updateRowChecksum(database, QStringLiteral("version"), QStringLiteral("app = ? AND number = ?"),
                                 {row.rowId, number});
    });
    if (!checksummed) {
        return std::unexpected(checksummed.error());
    }
    return activate(database, row, number);
}

} // namespace

Result<Version> Store::publish(const AppId &id, const QString &note)
{
    return d->changeApp(id, [&](const AppRow &row) -> Result<Version> {
        const auto frozen = findDraft(d->database, row);
        if (!frozen) {
            return fail(frozen.error().code == ErrorCode::NotFound ? ErrorCode::FailedPrecondition
                                                                   : frozen.error().code,
                        frozen.error().message, frozen.error().detail);
        }
        if (auto checked = checkPublishable(row.app, *frozen); !checked) {
            return std::unexpected(checked.error());
        }
        for (const QByteArray &hash : {frozen->codeHash, frozen->artifactHash}) {
            if (const auto whole = d->blobs.path(hash); !whole) { // a version that cannot run must not become active
                return std::unexpected(whole.error());
            }
        }
        const auto newest = newestVersion(d->database, row);
        if (!newest) {
            return std::unexpected(newest.error());
        }
        return freeze(d->database, row, *frozen, *newest + 1, note);
    });
}

Result<QList<Version>> Store::versions(const AppId &id, int limit, int before) const
{
    return d->salvage([&] {
        return findApp(d->database, id).and_then([&](const AppRow &row) {
            return findVersions(d->database, row, limit, before);
        });
    });
}

Result<Version> Store::version(const AppId &id, int number) const
{
    return d->salvage([&] {
        return findApp(d->database, id).and_then([&](const AppRow &row) {
            return findVersion(d->database, row, number);
        });
    });
}

Result<Version> Store::rollback(const AppId &id, int number)
{
    return d->changeApp(id, [&](const AppRow &row) -> Result<Version> {
        if (const auto there = findVersion(d->database, row, number); !there) {
            return there;
        }
        return activate(d->database, row, number);
    });
}

} // namespace studio
