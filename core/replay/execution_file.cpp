// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/execution_file.h"

#include "core/api/secret_service.h"
#include "core/api_json/execution_json.h"
#include "core/archive/archive.h"
#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/lifetime.h"
#include "core/base/temporary_folder.h"
#include "core/base/user_file.h"
#include "core/workspace/execution_source.h"

#include <QDir>
#include <QFileInfo>

namespace studio {

namespace {

constexpr qint64 maxManifestBytes = 1 << 20;
constexpr qint64 maxRecordBytes = 256LL << 20; ///< two bodies of 64 MiB in base64, and lines
constexpr qint64 maxFileBytes = 1LL << 30;
constexpr qsizetype maxNames = 10'000;
constexpr auto manifestName = "manifest.json";
constexpr auto recordName = "record.json";
constexpr auto formatName = "ignite-execution";

QString inFolder(const QTemporaryDir &folder, const char *name)
{
    return folder.filePath(QLatin1StringView(name));
}

/// As the archive's own bytes say it is.
QString codeFileName(const QString &archive)
{
    QFile file;
    return openRegularFile(file, archive) && file.read(2) == "PK" ? QStringLiteral("code.zip")
                                                                  : QStringLiteral("code.tar.gz");
}

Json namesJson(const QStringList &names)
{
    Json json = Json::array();
    for (const QString &name : names) {
        json.push_back(Json(toUtf8(name)));
    }
    return json;
}

/// What is told of an execution beside its record.
struct ExecutionContext
{
    App app;
    QStringList secrets;
    QList<std::pair<QString, QString>> crates;
    CodeArchive code; ///< its path is empty where the sources were not kept
};

Json manifestOf(const Execution &execution, const ExecutionContext &context)
{
    QStringList environment;
    for (const auto &[name, value] : context.app.environment) {
        environment << name;
    }
    Json crates = Json::array();
    for (const auto &[name, version] : context.crates) {
        crates.push_back(Json::array({toUtf8(name), toUtf8(version)}));
    }
    Json manifest{{"format", formatName},
                  {"version", executionFileVersion},
                  {"execution", toUtf8(execution.id)},
                  {"target", toUtf8(targetName(execution.target))},
                  {"toolchain", toUtf8(execution.toolchain)},
                  {"memoryMb", context.app.memoryMb},
                  {"timeoutSecs", context.app.timeoutSecs},
                  {"environment", namesJson(environment)},
                  {"secrets", namesJson(context.secrets)},
                  {"crates", std::move(crates)}};
    if (!context.code.path.isEmpty()) {
        manifest["codeFile"] = toUtf8(codeFileName(context.code.path));
        manifest["codeHash"] = context.code.sha256.toStdString();
    }
    return manifest;
}

Result<void> writeExecutionFile(const Execution &execution, const ExecutionContext &context, const QString &path,
                                const QString &scratch)
{
    const auto folder = makeTemporaryFolder(scratch + QStringLiteral("/export-XXXXXX"));
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const QString content = inFolder(**folder, "content");
    const QString packed = inFolder(**folder, "packed");
    if (!QDir().mkpath(content)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not make the folder %1.").arg(content));
    }
    const QString code = content + u'/' + codeFileName(context.code.path);
    if (!context.code.path.isEmpty() && !QFile::copy(context.code.path, code)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not copy the sources to %1.").arg(code));
    }
    const auto write = [&](const char *name, const Json &json) {
        return writePrivateFile(content + u'/' + QLatin1StringView(name), json.toUtf8(2) + '\n', Durability::Cache);
    };
    return write(manifestName, manifestOf(execution, context))
        .and_then([&] { return write(recordName, toJson(execution)); })
        .and_then([&] { return packFolder(content, packed, ArchiveFormat::TarGz); })
        .and_then([&](const Packed &) { return readRegularFile(packed, maxFileBytes); })
        .and_then(
            [&](const std::optional<QByteArray> &bytes) { return saveUserFile(path, bytes.value_or(QByteArray())); });
}

/// What can be told of the app and the version; an app that is gone has no more.
Task<ExecutionContext> contextOf(ComputeService *service, Execution execution)
{
    ExecutionContext context;
    if (const auto app = co_await whileAlive(service, service->getApp(execution.app))) {
        context.app = *app;
    }
    if (SecretService *const secrets = service->secretService()) {
        context.secrets = (co_await whileAlive(service, secrets->listSecrets(execution.app))).value_or(QStringList());
    }
    for (const QString &name : std::as_const(context.secrets)) {
        context.app.environment.removeIf([&](const auto &variable) { return variable.first == name; });
    }
    if (execution.version > 0) {
        if (const auto version = co_await whileAlive(service, service->getVersion(execution.app, execution.version))) {
            context.crates = version->artifact.crates;
            context.app.memoryMb = version->memoryMb;
            context.app.timeoutSecs = version->timeoutSecs;
        }
    }
    co_return context;
}

QStringList namesFrom(const JsonReader &names)
{
    QStringList all = names.texts();
    if (all.size() > maxNames) {
        names.refuse(QObject::tr("The manifest names more than %1 variables.").arg(maxNames));
    }
    return all.mid(0, maxNames);
}

/// The file with the code, where there is one: one of two names, and what the manifest says it is.
Result<QString> checkedCode(const JsonReader &manifest, const QString &folder)
{
    const QString name = manifest["codeFile"].text();
    if (name.isEmpty()) {
        return QString();
    }
    if (name != QLatin1String("code.tar.gz") && name != QLatin1String("code.zip")) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("The manifest names another file than the code's."));
    }
    const QString path = folder + u'/' + name;
    const auto hash = hashFile(path);
    if (!hash || *hash != manifest["codeHash"].bytes()) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("The code in the file is not the one that it names."));
    }
    return path;
}

Result<Json> jsonIn(const QString &path, qint64 maxBytes)
{
    const auto bytes = readRegularFile(path, maxBytes);
    if (!bytes || !*bytes) {
        return bytes ? fail(ErrorCode::InvalidArgument, QObject::tr("It has no %1.").arg(QFileInfo(path).fileName()))
                     : std::unexpected(bytes.error());
    }
    return parseJson(**bytes);
}

/// What was read, with words about the file before the reason why not.
std::unexpected<Error> noExecutionFile(const QString &path, const Error &error)
{
    const bool isOwn = error.code == ErrorCode::InvalidArgument;
    return fail(error.code,
                isOwn ? QObject::tr("%1 is not an exported execution, or it is damaged: %2").arg(path, error.message)
                      : error.message);
}

} // namespace

bool isExecutionFile(const QString &path)
{
    return path.endsWith(QLatin1StringView(executionFileSuffix), Qt::CaseInsensitive);
}

Task<QString> exportExecution(ComputeService *service, QString executionId, QString path, QString scratch)
{
    const auto execution = co_await whileAlive(service, service->getExecution(executionId));
    if (!execution) {
        co_return std::unexpected(execution.error());
    }
    auto context = co_await whileAlive(service, contextOf(service, *execution));
    if (!context) {
        co_return std::unexpected(context.error());
    }
    QString note;
    if (const auto code = co_await whileAlive(service, executionCode(service, *execution))) {
        context->code = *code;
    } else {
        note = QObject::tr("The file has no sources, so it cannot be replayed: %1").arg(code.error().message);
    }
    const auto written =
        co_await whileAlive(service, onWorker([one = *execution, context = *context, path, scratch]() -> Result<bool> {
                                return writeExecutionFile(one, context, path, scratch).transform([] { return true; });
                            }));
    if (!written) {
        co_return std::unexpected(written.error());
    }
    co_return note;
}

Result<ExecutionFile> readExecutionManifest(const QByteArray &manifest, const QByteArray &record)
{
    const auto json = parseJson(manifest);
    const auto recorded = parseJson(record);
    if (!json || !recorded) {
        return std::unexpected(json ? recorded.error() : json.error());
    }
    const JsonReader reader(*json);
    if (reader["format"].text() != QLatin1StringView(formatName)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("Its manifest is not one of an execution."));
    }
    if (const int version = reader["version"].required().number(0, 1); version > executionFileVersion) {
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("It was exported by a newer Ignite Studio (its format is %1, this one knows up to "
                                "%2).")
                        .arg(version)
                        .arg(executionFileVersion));
    }
    auto execution = executionFrom(*recorded);
    if (!execution) {
        return std::unexpected(execution.error());
    }
    ExecutionFile file{.execution = std::move(*execution),
                       .code = {},
                       .absent = namesFrom(reader["environment"]) + namesFrom(reader["secrets"]),
                       .memoryMb = reader["memoryMb"].number(0, 0, 1 << 20),
                       .timeoutSecs = reader["timeoutSecs"].number(0, 0, 24 * 3'600),
                       .crates = {},
                       .folder = {}};
    for (const JsonReader &crate : reader["crates"].elements(maxNames)) {
        file.crates.append({crate[std::size_t(0)].text(), crate[std::size_t(1)].text()});
    }
    if (reader["execution"].text() != file.execution.id) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("Its record is of another execution than its manifest."));
    }
    return reader.check().transform([&] { return file; });
}

Result<ExecutionFile> readExecutionFile(const QString &path, const QString &scratch, std::stop_token stop)
{
    if (!QFileInfo(path).isFile()) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no file %1.").arg(path));
    }
    auto folder = makeTemporaryFolder(scratch + QStringLiteral("/execution-XXXXXX"));
    if (!folder) {
        return std::unexpected(folder.error());
    }
    const std::shared_ptr<QTemporaryDir> kept = std::move(*folder);
    const QString content = inFolder(*kept, "content");
    const UnpackLimits limits{.entries = 8, .bytes = maxFileBytes + maxRecordBytes};
    const auto read =
        unpackArchive(path, content, limits, stop).and_then([&](const Unpacked &) -> Result<ExecutionFile> {
            const auto manifest = jsonIn(content + u'/' + QLatin1StringView(manifestName), maxManifestBytes);
            const auto record = jsonIn(content + u'/' + QLatin1StringView(recordName), maxRecordBytes);
            if (!manifest || !record) {
                return std::unexpected(manifest ? record.error() : manifest.error());
            }
            auto file = readExecutionManifest(manifest->toUtf8(), record->toUtf8());
            const auto code = checkedCode(JsonReader(*manifest), content);
            if (!file || !code) {
                return std::unexpected(file ? code.error() : file.error());
            }
            file->code = *code;
            file->folder = kept;
            return file;
        });
    return read ? read : noExecutionFile(path, read.error());
}

} // namespace studio
