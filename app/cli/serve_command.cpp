// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "core/compiler/compiler.h"
#include "core/gateway/local_gateway.h"
#include "core/invocation/http_client.h"

#include <QPromise>

#include <cstdio>

namespace studio::cli {

namespace {

constexpr int defaultPort = 4460;
constexpr std::chrono::seconds serveEndTimeout{2}; ///< for what is in flight at the end

QCoro::Task<void> untilStopped(std::stop_token stop)
{
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const std::stop_callback stopped(stop, [promise] { promise->finish(); });
    co_await promise->future();
}

Task<int> serve(Session &session, int port)
{
    if (session.parser->get_option("--api-endpoint")->count() > 0) {
        co_return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("serve offers the embedded platform itself and works with no other gateway: leave "
                           "--api-endpoint away."));
    }
    const Paths paths = userPaths();
    Compiler compiler(paths);
    HttpClient client;
    LocalPlatform platform(paths, &compiler, &client);
    // One that can answer nothing would only look as if it ran: it ends as any other command does.
    if (const auto opened = co_await platform.openStore(); !opened) {
        co_return std::unexpected(opened.error());
    }
    const auto gateway = LocalGateway::start(&platform, paths, static_cast<quint16>(port));
    if (!gateway) {
        co_return std::unexpected(gateway.error());
    }
    const QString address = QStringLiteral("http://localhost:%1").arg((*gateway)->port());
    const QString tokenFile = gatewayTokenFile(paths.config);
    QObject::connect(&platform, &ComputeService::recordsNotWritten, &platform, [&session](const QString &reason) {
        session.say(QStringLiteral("warning: records of calls cannot be written. The newest are kept in memory until "
                                   "they can. %1")
                        .arg(reason));
    });
    session.print({{"address", toUtf8(address)}, {"port", (*gateway)->port()}, {"tokenFile", toUtf8(tokenFile)}},
                  [&](QTextStream &out) {
                      out << "Serving " << address << "\nToken in " << tokenFile
                          << "\nPublished apps at http://APP-ORG." << address.sliced(7) << "/\n";
                  });
    std::fflush(stdout);
    if (!(*gateway)->isFound()) {
        session.say(QStringLiteral("Another one runs on the same store: that one takes what other commands leave to a "
                                   "running service."));
    }
    co_await untilStopped(session.stop.get_token());
    co_await (*gateway)->shutDown(serveEndTimeout);
    if (const auto written = co_await platform.flushRecords(); !written) {
        session.say(QStringLiteral("warning: the last records of calls could not be written and are lost. %1")
                        .arg(written.error().message));
    }
    co_return 0;
}

} // namespace

void addServeCommand(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *serving = parser.add_subcommand("serve", "Offer the embedded platform at the platform's own HTTP routes, on "
                                                   "the loopback address, until Ctrl-C");
    const auto port = std::make_shared<int>(defaultPort);
    serving->add_option("--port", *port, "Port; 0 for a free one")->check(CLI::Range(0, 65'535))->capture_default_str();
    serving->footer("Callers show the token that is kept in " + toUtf8(gatewayTokenFile(userPaths().config)) +
                    " (made at the first start, for you alone), as “Authorization: Bearer TOKEN”. GET "
                    "/v1/ignite/openapi.json describes the routes.");
    serving->callback([=, &session] {
        session.isEndless = true;
        choose([=, &session] { return serve(session, *port); });
    });
}

} // namespace studio::cli
