// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store.h"

#include "core/archive/posix.h"
#include "core/base/files.h"
#include "core/base/names.h"
#include "core/model/app.h"
#include "core/model/draft.h"
#include "core/model/version.h"
#include "core/store/store_private.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QObject>

namespace studio {

namespace {

/// Whether something was kept in the store before.
bool hasBlobs(const QString &folder)
{
    return QDirIterator(folder + QStringLiteral("/blobs"), QDir::Files, QDirIterator::Subdirectories).hasNext();
}

/// The id stands in addresses, file names and commands, written org:app and org/app.
Result<void> checkName(const QString &what, const QString &name)
{
    if (isValidName(name)) {
        return {};
    }
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("“%1” cannot be the name of an %2: write 1 to 63 letters (a to z), digits, “-” or “_”, "
                            "beginning with a letter or a digit.")
                    .arg(shownName(toNative(name)), what));
}

/// Two apps at one address would both be at none.
Result<void> checkAddress(const Database &database, const AppId &id)
{
    const QString label = (id.name + u'-' + id.organization).toLower();
    return findAppsOfLabel(database, label).and_then([&](const QList<App> &taken) -> Result<void> {
        if (taken.isEmpty()) {
            return {};
        }
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("%1 would have the address %2.localhost, which is the one of %3. Choose another name.")
                        .arg(id.toString(), label, taken.first().id.toString()));
    });
}

/// Of the variables too, each by itself.
QList<std::pair<QString, QString>> mergedEnvironment(QList<std::pair<QString, QString>> now,
                                                     const QList<std::pair<QString, QString>> &known,
                                                     const QList<std::pair<QString, QString>> &wanted)
{
    for (const auto &variable : known) {
        if (!wanted.contains(variable)) {
            now.removeIf([&](const auto &one) { return one.first == variable.first; });
        }
    }
    for (const auto &variable : wanted) {
        if (!known.contains(variable)) {
            now.removeIf([&](const auto &one) { return one.first == variable.first; });
            now.append(variable);
        }
    }
    return now;
}

/// The app as it stands with what differs between the other two.
App merged(App now, const App &known, const App &wanted)
{
    const auto take = [&](auto App::*setting) {
        if (known.*setting != wanted.*setting) {
            now.*setting = wanted.*setting;
        }
    };
    take(&App::target);
    take(&App::toolchain);
    take(&App::tier);
    take(&App::memoryMb);
    take(&App::cpuMillicores);
    take(&App::timeoutSecs);
    take(&App::maxReplicas);
    take(&App::description);
    take(&App::inputSchema);
    take(&App::outputSchema);
    now.environment = mergedEnvironment(now.environment, known.environment, wanted.environment);
    return now;
}

QVariantList settingsOf(const App &app)
{
    return {targetName(app.target), app.toolchain,     app.tier,
            app.memoryMb,           app.cpuMillicores, app.timeoutSecs,
            app.maxReplicas,        app.description,   environmentToJson(app.environment),
            app.inputSchema,        app.outputSchema};
}

} // namespace

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

Result<std::unique_ptr<Store>> Store::open(const QString &folder)
{
    if (auto made = ensurePrivateFolder(folder); !made) {
        return std::unexpected(made.error());
    }
    // Asked before the database is opened: another program may be making this store at the same moment.
    const bool mustHaveSchema = hasBlobs(folder);
    auto database = Database::open(folder + QStringLiteral("/store.sqlite"), mustHaveSchema);
    if (!database) {
        return std::unexpected(database.error());
    }
    auto opened = std::make_unique<Private>(std::move(*database), folder);
    opened->blobs.removeAbandoned();
    opened->history.removeAbandoned();
    return std::unique_ptr<Store>(new Store(std::move(opened)));
}

Store::Store(std::unique_ptr<Private> p) : d(std::move(p)) {}

Store::~Store() = default;

Result<App> Store::createApp(const App &app)
{
    for (const auto &[what, name] : {std::pair(QStringLiteral("organisation"), app.id.organization),
                                     std::pair(QStringLiteral("app"), app.id.name)}) {
        if (auto checked = checkName(what, name); !checked) {
            return std::unexpected(checked.error());
        }
    }
    return d->countedTransaction([&]() -> Result<App> {
        if (const auto known = findApp(d->database, app.id); known || known.error().code != ErrorCode::NotFound) {
            return known ? fail(ErrorCode::AlreadyExists,
                                QObject::tr("The app %1 exists already. Look at it with: ignite app get %1")
                                    .arg(app.id.toString()))
                         : std::unexpected(known.error());
        }
        if (const auto free = checkAddress(d->database, app.id); !free) {
            return std::unexpected(free.error());
        }
        const qint64 now = nowMs();
        const auto inserted = execute(
            d->database,
            QStringLiteral(
                "INSERT INTO app (organization, name, target, toolchain, tier, memory_mb, cpu_millicores, "
                "timeout_secs, max_replicas, description, environment, input_schema, output_schema, created_at_ms, "
                "updated_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            QVariantList{app.id.organization, app.id.name} + settingsOf(app) + QVariantList{now, now});
        const auto checksummed = inserted.and_then([&] {
            return updateRowChecksum(d->database, QStringLiteral("app"),
                                     QStringLiteral("organization = ? AND name = ?"),
                                     {app.id.organization, app.id.name});
        });
        if (!checksummed) {
            return std::unexpected(checksummed.error());
        }
        return findApp(d->database, app.id).transform([](const AppRow &row) { return row.app; });
    });
}

Result<App> Store::updateApp(const App &wanted, const std::optional<App> &known)
{
    const auto update = [&](const AppRow &row) -> Result<App> {
        const App app = known ? merged(row.app, *known, wanted) : wanted;
        const auto updated = execute(
            d->database,
            QStringLiteral("UPDATE app SET target = ?, toolchain = ?, tier = ?, memory_mb = ?, cpu_millicores = ?, "
                           "timeout_secs = ?, max_replicas = ?, description = ?, environment = ?, input_schema = ?, "
                           "output_schema = ?, updated_at_ms = ? WHERE id = ?"),
            settingsOf(app) + QVariantList{nowMs(), row.rowId});
        if (const auto checksummed = updated.and_then([&] { return checksumApp(d->database, row.rowId); });
            !checksummed) {
            return std::unexpected(checksummed.error());
        }
        return findApp(d->database, app.id).transform([](const AppRow &changed) { return changed.app; });
    };
    return d->changeApp(wanted.id, update, &findAppAsIs);
}

Result<App> Store::app(const AppId &id) const
{
    return d->salvage([&] { return findApp(d->database, id).transform([](const AppRow &row) { return row.app; }); });
}

Result<QList<App>> Store::appsOfLabel(const QString &label) const
{
    return d->salvage([&] { return findAppsOfLabel(d->database, label); });
}

Result<QList<App>> Store::apps(const QString &organization) const
{
    return d->salvage([&] { return findApps(d->database, organization); });
}

Result<void> Store::deleteApp(const AppId &id)
{
    const auto remove = [&](const AppRow &row) -> Result<void> {
        return execute(d->database, QStringLiteral("DELETE FROM app WHERE id = ?"), {row.rowId}).and_then([&] {
            return d->executions.forgetApp(id);
        });
    };
    return d->changeApp(id, remove, &findAppAsIs);
}

Result<QString> Store::code(const AppId &id, int version) const
{
    const auto hash = version == 0
                          ? draft(id).transform([](const Draft &its) { return its.codeHash; })
                          : this->version(id, version).transform([](const Version &one) { return one.codeHash; });
    return hash.and_then([&](const QByteArray &sha256) { return d->blobs.path(sha256); });
}

Result<QString> Store::blob(const QByteArray &sha256) const
{
    return d->blobs.path(sha256);
}

Executions &Store::executions()
{
    return d->executions;
}

const Executions &Store::executions() const
{
    return d->executions;
}

Result<void> Store::beQuick()
{
    return execute(d->database, QStringLiteral("PRAGMA synchronous = NORMAL"));
}

Result<qint64> Store::dataVersion() const
{
    return d->database.run(QStringLiteral("PRAGMA data_version")).transform([](QSqlQuery query) {
        return query.next() ? query.value(0).toLongLong() : 0;
    });
}

Result<QList<std::pair<AppId, QString>>> Store::appMarks() const
{
    const auto sql = QStringLiteral(
        "SELECT organization, name, app.updated_at_ms || ' ' || active_version || ' ' || ifnull(draft.updated_at_ms, "
        "0) || ' ' || ifnull(draft.status, '') || ' ' || ifnull(draft.compiling, '') || ' ' || ifnull((SELECT "
        "max(number) FROM version WHERE version.app = "
        "app.id), 0) FROM app LEFT JOIN draft ON draft.app = app.id");
    const auto markOf = [](const QSqlQuery &row) {
        return std::pair(AppId{row.value(0).toString(), row.value(1).toString()}, row.value(2).toString());
    };
    return d->salvage([&] { return d->database.readRows(sql, {}, markOf); });
}

} // namespace studio
