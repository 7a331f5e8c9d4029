// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"
#include "core/api_json/api_json_private.h"
#include "core/api_json/field_tables.h"
#include "core/model/app_limits.h"

#include <array>

namespace studio {

namespace api_json {

void addChanges(Json &json, const std::optional<QString> &input, const std::optional<QString> &output)
{
    for (const auto &[name, text] : {std::pair("inputSchema", input), std::pair("outputSchema", output)}) {
        if (text) {
            json[name] = parseJson(text->toUtf8()).value_or(Json());
        }
    }
}

void readSchemas(JsonFields &fields, std::optional<QString> &input, std::optional<QString> &output)
{
    for (const auto &[name, schema] : {std::pair("inputSchema", &input), std::pair("outputSchema", &output)}) {
        if (fields.has(name)) {
            (void)fields.object(name); // so that anything else is refused
            *schema = fields.jsonText(name);
        } else if (fields.isNull(name)) {
            *schema = QString();
        }
    }
}

std::optional<RustTarget> readTarget(JsonFields &fields)
{
    JsonFields runtime = fields.object("runtime");
    if (fields.has("runtime") && !runtime.has("rust")) {
        fields.refuse(QStringLiteral("“runtime” is not {\"rust\": …}: this platform runs Rust handlers."));
    }
    JsonFields rust = runtime.object("rust");
    (void)rust.text("toolchainVersion"); // Checked and ignored here: App::toolchain is read from the same member.
    if (!rust.has("target")) {
        return {};
    }
    const QString name = rust.text("target");
    const auto target = targetFromApiName(name);
    if (!target) {
        fields.refuse(QStringLiteral("“%1” is not a target. There are RUST_COMPILATION_TARGET_NATIVE and "
                                     "RUST_COMPILATION_TARGET_WASM.")
                          .arg(name));
    }
    return target;
}

} // namespace api_json

namespace {

constexpr std::array tiers{"small", "medium", "large", "xlarge"};

Json environmentJson(const App &app)
{
    Json json = Json::object();
    for (const auto &[name, value] : app.environment) {
        json[toUtf8(name)] = toUtf8(value);
    }
    return json;
}

void readEnvironment(JsonFields &fields, App &app)
{
    if (!fields.has("env")) {
        return;
    }
    app.environment = fields.pairs("env");
    for (const auto &[name, value] : std::as_const(app.environment)) {
        if (name.isEmpty() || name.contains(u'=') || name.contains(QChar(u'\0')) || value.contains(QChar(u'\0'))) {
            fields.refuse(QStringLiteral("“%1” cannot be set: the name of a variable is not empty, has no “=”, and "
                                         "neither it nor its value has a NUL.")
                              .arg(name));
        }
    }
}

void readTier(JsonFields &fields, App &app)
{
    if (!fields.has("resourceTier")) {
        return;
    }
    const QString name = fields.text("resourceTier");
    const auto tier = tierFromApiName(name);
    if (tier) {
        app.tier = *tier;
    } else {
        fields.refuse(QStringLiteral("“%1” is not a tier. There are RESOURCE_TIER_SMALL, RESOURCE_TIER_MEDIUM, "
                                     "RESOURCE_TIER_LARGE and RESOURCE_TIER_XLARGE.")
                          .arg(name));
    }
    std::tie(app.memoryMb, app.cpuMillicores) = limitsOfTier(app.tier);
}

/// The ranges are those of `app create`.
void readSettings(JsonFields &fields, App &app)
{
    readTier(fields, app);
    JsonFields limits = fields.object("limits");
    app.memoryMb = limits.number("memoryMb", app.memoryMb, minMemoryMb, maxMemoryMb);
    app.cpuMillicores = limits.number("cpuMillicores", app.cpuMillicores, minCpuMillicores, maxCpuMillicores);
    app.timeoutSecs = limits.number("timeoutSecs", app.timeoutSecs, minTimeoutSecs, maxTimeoutSecs);
    app.maxReplicas = fields.number("maxReplicas", app.maxReplicas, 1, 1'000);
    app.target = api_json::readTarget(fields).value_or(app.target);
    app.toolchain = fields.object("runtime").object("rust").text("toolchainVersion", app.toolchain);
    app.description = fields.text("description", app.description);
    readEnvironment(fields, app);
    std::optional<QString> input;
    std::optional<QString> output;
    api_json::readSchemas(fields, input, output);
    app.inputSchema = input.value_or(app.inputSchema);
    app.outputSchema = output.value_or(app.outputSchema);
}

} // namespace

Json toJson(const App &app)
{
    return api_json::written([&](auto &io) { api_json::visitApp(io, app); });
}

Result<App> appFrom(const Json &json, const AppId &id)
{
    App app;
    app.id = id;
    return api_json::readValue(json, app, [](auto &io, auto &read) { api_json::visitApp(io, read); });
}

Json toJson(const QList<App> &apps)
{
    Json rows = Json::array();
    for (const App &app : apps) {
        rows.push_back(toJson(app));
    }
    return {{"apps", rows}};
}

Result<QList<App>> appsFrom(const Json &json)
{
    JsonFields fields(json);
    QList<App> apps;
    for (const JsonFields &row : fields.objects("apps")) {
        App app;
        api_json::FieldReader io(row);
        api_json::visitApp(io, app);
        apps.append(app);
        if (apps.last().id.name.isEmpty()) {
            fields.refuse(QStringLiteral("“apps[%1].appId” is not the id of an app.").arg(apps.size() - 1));
        }
    }
    return fields.check().transform([&] { return apps; });
}

Json updateAppJson(const App &app, const std::optional<App> &known)
{
    const auto differs = [&](auto App::*setting) { return !known || known.value().*setting != app.*setting; };
    Json json = Json::object();
    Json limits = Json::object();
    const bool isOtherTier = differs(&App::tier); // which brings limits of its own
    if (isOtherTier) {
        json["resourceTier"] = tierApiName(app.tier);
    }
    if (differs(&App::target) || differs(&App::toolchain)) {
        json["runtime"] = runtimeJson(app.target, app.toolchain);
    }
    for (const auto &[name, setting] :
         {std::pair("memoryMb", &App::memoryMb), std::pair("cpuMillicores", &App::cpuMillicores)}) {
        if (isOtherTier || differs(setting)) {
            limits[name] = app.*setting;
        }
    }
    if (differs(&App::timeoutSecs)) {
        limits["timeoutSecs"] = app.timeoutSecs;
    }
    if (!limits.isEmpty()) {
        json["limits"] = limits;
    }
    if (differs(&App::maxReplicas)) {
        json["maxReplicas"] = app.maxReplicas;
    }
    if (differs(&App::description)) {
        json["description"] = toUtf8(app.description);
    }
    if (differs(&App::environment)) {
        json["env"] = environmentJson(app);
    }
    const auto schema = [&](QString App::*setting) {
        return differs(setting) && (known || !(app.*setting).isEmpty()) ? std::optional(app.*setting) : std::nullopt;
    };
    api_json::addChanges(json, schema(&App::inputSchema), schema(&App::outputSchema));
    return json;
}

Json createAppJson(const App &app)
{
    Json json{{"name", toUtf8(app.id.name)}};
    const Json settings = updateAppJson(app);
    for (const auto &[name, value] : settings.members()) {
        json[name] = value;
    }
    return json;
}

Result<App> newAppFrom(const Json &json, const QString &organization)
{
    JsonFields fields(json);
    App app;
    app.id = {organization, fields.text("name")};
    if (app.id.name.isEmpty()) {
        fields.refuse(QStringLiteral("“name” is missing: the app's name."));
    }
    readSettings(fields, app);
    return fields.check().transform([&] { return app; });
}

Result<App> changedApp(App app, const Json &json)
{
    JsonFields fields(json);
    readSettings(fields, app);
    return fields.check().transform([&] { return app; });
}

std::string tierApiName(const QString &tier)
{
    return toUtf8(QStringLiteral("RESOURCE_TIER_") + tier.toUpper());
}

std::optional<QString> tierFromApiName(const QString &name)
{
    for (const char *tier : tiers) {
        if (toUtf8(name) == tierApiName(QString::fromLatin1(tier))) {
            return QString::fromLatin1(tier);
        }
    }
    return std::nullopt;
}

std::string targetApiName(RustTarget target)
{
    return target == RustTarget::Native ? "RUST_COMPILATION_TARGET_NATIVE" : "RUST_COMPILATION_TARGET_WASM";
}

std::optional<RustTarget> targetFromApiName(const QString &name)
{
    for (const RustTarget target : {RustTarget::Native, RustTarget::Wasm}) {
        if (toUtf8(name) == targetApiName(target)) {
            return target;
        }
    }
    return {};
}

Json runtimeJson(RustTarget target, const QString &toolchain)
{
    return {{"rust", {{"target", targetApiName(target)}, {"toolchainVersion", toUtf8(toolchain)}}}};
}

std::optional<AppId> appIdFrom(const QString &functionId)
{
    const qsizetype slash = functionId.indexOf(u'/');
    if (slash <= 0 || slash + 1 == functionId.size()) {
        return {};
    }
    return AppId{functionId.first(slash), functionId.sliced(slash + 1)};
}

QByteArray bytesOf(const Json &json)
{
    return json.toUtf8();
}

} // namespace studio
