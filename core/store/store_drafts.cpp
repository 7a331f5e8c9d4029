// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_private.h"

namespace studio {

namespace {

/// What a draft is after it was saved with new code: nothing of an earlier compile belongs to it.
constexpr auto replaceDraft = R"(
    INSERT INTO draft (app, code_hash, created_at_ms, updated_at_ms, status) VALUES (?, ?, ?, ?, 'saved')
    ON CONFLICT (app) DO UPDATE SET code_hash = excluded.code_hash, created_at_ms = excluded.created_at_ms,
        updated_at_ms = excluded.updated_at_ms, status = 'saved', deploy_id = '', error = '', artifact_hash = '',
        artifact_target = 'native', artifact_rust = '', artifact_details = '')";

Result<Draft> staleCompile(const AppId &id)
{
    return fail(
        ErrorCode::FailedPrecondition,
        QStringLiteral("The draft of %1 was saved again meanwhile, so this compile is of older code. Compile it "
                       "again with: ignite draft compile %1")
            .arg(id.toString()));
}

} // namespace

template <typename Work>
Result<Draft> Store::Private::changeCompile(const AppId &id, const QByteArray &codeHash, Work work)
{
    return changeApp(id, [&](const AppRow &row) -> Result<Draft> {
        const auto before = findDraft(database, row);
        if (!before) {
            return before;
        }
        if (before->codeHash != codeHash) {
            return staleCompile(id);
        }
        if (Result<void> done = work(row); !done) {
            return std::unexpected(done.error());
        }
        return findDraft(database, row);
    });
}

Result<Draft> Store::saveDraft(const AppId &id, const QString &archive, const QByteArray &codeHash)
{
    if (const auto known = app(id); !known) { // before any bytes are copied
        return std::unexpected(known.error());
    }
    const auto stored = d->blobs.put(archive, false);
    if (!stored) {
        return std::unexpected(stored.error());
    }
    if (*stored != codeHash) {
        return fail(ErrorCode::FailedPrecondition,
                    QStringLiteral("The archive %1 changed while it was being saved. Save it again.").arg(archive));
    }
    return d->changeApp(id, [&](const AppRow &row) -> Result<Draft> {
        const auto before = findDraft(d->database, row);
        if (!before && before.error().code != ErrorCode::NotFound) {
            return before;
        }
        const qint64 now = nowMs();
        const bool unchanged = before && before->codeHash == codeHash;
        const auto saved =
            unchanged ? execute(d->database, QStringLiteral("UPDATE draft SET updated_at_ms = ? WHERE app = ?"),
                                {now, row.rowId})
                      : execute(d->database, QString::fromLatin1(replaceDraft),
                                {row.rowId, QString::fromLatin1(codeHash), now, now});
        if (!saved) {
            return std::unexpected(saved.error());
        }
        return findDraft(d->database, row);
    });
}

Result<Draft> Store::draft(const AppId &id) const
{
    return findApp(d->database, id).and_then([&](const AppRow &row) { return findDraft(d->database, row); });
}

Result<Draft> Store::compileStarted(const AppId &id, const QByteArray &codeHash, const QString &deployId)
{
    return d->changeCompile(id, codeHash, [&](const AppRow &row) {
        return execute(d->database,
                       QStringLiteral("UPDATE draft SET status = 'compiling', deploy_id = ?, error = '', "
                                      "artifact_hash = '', artifact_rust = '', updated_at_ms = ? WHERE app = ?"),
                       {deployId, nowMs(), row.rowId});
    });
}

Result<Draft> Store::compileFinished(const AppId &id, const QByteArray &codeHash, const QString &artifact,
                                     RustTarget target, const QString &rustVersion, const ArtifactDetails &details)
{
    const auto stored = d->blobs.put(artifact, target == RustTarget::Native);
    if (!stored) {
        return std::unexpected(stored.error());
    }
    return d->changeCompile(id, codeHash, [&](const AppRow &row) {
        return execute(d->database,
                       QStringLiteral("UPDATE draft SET status = 'compiled', error = '', artifact_hash = ?, "
                                      "artifact_target = ?, artifact_rust = ?, artifact_details = ?, updated_at_ms = ? "
                                      "WHERE app = ?"),
                       {QString::fromLatin1(*stored), targetName(target), rustVersion, detailsToJson(details), nowMs(),
                        row.rowId});
    });
}

Result<Draft> Store::compileFailed(const AppId &id, const QByteArray &codeHash, const QString &error)
{
    return d->changeCompile(id, codeHash, [&](const AppRow &row) {
        return execute(d->database,
                       QStringLiteral("UPDATE draft SET status = 'failed', error = ?, artifact_hash = '', "
                                      "artifact_rust = '', updated_at_ms = ? WHERE app = ?"),
                       {error, nowMs(), row.rowId});
    });
}

} // namespace studio
