// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_rows.h"

#include "core/base/json.h"
#include "core/store/compile_mark.h"
#include "core/store/row_checksum.h"

#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace studio {

namespace {

RustTarget targetFrom(const QString &name)
{
    return name == targetName(RustTarget::Wasm) ? RustTarget::Wasm : RustTarget::Native;
}

std::optional<QList<std::pair<QString, QString>>> environmentFrom(const QString &text)
{
    const auto json = parseJson(text.toUtf8());
    if (!json || !json->isArray()) {
        return {};
    }
    QList<std::pair<QString, QString>> environment;
    for (const Json &pair : json->elements()) {
        if (!pair.isArray() || pair.size() != 2 || !pair[0].isString() || !pair[1].isString()) {
            return {};
        }
        environment.append({pair[0].text(), pair[1].text()});
    }
    return environment;
}

/// Reads columns by name, so that a later migration may add some.
class Row
{
public:
    explicit Row(const QSqlQuery &query) : m_record(query.record()) {}
    [[nodiscard]] QString text(const char *name) const { return value(name).toString(); }
    [[nodiscard]] QByteArray hash(const char *name) const { return value(name).toString().toLatin1(); }
    [[nodiscard]] int number(const char *name) const { return value(name).toInt(); }
    [[nodiscard]] qint64 large(const char *name) const { return value(name).toLongLong(); }
    [[nodiscard]] bool isDamaged() const { return !isIntact(m_record); }

private:
    [[nodiscard]] QVariant value(const char *name) const { return m_record.value(QLatin1StringView(name)); }

    QSqlRecord m_record;
};

AppRow appFrom(const QSqlQuery &query)
{
    const Row row(query);
    auto environment = environmentFrom(row.text("environment"));
    const bool isDamaged = !environment || row.isDamaged();
    return AppRow{row.large("id"),
                  App{.id = {row.text("organization"), row.text("name")},
                      .target = targetFrom(row.text("target")),
                      .toolchain = row.text("toolchain"),
                      .tier = row.text("tier"),
                      .memoryMb = row.number("memory_mb"),
                      .cpuMillicores = row.number("cpu_millicores"),
                      .timeoutSecs = row.number("timeout_secs"),
                      .maxReplicas = row.number("max_replicas"),
                      .description = row.text("description"),
                      .inputSchema = row.text("input_schema"),
                      .outputSchema = row.text("output_schema"),
                      .environment = environment ? std::move(*environment) : decltype(App::environment)(),
                      .activeVersion = row.number("active_version"),
                      .createdAtMs = row.large("created_at_ms"),
                      .updatedAtMs = row.large("updated_at_ms"),
                      .damaged = isDamaged}};
}

Version versionFrom(const QSqlQuery &query, const App &app)
{
    const Row row(query);
    const int number = row.number("number");
    return Version{.app = app.id,
                   .number = number,
                   .codeHash = row.hash("code_hash"),
                   .artifactHash = row.hash("artifact_hash"),
                   .target = targetFrom(row.text("target")),
                   .rustVersion = row.text("rust_version"),
                   .artifact = detailsFrom(row.text("artifact_details")),
                   .tier = row.text("tier"),
                   .memoryMb = row.number("memory_mb"),
                   .timeoutSecs = row.number("timeout_secs"),
                   .note = row.text("note"),
                   .createdAtMs = row.large("created_at_ms"),
                   .active = number == app.activeVersion,
                   .damaged = row.isDamaged()};
}

QStringList stringsFrom(const Json &json, const char *key)
{
    QStringList strings;
    for (const Json &item : json[key].elements()) {
        strings << item.text();
    }
    return strings;
}

} // namespace

QString detailsToJson(const ArtifactDetails &details)
{
    const auto strings = [](const QStringList &list) {
        Json array = Json::array();
        std::ranges::transform(list, std::back_inserter(array), toUtf8);
        return array;
    };
    Json crates = Json::array();
    for (const auto &[name, version] : details.crates) {
        crates.push_back(Json::array({toUtf8(name), toUtf8(version)}));
    }
    return QString::fromUtf8(Json{{"size", details.size},
                                  {"crates", crates},
                                  {"imports", strings(details.imports)},
                                  {"exports", strings(details.exports)}}
                                 .toUtf8());
}

/// Details are for show: what cannot be read is left out.
ArtifactDetails detailsFrom(const QString &text)
{
    const auto json = parseJson(text.toUtf8());
    if (!json) {
        return {};
    }
    ArtifactDetails details{.size = (*json)["size"].integer(),
                            .crates = {},
                            .imports = stringsFrom(*json, "imports"),
                            .exports = stringsFrom(*json, "exports")};
    for (const Json &crate : (*json)["crates"].elements()) {
        if (crate.size() == 2 && crate[0].isString() && crate[1].isString()) {
            details.crates.append({crate[0].text(), crate[1].text()});
        }
    }
    return details;
}

QString environmentToJson(const QList<std::pair<QString, QString>> &environment)
{
    Json json = Json::array();
    for (const auto &[key, value] : environment) {
        json.push_back(Json::array({toUtf8(key), toUtf8(value)}));
    }
    return QString::fromUtf8(json.toUtf8());
}

Result<void> execute(const Database &database, const QString &sql, const QVariantList &values)
{
    return database.run(sql, values).transform([](const QSqlQuery &) {});
}

Result<AppRow> findApp(const Database &database, const AppId &id)
{
    return findAppAsIs(database, id).and_then([](AppRow row) -> Result<AppRow> {
        if (row.app.damaged) {
            return fail(ErrorCode::Internal,
                        QObject::tr("The settings of %1 are damaged in the store: they do not match their checksum. "
                                    "Set them again with: ignite app update %1, and look which version is active.")
                            .arg(row.app.id.toString()));
        }
        return row;
    });
}

Result<AppRow> findAppAsIs(const Database &database, const AppId &id)
{
    auto query = database.run(QStringLiteral("SELECT * FROM app WHERE organization = ? AND name = ?"),
                              {id.organization, id.name});
    if (!query) {
        return std::unexpected(query.error());
    }
    if (!query->next()) {
        return fail(ErrorCode::NotFound,
                    QObject::tr("No app %1. Create it with: ignite app create %1 --runtime rust --rust-target native")
                        .arg(id.toString()));
    }
    return appFrom(*query);
}

namespace {

Result<QList<App>> appsOf(const Database &database, const QString &sql, const QString &value)
{
    return database.readRows(sql, {value}, [](const QSqlQuery &row) { return appFrom(row).app; });
}

} // namespace

Result<QList<App>> findApps(const Database &database, const QString &organization)
{
    return appsOf(database, QStringLiteral("SELECT * FROM app WHERE organization = ? ORDER BY name"), organization);
}

Result<QList<App>> findAppsOfLabel(const Database &database, const QString &label)
{
    return appsOf(
        database,
        QStringLiteral("SELECT * FROM app WHERE lower(name || '-' || organization) = ? ORDER BY organization, name"),
        label);
}

Result<Draft> findDraft(const Database &database, const AppRow &app)
{
    auto query = database.run(QStringLiteral("SELECT * FROM draft WHERE app = ?"), {app.rowId});
    if (!query) {
        return std::unexpected(query.error());
    }
    const QString id = app.app.id.toString();
    if (!query->next()) {
        return fail(ErrorCode::NotFound,
                    QObject::tr("%1 has no draft. Save one with: ignite draft save %1 --code ./").arg(id));
    }
    const Row row(*query);
    if (row.isDamaged()) {
        return fail(ErrorCode::Internal, QObject::tr("The draft of %1 is damaged in the store: it does not match its "
                                                     "checksum. Save it again with: ignite draft save %1 --code ./")
                                             .arg(id));
    }
    const auto status = draftStatusFrom(row.text("status"));
    if (!status) {
        return fail(ErrorCode::Internal,
                    QObject::tr("The draft of %1 is damaged in the store: its status is none of a draft. "
                                "Save it again with: ignite draft save %1 --code ./")
                        .arg(id));
    }
    Draft draft{.app = app.app.id,
                .codeHash = row.hash("code_hash"),
                .createdAtMs = row.large("created_at_ms"),
                .updatedAtMs = row.large("updated_at_ms"),
                .deployId = row.text("deploy_id"),
                .status = *status,
                .error = row.text("error"),
                .artifactHash = row.hash("artifact_hash"),
                .artifactTarget = targetFrom(row.text("artifact_target")),
                .artifactRust = row.text("artifact_rust"),
                .artifact = detailsFrom(row.text("artifact_details")),
                .inputSchema = app.app.inputSchema,
                .outputSchema = app.app.outputSchema,
                .notes = {}};
    // A compile whose process was killed has never been: the draft is what it was before.
    const QString compiling = row.text("compiling");
    if (CompileMark::isRunning(QFileInfo(database.path()).path(), compiling)) {
        draft.status = DraftStatus::Compiling;
        draft.deployId = compiling;
        draft.error.clear();
        draft.artifactHash.clear();
        draft.artifact = {};
    }
    return draft;
}

Result<QList<Version>> findVersions(const Database &database, const AppRow &app, int limit, int before)
{
    return database.readRows(
        QStringLiteral("SELECT * FROM version WHERE app = ? AND (? <= 0 OR number < ?) ORDER BY number DESC LIMIT ?"),
        {app.rowId, before, before, qMax(0, limit)}, [&](const QSqlQuery &row) { return versionFrom(row, app.app); });
}

Result<int> newestVersion(const Database &database, const AppRow &app)
{
    auto query = database.run(QStringLiteral("SELECT max(number) FROM version WHERE app = ?"), {app.rowId});
    if (!query) {
        return std::unexpected(query.error());
    }
    return query->next() ? query->value(0).toInt() : 0;
}

Result<Version> findVersion(const Database &database, const AppRow &app, int number)
{
    auto query =
        database.run(QStringLiteral("SELECT * FROM version WHERE app = ? AND number = ?"), {app.rowId, number});
    if (!query) {
        return std::unexpected(query.error());
    }
    if (query->next()) {
        Version version = versionFrom(*query, app.app);
        if (version.damaged) {
            return fail(ErrorCode::Internal,
                        QObject::tr("Version %2 of %1 is damaged in the store: it does not match its checksum. The "
                                    "others are whole: ignite version list %1")
                            .arg(app.app.id.toString())
                            .arg(number));
        }
        return version;
    }
    const auto newest = newestVersion(database, app);
    if (!newest) {
        return std::unexpected(newest.error());
    }
    const QString id = app.app.id.toString();
    return fail(ErrorCode::NotFound,
                *newest == 0 ? QObject::tr("%1 has no version %2: nothing is published yet. Publish the draft with: "
                                           "ignite draft publish %1")
                                   .arg(id)
                                   .arg(number)
                             : QObject::tr("%1 has no version %2; the newest is %3. List them with: ignite version "
                                           "list %1")
                                   .arg(id)
                                   .arg(number)
                                   .arg(*newest));
}

} // namespace studio
