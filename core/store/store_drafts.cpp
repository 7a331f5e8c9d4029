// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_private.h"

#include <QObject>

namespace studio {

namespace {

/// What a draft is after it was saved with new code: nothing of an earlier compile belongs to it.
constexpr auto replaceDraft = R"(
    INSERT INTO draft (app, code_hash, created_at_ms, updated_at_ms, status) VALUES (?, ?, ?, ?, 'saved')
    ON CONFLICT (app) DO UPDATE SET code_hash = excluded.code_hash, created_at_ms = excluded.created_at_ms,
        updated_at_ms = excluded.updated_at_ms, status = 'saved', deploy_id = '', error = '', artifact_hash = '',
        artifact_target = 'native', artifact_rust = '', artifact_details = '', compiling = '')";

/// The id of the compile that ends is the draft's from now on.
constexpr auto endedCompile =
    "UPDATE draft SET deploy_id = iif(compiling = '', deploy_id, compiling), compiling = '', ";

/// Between the arrival of a blob and the row that refers to it lies an instant at which another process may take a blob
/// away that was there before and that nothing referred to.
std::unexpected<Error> collectedMeanwhile()
{
    return fail(ErrorCode::Unavailable, QObject::tr("The store was being tidied up at this moment. Try again."));
}

Result<Draft> staleCompile(const AppId &id)
{
    return fail(ErrorCode::FailedPrecondition,
                QObject::tr("The draft of %1 was saved again meanwhile, so this compile is of older code. Compile it "
                            "again with: ignite draft compile %1")
                    .arg(id.toString()));
}

Result<void> change(const Database &database, const AppRow &row, const AppChanges &changes)
{
    if (changes == AppChanges{}) {
        return {};
    }
    const auto given = [](const std::optional<QString> &text) { return text ? QVariant(*text) : QVariant(); };
    return execute(database,
                   QStringLiteral("UPDATE app SET target = coalesce(?, target), input_schema = coalesce(?, "
                                  "input_schema), output_schema = coalesce(?, output_schema), updated_at_ms = ? "
                                  "WHERE id = ?"),
                   {given(changes.target.transform(targetName)), given(changes.inputSchema),
                    given(changes.outputSchema), nowMs(), row.rowId})
        .and_then([&] { return checksumApp(database, row.rowId); });
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
        Result<void> done = work(row);
        if (done) {
            done = checksumDraft(database, row.rowId);
        }
        if (!done) {
            return std::unexpected(done.error());
        }
        return findDraft(database, row);
    });
}

template <typename Work>
Result<Draft> Store::Private::endCompile(const AppId &id, const QByteArray &codeHash, Work work)
{
    auto ended = changeCompile(id, codeHash, work);
    compiling.erase(id.toString()); // after it was written, or the draft would be its old self for an instant
    if (ended) {                    // what was read while the mark still stood
        ended = salvage([&] {
            return findApp(database, id).and_then([&](const AppRow &row) { return findDraft(database, row); });
        });
    }
    return ended;
}

Result<Draft> Store::saveDraft(const AppId &id, const QString &archive, const QByteArray &codeHash,
                               const AppChanges &changes)
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
                    QObject::tr("The archive %1 changed while it was being saved. Save it again.").arg(archive));
    }
    return d->makeDraft(id, codeHash, changes);
}

Result<Draft> Store::saveKnownDraft(const AppId &id, const QByteArray &codeHash, const AppChanges &changes)
{
    if (const auto whole = d->blobs.path(codeHash); !whole) {
        return fail(ErrorCode::NotFound, whole.error().message, whole.error().detail);
    }
    return d->makeDraft(id, codeHash, changes);
}

Result<Draft> Store::Private::makeDraft(const AppId &id, const QByteArray &codeHash, const AppChanges &changes)
{
    return changeApp(id, [&](const AppRow &row) -> Result<Draft> {
        if (!blobs.isThere(codeHash)) {
            return collectedMeanwhile();
        }
        const auto before = findDraft(database, row); // one that is damaged is replaced as a whole
        const qint64 at = nowMs();
        const bool unchanged = before && before->codeHash == codeHash;
        const auto saved =
            unchanged
                ? execute(database, QStringLiteral("UPDATE draft SET updated_at_ms = ? WHERE app = ?"), {at, row.rowId})
                : execute(database, QString::fromLatin1(replaceDraft),
                          {row.rowId, QString::fromLatin1(codeHash), at, at});
        const auto changed = saved.and_then([&] { return checksumDraft(database, row.rowId); }).and_then([&] {
            return change(database, row, changes);
        });
        if (!changed) {
            return std::unexpected(changed.error());
        }
        return findApp(database, id).and_then([&](const AppRow &now) { return findDraft(database, now); });
    });
}

Result<Draft> Store::draft(const AppId &id) const
{
    return d->salvage([&] {
        return findApp(d->database, id).and_then([&](const AppRow &row) { return findDraft(d->database, row); });
    });
}

Result<Draft> Store::compileStarted(const AppId &id, const QByteArray &codeHash, const QString &deployId)
{
    auto mark = CompileMark::make(d->folder, deployId);
    if (!mark) {
        return std::unexpected(mark.error());
    }
    auto begun = d->changeCompile(id, codeHash, [&](const AppRow &row) {
        return execute(d->database, QStringLiteral("UPDATE draft SET compiling = ?, updated_at_ms = ? WHERE app = ?"),
                       {deployId, nowMs(), row.rowId});
    });
    if (begun) {
        d->compiling.erase(id.toString());
        d->compiling.emplace(id.toString(), std::move(*mark));
    }
    return begun;
}

Result<Draft> Store::compileStopped(const AppId &id, const QByteArray &codeHash)
{
    return d->endCompile(id, codeHash, [&](const AppRow &row) {
        return execute(d->database, QStringLiteral("UPDATE draft SET compiling = '' WHERE app = ?"), {row.rowId});
    });
}

Result<Draft> Store::compileFinished(const AppId &id, const QByteArray &codeHash, const QString &artifact,
                                     RustTarget target, const QString &rustVersion, const ArtifactDetails &details)
{
    const auto stored = d->blobs.put(artifact, target == RustTarget::Native);
    if (!stored) {
        return std::unexpected(stored.error());
    }
    return d->endCompile(id, codeHash, [&](const AppRow &row) -> Result<void> {
        if (!d->blobs.isThere(*stored)) {
            return collectedMeanwhile();
        }
        return execute(d->database,
                       QString::fromLatin1(endedCompile) +
                           QStringLiteral("status = 'compiled', error = '', artifact_hash = ?, artifact_target = ?, "
                                          "artifact_rust = ?, artifact_details = ?, updated_at_ms = ? WHERE app = ?"),
                       {QString::fromLatin1(*stored), targetName(target), rustVersion, detailsToJson(details), nowMs(),
                        row.rowId});
    });
}

Result<Draft> Store::compileFailed(const AppId &id, const QByteArray &codeHash, const QString &error)
{
    return d->endCompile(id, codeHash, [&](const AppRow &row) {
        return execute(d->database,
                       QString::fromLatin1(endedCompile) +
                           QStringLiteral("status = 'failed', error = ?, artifact_hash = '', artifact_rust = '', "
                                          "updated_at_ms = ? WHERE app = ?"),
                       {error, nowMs(), row.rowId});
    });
}

} // namespace studio
