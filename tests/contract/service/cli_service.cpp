// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/service/cli_service.h"

#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/state_json.h"
#include "tests/support/signals.h"

#include <QCoroProcess>
#include <QDir>
#include <QScopeGuard>

#include <csignal>

namespace studio::test {

namespace {

constexpr std::chrono::minutes timeout{5};

QString text(int number)
{
    return QString::number(number);
}

/// The settings as `app create` and `app update` take them.
/// As a person types it: what differs from what there is, which is a new app where nothing is.
QStringList settingsOf(const App &app, const App &known = {})
{
    QStringList words{QStringLiteral("--runtime"), QStringLiteral("rust")};
    const auto say = [&words](const char *flag, const QString &value, const QString &before) {
        if (value != before) {
            words << QString::fromLatin1(flag) << value;
        }
    };
    say("--rust-target", targetName(app.target), targetName(known.target));
    say("--toolchain", app.toolchain, known.toolchain);
    say("--tier", app.tier, known.tier);
    say("--memory", text(app.memoryMb), text(known.memoryMb));
    say("--cpu", text(app.cpuMillicores), text(known.cpuMillicores));
    say("--timeout-secs", text(app.timeoutSecs), text(known.timeoutSecs));
    say("--max-replicas", text(app.maxReplicas), text(known.maxReplicas));
    say("--description", app.description, known.description);
    say("--input-schema", app.inputSchema, known.inputSchema);
    for (const auto &[name, value] : app.environment) {
        words << QStringLiteral("--env") << name + u'=' + value;
    }
    return words;
}

/// The last line of stderr is the error's document. Words, where the command line itself was not understood.
Error toldError(int code, const QByteArray &err)
{
    const QByteArray last = err.trimmed().split('\n').last();
    if (parseJson(last)) {
        return errorFrom(0, last);
    }
    return {code == exitCode(ErrorCode::InvalidArgument) ? ErrorCode::InvalidArgument : ErrorCode::Internal,
            QString::fromUtf8(err),
            {}};
}

/// Gives the complete lines of a stream that comes in pieces.
void tellLines(QByteArray &rest, const std::function<void(const QByteArray &)> &line)
{
    for (qsizetype end = 0; (end = rest.indexOf('\n')) >= 0; rest.remove(0, end + 1)) {
        line(rest.first(end));
    }
}

} // namespace

CliService::CliService(Paths paths) : m_paths(std::move(paths)) {}

CliService::~CliService()
{
    if (m_serve.state() != QProcess::NotRunning) {
        m_serve.terminate();
        if (!m_serve.waitForFinished(10'000)) {
            m_serve.kill();
            m_serve.waitForFinished();
        }
    }
}

QProcessEnvironment CliService::environment() const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_DATA_HOME"), m_paths.data);
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_paths.config);
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), m_paths.cache);
    environment.insert(QStringLiteral("DODIL_CONFIG_DIR"), m_paths.config + QStringLiteral("/cli"));
    return environment;
}

Task<Json> CliService::run(QStringList words, Run told) const
{
    const std::unique_ptr<QProcess, QScopedPointerDeleteLater> process(new QProcess);
    process->setProcessEnvironment(environment());
    process->setWorkingDirectory(m_archives.path());
    QByteArray err;
    QByteArray rest;
    connect(process.get(), &QProcess::readyReadStandardError, process.get(), [&] {
        const QByteArray bytes = process->readAllStandardError();
        err += bytes;
        rest += bytes;
        if (told.line) {
            tellLines(rest, told.line);
        }
    });
    // The process is deleted later than these variables are gone.
    const auto disconnected = qScopeGuard([&] { process->disconnect(process.get()); });
    process->start(QStringLiteral(STUDIO_BIN "/ignite"), words << QStringLiteral("-o") << QStringLiteral("json"));
    process->write(told.input);
    process->closeWriteChannel();
    const std::stop_callback interrupt(told.stop, [&process] { sendSignal(*process, SIGINT); });
    co_await qCoro(*process).waitForFinished(timeout);
    if (process->state() != QProcess::NotRunning || process->exitStatus() != QProcess::NormalExit) {
        co_return fail(
            ErrorCode::Internal,
            QStringLiteral("ignite did not end by itself: %1").arg(words.join(u' ') + u'\n' + QString::fromUtf8(err)));
    }
    const QByteArray out = process->readAllStandardOutput();
    if (!out.trimmed().isEmpty()) {
        co_return parseJson(out);
    }
    if (process->exitCode() == 0) {
        co_return Json::object(); // such as app delete
    }
    const Error error = toldError(process->exitCode(), err);
    constexpr int interrupted = 130; // by the signal that stopped it
    if (process->exitCode() != (error.code == ErrorCode::Cancelled ? interrupted : exitCode(error.code))) {
        co_return fail(ErrorCode::Internal,
                       QStringLiteral("Exit code %1 for: %2").arg(process->exitCode()).arg(error.message));
    }
    co_return std::unexpected(error);
}

Task<App> CliService::createApp(App app)
{
    QStringList words{QStringLiteral("app"), QStringLiteral("create"), app.id.toString()};
    return read<App>(words + settingsOf(app), [](const Json &json) { return appFrom(json); });
}

Task<App> CliService::updateApp(App app, std::optional<App> known)
{
    QStringList words{QStringLiteral("app"), QStringLiteral("update"), app.id.toString()};
    return read<App>(words + settingsOf(app, known.value_or(App{})), [](const Json &json) { return appFrom(json); });
}

Task<App> CliService::getApp(AppId id)
{
    return read<App>({QStringLiteral("app"), QStringLiteral("get"), id.toString()},
                     [](const Json &json) { return appFrom(json); });
}

Task<QList<App>> CliService::listApps(QString organization)
{
    return read<QList<App>>(
        {QStringLiteral("app"), QStringLiteral("list"), QStringLiteral("--org"), std::move(organization)}, appsFrom);
}

Task<bool> CliService::deleteApp(AppId id)
{
    return read<bool>({QStringLiteral("app"), QStringLiteral("delete"), id.toString()},
                      [](const Json &) { return true; });
}

Task<AppState> CliService::getAppState(AppId id)
{
    return read<AppState>({QStringLiteral("app"), QStringLiteral("state"), id.toString()},
                          [id](const Json &json) { return appStateFrom(json, id); });
}

Result<Draft> CliService::draftFromDocument(const Json &json, const AppId &id)
{
    const auto status = json["status"].utf8();
    if (status == "no draft") {
        return fail(ErrorCode::NotFound, QStringLiteral("%1 has no draft.").arg(id.toString()));
    }
    // The members of the wire's draft under other names.
    Json wire = json;
    for (const auto &[theirs, ours] :
         {std::pair("codeHash", "code_hash"), std::pair("deployId", "deploy_id"),
          std::pair("createdAtMs", "created_at_ms"), std::pair("updatedAtMs", "updated_at_ms"),
          std::pair("inputSchema", "input_schema"), std::pair("outputSchema", "output_schema"),
          std::pair("artifactHash", "artifact_hash")}) {
        if (json.contains(ours)) {
            wire[theirs] = json[ours];
        }
    }
    if (json.contains("artifact")) {
        wire["artifact"]["sizeBytes"] = json["artifact"]["size_bytes"];
    }
    wire["compileStatus"] = toUtf8(QStringLiteral("COMPILE_STATUS_") + toQString(status).toUpper());
    return draftFrom(wire, id);
}

Task<Draft> CliService::saveDraft(AppId id, DraftSource source, std::stop_token stop)
{
    QStringList words{QStringLiteral("draft"), QStringLiteral("save"), id.toString(), QStringLiteral("--code"),
                      source.code};
    for (const QString &dependency : std::as_const(source.dependencies)) {
        words << QStringLiteral("--dependency") << dependency;
    }
    if (source.respectGitignore) {
        words << QStringLiteral("--respect-gitignore");
    }
    if (source.target) {
        words << QStringLiteral("--rust-target") << targetName(*source.target);
    }
    if (source.inputSchema) {
        words << QStringLiteral("--input-schema") << *source.inputSchema;
    }
    if (source.outputSchema) {
        words << QStringLiteral("--output-schema") << *source.outputSchema;
    }
    const Run told{.input = {}, .line = {}, .stop = stop};
    const auto json = co_await run(words, told);
    co_return json.and_then([&](const Json &document) { return draftFromDocument(document, id); });
}

Task<Draft> CliService::draftInfo(AppId id)
{
    return read<Draft>({QStringLiteral("draft"), QStringLiteral("info"), id.toString()},
                       [id](const Json &json) { return draftFromDocument(json, id); });
}

Task<Draft> CliService::compileDraft(AppId id, CompileObserver observer, std::stop_token stop)
{
    Run told{.input = {}, .line = {}, .stop = stop};
    if (observer.line) {
        told.line = [line = observer.line](const QByteArray &one) { line(QString::fromUtf8(one)); };
    }
    const QStringList words{QStringLiteral("draft"), QStringLiteral("compile"), id.toString(),
                            QStringLiteral("--follow")};
    const auto json = co_await run(words, told);
    co_return json.and_then([&](const Json &document) { return draftFromDocument(document, id); });
}

Task<Version> CliService::publishDraft(AppId id, QString note)
{
    return read<Version>(
        {QStringLiteral("draft"), QStringLiteral("publish"), id.toString(), QStringLiteral("--note"), std::move(note)},
        [id](const Json &json) { return versionFrom(json, id); });
}

Task<CompileLog> CliService::compileLog(QString deployId, qint64 from)
{
    return read<CompileLog>({QStringLiteral("draft"), QStringLiteral("compile-logs"), QStringLiteral("--deploy-id"),
                             std::move(deployId), QStringLiteral("--from"), QString::number(from)},
                            compileLogFrom);
}

Task<QList<Version>> CliService::listVersions(AppId id, int limit, int before)
{
    QStringList words{QStringLiteral("version"), QStringLiteral("list"), id.toString(), QStringLiteral("--limit"),
                      text(limit)};
    if (before > 0) {
        words << QStringLiteral("--before") << text(before);
    }
    return read<QList<Version>>(words, [id](const Json &json) {
        return versionsFrom(json, id).transform([](const VersionPage &page) { return page.versions; });
    });
}

Task<Version> CliService::getVersion(AppId id, int number)
{
    return read<Version>({QStringLiteral("version"), QStringLiteral("get"), id.toString(), text(number)},
                         [id](const Json &json) { return versionFrom(json, id); });
}

Task<Version> CliService::rollback(AppId id, int number)
{
    return read<Version>({QStringLiteral("version"), QStringLiteral("rollback"), id.toString(), text(number)},
                         [id](const Json &json) { return versionFrom(json, id); });
}

Task<CodeArchive> CliService::versionCode(AppId id, int number)
{
    const QString folder = m_archives.path();
    return read<CodeArchive>(
        {QStringLiteral("version"), QStringLiteral("code"), id.toString(), QStringLiteral("--version"), text(number)},
        [folder](const Json &json) -> Result<CodeArchive> {
            const QString name = toQString(json["file"].utf8());
            return CodeArchive{.path = QDir(folder).filePath(name),
                               .sha256 = QByteArray::fromStdString(json["codeHash"].utf8()),
                               .bytes = QByteArray::fromStdString(json["bytes"].utf8()).toLongLong(),
                               .fileName = name};
        });
}

} // namespace studio::test
