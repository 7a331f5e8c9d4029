// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>

namespace studio::cli {

namespace {

std::string wireTier(const QString &tier)
{
    return toUtf8(QStringLiteral("RESOURCE_TIER_") + tier.toUpper());
}

std::string wireTarget(RustTarget target)
{
    return target == RustTarget::Native ? "RUST_COMPILATION_TARGET_NATIVE" : "RUST_COMPILATION_TARGET_WASM";
}

std::string number(qint64 value)
{
    return std::to_string(value);
}

/// Those that are given, as JSON and not as text.
void addSchemas(Json &json, const char *inputName, const QString &input, const char *outputName, const QString &output)
{
    for (const auto &[name, text] : {std::pair(inputName, input), std::pair(outputName, output)}) {
        if (const auto schema = parseJson(text.toUtf8()); !text.isEmpty() && schema) {
            json[name] = *schema;
        }
    }
}

} // namespace

Result<QString> schemaFrom(const QString &textOrFile)
{
    QByteArray text = textOrFile.toUtf8();
    if (!text.trimmed().startsWith('{')) {
        QFile file(textOrFile);
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("Cannot read the schema %1: %2. Give a JSON object, or a file that holds one.")
                            .arg(textOrFile, file.errorString()));
        }
        text = file.readAll();
    }
    const auto schema = parseJson(text);
    if (!schema) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The schema is no JSON. %1").arg(schema.error().message));
    }
    if (!schema->is_object()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The schema is no JSON object, as a JSON Schema must be."));
    }
    return toQString(schema->dump());
}

void writeTable(QTextStream &out, const QList<QStringList> &rows)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += i + 1 < row.size() ? row[i].leftJustified(widths[i] + 2) : row[i];
        }
        out << line.trimmed() << '\n';
    }
}

QString timeText(qint64 ms)
{
    return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                  : QStringLiteral("–");
}

QString durationText(qint64 us)
{
    if (us < 100) {
        return QStringLiteral("%1 µs").arg(us);
    }
    return us < 1'000'000 ? QStringLiteral("%1 ms").arg(static_cast<double>(us) / 1000.0, 0, 'f', us < 100'000 ? 1 : 0)
                          : QStringLiteral("%1 s").arg(static_cast<double>(us) / 1'000'000.0, 0, 'f', 2);
}

QString sizeText(qint64 bytes)
{
    if (bytes < 1024) {
        return QStringLiteral("%1 B").arg(bytes);
    }
    const double kib = static_cast<double>(bytes) / 1024.0;
    return kib < 1024 ? QStringLiteral("%1 KiB").arg(kib, 0, 'f', 0)
                      : QStringLiteral("%1 MiB").arg(kib / 1024.0, 0, 'f', 1);
}

QString withoutColours(QString text)
{
    static const QRegularExpression escapes(QStringLiteral("\x1b\\[[0-9;]*m"));
    return text.remove(escapes);
}

Json toJson(const App &app)
{
    Json json{
        {"appId", toUtf8(app.id.functionId())},
        {"name", toUtf8(app.id.name)},
        {"description", toUtf8(app.description)},
        {"runtime", {{"rust", {{"target", wireTarget(app.target)}, {"toolchainVersion", toUtf8(app.toolchain)}}}}},
        {"deploymentState", app.activeVersion > 0 ? "DEPLOYMENT_STATE_ACTIVE" : "DEPLOYMENT_STATE_CREATED"},
        {"activeVersion", app.activeVersion},
        {"appliedTier", wireTier(app.tier)},
        {"appliedLimits",
         {{"memoryMb", app.memoryMb}, {"cpuMillicores", app.cpuMillicores}, {"timeoutSecs", app.timeoutSecs}}},
        {"maxReplicas", app.maxReplicas},
        {"createdAtMs", number(app.createdAtMs)},
        {"updatedAtMs", number(app.updatedAtMs)}};
    addSchemas(json, "inputSchema", app.inputSchema, "outputSchema", app.outputSchema);
    return json;
}

Json toJson(const ArtifactDetails &details)
{
    Json crates = Json::array();
    for (const auto &[name, version] : details.crates) {
        crates.push_back({{"name", toUtf8(name)}, {"version", toUtf8(version)}});
    }
    const auto strings = [](const QStringList &list) {
        Json array = Json::array();
        std::ranges::transform(list, std::back_inserter(array), toUtf8);
        return array;
    };
    return {{"sizeBytes", number(details.size)},
            {"crates", crates},
            {"imports", strings(details.imports)},
            {"exports", strings(details.exports)}};
}

Json toJson(const Version &version)
{
    return {{"version", version.number},
            {"codeHash", version.codeHash.toStdString()},
            {"artifactHash", version.artifactHash.toStdString()},
            {"createdAtMs", number(version.createdAtMs)},
            {"status", version.active ? "VERSION_STATUS_ACTIVE" : "VERSION_STATUS_SUPERSEDED"},
            {"resourceTier", wireTier(version.tier)},
            {"runtime",
             {{"rust", {{"target", wireTarget(version.target)}, {"toolchainVersion", toUtf8(version.rustVersion)}}}}},
            {"artifact", toJson(version.artifact)},
            {"note", toUtf8(version.note)}};
}

Json toJson(const Draft &draft)
{
    Json json{{"status", toUtf8(draft.status)}, {"code_hash", draft.codeHash.toStdString()}};
    if (!draft.deployId.isEmpty()) {
        json["deploy_id"] = toUtf8(draft.deployId);
    }
    if (!draft.error.isEmpty()) {
        json["error"] = toUtf8(draft.error);
    }
    json["created_at_ms"] = number(draft.createdAtMs);
    json["updated_at_ms"] = number(draft.updatedAtMs);
    addSchemas(json, "input_schema", draft.inputSchema, "output_schema", draft.outputSchema);
    for (const QString &note : draft.notes) {
        json["notes"].push_back(toUtf8(note));
    }
    return json;
}

} // namespace studio::cli
