// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/execution_file.h"

#include "core/api/secret_service.h"
#include "core/api_json/execution_json.h"
#include "core/archive/archive.h"
#include "core/base/files.h"
#include "core/base/json_bound.h"
#include "core/base/json_reader.h"
#include "core/base/lifetime.h"
#include "core/base/temporary_folder.h"
#include "core/base/user_file.h"
#include "core/model/app_limits.h"
#include "core/workspace/execution_source.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio {

namespace {

constexpr qint64 maxManifestBytes = 1 << 20;
constexpr qint64 maxRecordBytes = 256LL << 20; ///< two bodies of 64 MiB in base64, and lines
constexpr qint64 maxFileBytes = 1LL << 30;
constexpr qsizetype maxNames = 10'000;
constexpr qsizetype maxValues = 2'000'000; ///< of a document, each of which takes some ten bytes when it is read
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
        .and_then([&](const Packed &) { return saveUserCopy(path, packed); });
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
            applyVersionLimits(context.app, *version);
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

/// One of two names for the file with the code, and its hash; nothing where there is no code.
void readCode(const JsonReader &manifest, ExecutionFile &file)
{
    static const QRegularExpression sha256(QStringLiteral("^[0-9a-f]{64}$"));
    const QString name = manifest["codeFile"].text();
    const QString hash = manifest["codeHash"].text();
    if (name.isEmpty()) {
        return;
    }
    if (name != QLatin1String("code.tar.gz") && name != QLatin1String("code.zip")) {
        manifest.refuse(QObject::tr("The manifest names another file than the code's."));
    } else if (!sha256.match(hash).hasMatch()) {
        manifest["codeHash"].refuseAs(QObject::tr("a SHA-256 in hexadecimal"));
    } else {
        file.code = name;
        file.codeHash = hash.toLatin1();
    }
}

/// A limit that an app can have; 0 where it is not known.
int limitFrom(const JsonReader &limit, int least, int most)
{
    const int value = limit.number(0, 0, most);
    if (value > 0 && value < least) {
        limit.refuseAs(QObject::tr("a number from %1 to %2").arg(least).arg(most));
    }
    return value;
}

Result<QByteArray> partOf(const QString &folder, const char *name, qint64 maxBytes)
{
    const auto bytes = readRegularFile(folder + u'/' + QLatin1StringView(name), maxBytes);
    if (!bytes || !*bytes) {
        return bytes ? fail(ErrorCode::InvalidArgument, QObject::tr("It has no %1.").arg(QLatin1StringView(name)))
                     : std::unexpected(bytes.error());
    }
    return **bytes;
}

Result<Json> boundedJson(const QByteArray &utf8)
{
    if (mostJsonValues(utf8) > maxValues) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("It has more than %1 values.").arg(maxValues));
    }
    return parseJson(utf8);
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
    const auto json = boundedJson(manifest);
    const auto recorded = boundedJson(record);
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
                       .codeHash = {},
                       .absent = namesFrom(reader["environment"]) + namesFrom(reader["secrets"]),
                       .memoryMb = limitFrom(reader["memoryMb"], minMemoryMb, maxMemoryMb),
                       .timeoutSecs = limitFrom(reader["timeoutSecs"], minTimeoutSecs, maxTimeoutSecs),
                       .crates = {},
                       .folder = {}};
    for (const JsonReader &crate : reader["crates"].elements(maxNames)) {
        file.crates.append({crate[std::size_t(0)].text(), crate[std::size_t(1)].text()});
    }
    readCode(reader, file);
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
            const auto manifest = partOf(content, manifestName, maxManifestBytes);
            const auto record = partOf(content, recordName, maxRecordBytes);
            if (!manifest || !record) {
                return std::unexpected(manifest ? record.error() : manifest.error());
            }
            auto file = readExecutionManifest(*manifest, *record);
            if (!file) {
                return file;
            }
            if (!file->code.isEmpty()) {
                file->code.prepend(content + u'/');
                if (hashFile(file->code) != file->codeHash) {
                    return fail(ErrorCode::InvalidArgument,
                                QObject::tr("The code in the file is not the one that it names."));
                }
            }
            file->folder = kept;
            return file;
        });
    return read ? read : noExecutionFile(path, read.error());
}

} // namespace studio
