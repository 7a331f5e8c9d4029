// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include "app/cli/text.h"
#include "core/api_json/api_json.h"
#include "core/compiler/compiler.h"
#include "core/config/yaml_text.h"
#include "core/gateway/token.h"
#include "core/invocation/http_client.h"
#include "core/remote/remote_platform.h"

#include <cstdio>

namespace studio::cli {

namespace {

void writeErrorLine(const QString &line)
{
    QTextStream(stderr) << line << '\n';
}

} // namespace

struct Session::Services
{
    Paths paths = userPaths();
    Compiler compiler{paths};
    HttpClient client;
    Secrets secrets;
    std::unique_ptr<ComputeService> platform;
    std::unique_ptr<ComputeService> running;
};

Session::Session() : m_services(std::make_unique<Services>()) {}
Session::~Session() = default;

ComputeService &Session::platform()
{
    if (!m_services->platform) {
        m_services->platform = makePlatform();
    }
    return *m_services->platform;
}

std::unique_ptr<ComputeService> Session::makePlatform()
{
    Services &made = *m_services;
    if (options.apiEndpoint.isEmpty()) {
        return std::make_unique<LocalPlatform>(made.paths, &made.compiler, &made.client);
    }
    const auto token = [given = options.token, endpoint = options.apiEndpoint, &made]() -> Task<QByteArray> {
        if (!given.isEmpty()) {
            co_return given.toUtf8();
        }
        const auto kept = co_await made.secrets.get(gatewayTokenKey(endpoint));
        co_return kept.value_or(QByteArray()); // without one the gateway says what it wants
    };
    return std::make_unique<RemotePlatform>(QUrl(options.apiEndpoint), token, made.paths, stop.get_token());
}

ComputeService *Session::running()
{
    if (!options.apiEndpoint.isEmpty()) {
        return &platform(); // a gateway goes on by itself
    }
    if (!m_services->running) {
        const Paths &paths = m_services->paths;
        const auto port = runningGateway(paths.data);
        if (!port) {
            return nullptr;
        }
        const auto token = [config = paths.config]() -> Task<QByteArray> { co_return gatewayToken(config); };
        m_services->running = std::make_unique<RemotePlatform>(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(*port)),
                                                               token, paths, stop.get_token());
    }
    return m_services->running.get();
}

Result<AppId> Session::appId(const QString &text) const
{
    const qsizetype colon = text.indexOf(u':');
    const QString organization = colon < 0 ? options.organization : text.first(colon);
    const QString name = text.sliced(colon + 1);
    if (!isValidName(organization) || !isValidName(name)) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("“%1” is not an app. Write org:app, or app alone; letters, digits, - and _, at most 63, "
                           "beginning with a letter or a digit.")
                .arg(text));
    }
    return AppId{organization, name};
}

void Session::print(const Json &json, const std::function<void(QTextStream &)> &table) const
{
    QTextStream out(stdout);
    if (options.output == OutputFormat::Json) {
        out << QString::fromUtf8(json.toUtf8(2)) << '\n';
    } else if (options.output == OutputFormat::Yaml) {
        out << "---\n" << QString::fromUtf8(toYaml(json)); // so that several documents are a stream of them
    } else {
        table(out);
    }
}

void Session::say(const QString &line) const
{
    constexpr qsizetype longest = 4'000; // as in a document, see toJson
    writeErrorLine(terminalText(line.size() <= longest ? line : line.first(longest) + u'…', true));
}

void Session::recordPrintedError(const QString &line)
{
    if (line.startsWith(QLatin1String("error: "))) {
        m_printedError = line.trimmed();
    }
}

void Session::sayError(const Error &error) const
{
    switch (options.output) {
    case OutputFormat::Json:
        writeErrorLine(QString::fromUtf8(bytesOf(toJson(error)))); // one line, so that it is found behind other ones
        return;
    case OutputFormat::Yaml:
        writeErrorLine(QStringLiteral("---\n") + QString::fromUtf8(toYaml(toJson(error))).trimmed());
        return;
    case OutputFormat::Table:
    case OutputFormat::Wide:
        if (const QString line = QStringLiteral("error: %1").arg(error.message); line != m_printedError) {
            say(line);
        }
        if (error.code == ErrorCode::Unauthenticated) {
            say(QStringLiteral("Give a token with --token, IGNITE_TOKEN, or: ignite config set token TOKEN"));
        }
        if (options.debug && !error.detail.isEmpty()) {
            writeErrorLine(terminalText(error.detail, true)); // whole: the reason is often at its end
        }
    }
}

} // namespace studio::cli
