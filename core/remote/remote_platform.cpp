// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/remote_platform.h"

#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/invoke_json.h"
#include "core/api_json/json_fields.h"
#include "core/api_json/state_json.h"
#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/lifetime.h"
#include "core/remote/remote_routes.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QObject>

namespace studio {

using namespace remote;

namespace {

QUrlQuery executionQuery(const ExecutionQuery &wanted)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(wanted.limit));
    QStringList statuses;
    for (const ExecutionStatus status : wanted.statuses) {
        statuses << toQString(executionStatusApiName(status));
    }
    for (const auto &[name, value] :
         {std::pair("cursor", wanted.cursor), std::pair("text", wanted.text), std::pair("idPrefix", wanted.idPrefix),
          std::pair("status", statuses.join(u','))}) {
        if (!value.isEmpty()) {
            query.addQueryItem(QString::fromLatin1(name), pathPart(value));
        }
    }
    const auto add = [&query](const char *name, qint64 value, qint64 without) {
        if (value != without) {
            query.addQueryItem(QString::fromLatin1(name), QString::number(value));
        }
    };
    add("sinceMs", wanted.sinceMs, 0);
    add("untilMs", wanted.untilMs, 0);
    add("minUs", wanted.minUs, 0);
    add("maxUs", wanted.maxUs, 0);
    add("minAnswer", wanted.answers.first, ExecutionQuery().answers.first);
    add("maxAnswer", wanted.answers.second, ExecutionQuery().answers.second);
    if (wanted.version) {
        query.addQueryItem(QStringLiteral("version"), QString::number(*wanted.version));
    }
    return query;
}

Result<CodeArchive> keepArchive(const Json &json, const AppId &id, const QString &folder)
{
    const JsonReader code = JsonReader(json)["code"];
    const QByteArray bytes = code.required()["sourceCode"].required().base64();
    const QByteArray told = code["codeHash"].bytes();
    CodeArchive archive{.path = {},
                        .sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(),
                        .bytes = bytes.size(),
                        .fileName = QFileInfo(code["fileName"].text()).fileName()};
    if (bytes.isEmpty() || (!told.isEmpty() && told != archive.sha256)) {
        code.refuse(QObject::tr("“code.sourceCode” is not the archive of %1 with the hash %2.")
                        .arg(id.toString(), escapeControlCharacters(QString::fromUtf8(told))));
    }
    if (const auto checked = code.check(); !checked) {
        return std::unexpected(checked.error());
    }
    if (archive.fileName.isEmpty()) {
        archive.fileName = id.name + (bytes.startsWith("PK") ? QStringLiteral(".zip") : QStringLiteral(".tar.gz"));
    }
    archive.path = folder + u'/' + QString::fromLatin1(archive.sha256);
    return writePrivateFile(archive.path, bytes, Durability::Cache).transform([&] { return archive; });
}

} // namespace

RemotePlatform::RemotePlatform(QUrl endpoint, TokenSource token, Paths paths, std::stop_token stop)
    : m_link(std::make_shared<GatewayClient>(std::move(endpoint), std::move(token), std::move(stop)))
    , m_paths(std::move(paths))
{
}

RemotePlatform::~RemotePlatform()
{
    stop();
}

void RemotePlatform::stop()
{
    m_link->stop();
}

Task<App> RemotePlatform::createApp(App app)
{
    auto created = co_await whileAlive(
        this, sent<App>(m_link, post(organizationPath(app.id.organization), createAppJson(app), Retry::Never),
                        [id = app.id](const Json &json) { return readApp(json, id); }));
    if (!created && GatewayClient::isUnknown(created.error())) {
        // Made or not: the platform knows, if it can be reached again.
        const auto known = co_await whileAlive(this, getApp(app.id));
        if (known || known.error().code == ErrorCode::NotFound) {
            co_return fail(ErrorCode::Unavailable,
                           QObject::tr("The connection broke. %1 %2 now; look at it with: ignite app get %1")
                               .arg(app.id.toString(), known ? QObject::tr("exists") : QObject::tr("does not exist")),
                           created.error().detail);
        }
    }
    if (created) {
        Q_EMIT appChanged(app.id);
    }
    co_return created;
}

Task<App> RemotePlatform::updateApp(App app, std::optional<App> known)
{
    GatewayRequest request =
        post(appPath(app.id, QStringLiteral("/config")), updateAppJson(app, known), Retry::Idempotent);
    request.verb = "PATCH"; // values and no differences, so twice is once
    auto updated = co_await whileAlive(
        this, sent<App>(m_link, std::move(request), [id = app.id](const Json &json) { return readApp(json, id); }));
    if (updated) {
        Q_EMIT appChanged(app.id);
    }
    co_return updated;
}

Task<App> RemotePlatform::getApp(AppId id)
{
    return sent<App>(m_link, get(appPath(id)), [id](const Json &json) { return readApp(json, id); });
}

Task<QList<App>> RemotePlatform::listApps(QString organization)
{
    const auto link = m_link;
    constexpr qsizetype maxApps = 100'000;
    QList<App> all;
    for (QString cursor;;) { // a gateway may give them in pages
        QUrlQuery query;
        if (!cursor.isEmpty()) {
            query.addQueryItem(QStringLiteral("cursor"), cursor);
        }
        QString next;
        const auto page =
            co_await sent<QList<App>>(link, get(organizationPath(organization), query), [&next](const Json &json) {
                next = JsonFields(json).text("nextCursor");
                return appsFrom(json);
            });
        if (!page) {
            co_return std::unexpected(page.error());
        }
        all << *page;
        if (all.size() > maxApps) {
            co_return std::unexpected(
                link->damaged(QObject::tr("it has more than %1 apps").arg(maxApps), Retry::Idempotent));
        }
        if (next.isEmpty() || page->isEmpty() || next == cursor) {
            break;
        }
        cursor = next;
    }
    co_return QList<App>(all);
}

Task<bool> RemotePlatform::deleteApp(AppId id)
{
    GatewayRequest request = get(appPath(id));
    request.verb = "DELETE";
    request.retry = Retry::Never;
    const auto link = m_link;
    auto answer = co_await whileAlive(this, link->send(request));
    if (!answer && GatewayClient::isUnknown(answer.error())) {
        answer = co_await whileAlive(this, link->send(request));
        if (!answer && answer.error().code == ErrorCode::NotFound) {
            answer = Json::object(); // the first one has done it
        }
    }
    if (answer) {
        Q_EMIT appChanged(id);
    }
    co_return answer.transform([](const Json &) { return true; });
}

Task<AppState> RemotePlatform::getAppState(AppId id)
{
    return sent<AppState>(m_link, get(appPath(id, QStringLiteral("/state"))),
                          [id](const Json &json) { return appStateFrom(json, id); });
}

Task<Draft> RemotePlatform::draftInfo(AppId id)
{
    return draftInfo(std::move(id), std::stop_token());
}

Task<Draft> RemotePlatform::draftInfo(AppId id, std::stop_token stop)
{
    return sent<Draft>(
        m_link, get(appPath(id, QStringLiteral("/draft"))),
        [id](const Json &json) -> Result<Draft> {
            if (json["status"] == "no draft" || json["draft"]["status"] == "no draft") { // untranslated: of the API
                return fail(ErrorCode::NotFound, QObject::tr("%1 has no draft.").arg(id.toString()));
            }
            return readDraft(json, id);
        },
        std::move(stop));
}

Task<CompileLog> RemotePlatform::compileLog(QString deployId, qint64 from)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("from"), QString::number(from));
    return sent<CompileLog>(m_link, get(QStringLiteral("/v1/ignite/compile/%1/logs").arg(pathPart(deployId)), query),
                            &compileLogFrom);
}

Task<QList<Version>> RemotePlatform::listVersions(AppId id, int limit, int before)
{
    constexpr int maxOfPage = 1'000;
    const auto link = m_link;
    QList<Version> all;
    while (all.size() < limit) {
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("limit"),
                           QString::number(std::min<qsizetype>(limit - all.size(), maxOfPage)));
        if (before > 0) {
            query.addQueryItem(QStringLiteral("cursor"), QString::number(before));
        }
        const auto page = co_await sent<VersionPage>(link, get(appPath(id, QStringLiteral("/versions")), query),
                                                     [id](const Json &json) { return versionsFrom(json, id); });
        if (!page) {
            co_return std::unexpected(page.error());
        }
        all << page->versions;
        before = page->before;
        if (before == 0 || page->versions.isEmpty()) {
            break;
        }
    }
    co_return all;
}

Task<Version> RemotePlatform::getVersion(AppId id, int number)
{
    return sent<Version>(m_link, get(appPath(id, QStringLiteral("/versions/%1").arg(number))),
                         [id](const Json &json) { return readVersion(json, id); });
}

Task<Version> RemotePlatform::rollback(AppId id, int number)
{
    auto version = co_await whileAlive(this, sent<Version>(m_link,
                                                           post(appPath(id, QStringLiteral("/rollback")),
                                                                Json{{"version", number}}, Retry::Idempotent),
                                                           [id](const Json &json) { return readVersion(json, id); }));
    if (version) {
        Q_EMIT appChanged(id);
    }
    co_return version;
}

Task<CodeArchive> RemotePlatform::versionCode(AppId id, int number)
{
    const QString folder = m_paths.cache + QStringLiteral("/remote");
    const auto link = m_link;
    GatewayRequest request = get(appPath(id, QStringLiteral("/code/versions/%1").arg(number)));
    request.longest = std::chrono::minutes(10);
    request.maxBytes = 96 << 20; // 64 MiB in base 64, with the rest around it
    const auto answer = co_await link->send(std::move(request));
    if (!answer) {
        co_return std::unexpected(answer.error());
    }
    auto kept = co_await onWorker([json = *answer, id, folder] { return keepArchive(json, id, folder); });
    co_return checkedRead<CodeArchive>(std::move(kept), *link, Retry::Idempotent);
}

Task<Execution> RemotePlatform::getExecution(QString executionId)
{
    GatewayRequest request = get(QStringLiteral("/v1/ignite/executions/") + pathPart(executionId));
    request.longest = std::chrono::minutes(10);
    request.maxBytes = 256 << 20; // both bodies, which may be of 64 MiB, in base64
    return sent<Execution>(m_link, std::move(request), [](const Json &json) {
        return readMember(json, "execution", "executionId", &executionFrom);
    });
}

Task<ExecutionPage> RemotePlatform::listExecutions(AppId id, ExecutionQuery query)
{
    return sent<ExecutionPage>(m_link, get(appPath(id, QStringLiteral("/executions")), executionQuery(query)),
                               &executionPageFrom);
}

Task<ExecutionPage> RemotePlatform::listExecutions(QString organization, ExecutionQuery query)
{
    QUrlQuery all = executionQuery(query);
    all.addQueryItem(QStringLiteral("org"), pathPart(organization));
    return sent<ExecutionPage>(m_link, get(QStringLiteral("/v1/ignite/executions"), all), &executionPageFrom);
}

Task<QList<ExecutionLine>> RemotePlatform::executionLogs(QString executionId)
{
    return sent<QList<ExecutionLine>>(
        m_link, get(QStringLiteral("/v1/ignite/executions/%1/logs").arg(pathPart(executionId))), &executionLinesFrom);
}

Task<qint64> RemotePlatform::deleteExecutions(AppId id, QStringList executionIds)
{
    QUrlQuery query;
    if (executionIds.isEmpty()) {
        query.addQueryItem(QStringLiteral("all"), QStringLiteral("true"));
    } else {
        query.addQueryItem(QStringLiteral("ids"), pathPart(executionIds.join(u',')));
    }
    GatewayRequest request = get(appPath(id, QStringLiteral("/executions")), query);
    request.verb = "DELETE";
    auto deleted =
        co_await whileAlive(this, sent<qint64>(m_link, std::move(request), [](const Json &json) -> Result<qint64> {
                                const JsonReader answer(json);
                                const qint64 count = answer["deleted"].required().integer();
                                return answer.check().transform([&] { return count; });
                            }));
    if (deleted) {
        Q_EMIT executionChanged(id, {});
    }
    co_return deleted;
}

Task<ExecutionStats> RemotePlatform::executionStats(AppId id)
{
    return sent<ExecutionStats>(m_link, get(appPath(id, QStringLiteral("/stats/executions"))), &executionStatsFrom);
}

Task<AppLogPage> RemotePlatform::appLogs(AppId id, LogQuery wanted)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(std::min(wanted.limit, 1'000)));
    if (!wanted.cursor.isEmpty()) {
        query.addQueryItem(QStringLiteral("cursor"), pathPart(wanted.cursor));
    }
    if (wanted.sinceMs > 0) {
        query.addQueryItem(QStringLiteral("sinceMs"), QString::number(wanted.sinceMs));
    }
    return sent<AppLogPage>(m_link, get(appPath(id, QStringLiteral("/logs")), query), &appLogPageFrom);
}

} // namespace studio
