// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/invoke_json.h"
#include "core/gateway/gateway.h"
#include "core/invocation/http_client.h"
#include "core/local/execution_recorder.h"
#include "core/local/local_platform.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/core/gateway/raw_http.h"

#include <QCoroTask>
#include <QTest>

namespace studio::test {

/// A gateway on a real platform with one published app, org:passing where nothing else is said.
class GatewayFixture
{
public:
    /// Of a call: none of the tests' own is over in less under any load, so only shortTimeout is ever reached.
    static constexpr std::chrono::seconds usualTimeout{120};
    static constexpr std::chrono::seconds shortTimeout{2}; ///< for tests of what happens then
    static constexpr int recordTimeout = 30'000;           ///< in ms, until a record is written, under any load
    static constexpr const char *token = "the-token";

    /// Compiles the app, which the other tests' cache makes quick. An error in words, or nothing.
    QString publish(const char *folder = "/tests/data/handlers/passing")
    {
        App app;
        app.id = id;
        app.target = rustTarget;
        app.timeoutSecs = usualTimeout.count();
        app.maxReplicas = 4;
        const auto run = [&]() -> Task<Version> {
            if (const auto created = co_await platform->createApp(app); !created) {
                co_return std::unexpected(created.error());
            }
            if (const auto saved = co_await platform->saveDraft(id, sourcePath(folder)); !saved) {
                co_return std::unexpected(saved.error());
            }
            if (const auto compiled = co_await platform->compileDraft(id, {}); !compiled) {
                co_return std::unexpected(compiled.error());
            }
            co_return co_await platform->publishDraft(id);
        };
        const auto version = QCoro::waitFor(run());
        return version ? QString() : version.error().message;
    }

    /// How long the handler may take, as a new version: a published one keeps the limits that it was published with.
    [[nodiscard]] bool setTimeout(std::chrono::seconds time)
    {
        auto app = QCoro::waitFor(platform->getApp(id));
        if (app) {
            app->timeoutSecs = static_cast<int>(time.count());
            app = QCoro::waitFor(platform->updateApp(*app));
        }
        return app && QCoro::waitFor(platform->publishDraft(id));
    }

    /// Short, so that the tests end; nothing passes or fails by how long something took.
    static gateway::Limits shortLimits()
    {
        gateway::Limits limits;
        limits.headTime = std::chrono::milliseconds(500);
        limits.bodyTime = std::chrono::milliseconds(500);
        limits.idleTime = std::chrono::milliseconds(1'000);
        limits.writeTime = std::chrono::milliseconds(500);
        limits.connections = 80;
        return limits;
    }

    QString serve(gateway::Limits limits = {})
    {
        gateway.reset();
        platform->recorder()->setTokenFilter(TokenFilter(token)); // as LocalGateway does
        auto started = Gateway::start(
            platform.get(), platform->proxyCalls(),
            {.port = 0, .token = token, .temporaryFolder = data.path() + QStringLiteral("/tmp"), .limits = limits});
        if (!started) {
            return started.error().message;
        }
        gateway = std::move(*started);
        return {};
    }

    // The same for the slots that begin a test, which fails where there is an error.
    void publishOrFail()
    {
        const QString error = publish();
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }
    void serveOrFail(gateway::Limits limits = {})
    {
        const QString error = serve(limits);
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }

    [[nodiscard]] quint16 port() const { return gateway->port(); }
    [[nodiscard]] QByteArray host() const { return "localhost:" + QByteArray::number(port()); }
    [[nodiscard]] QByteArray direct() const
    {
        return (id.name + u'-' + id.organization).toUtf8() + ".localhost:" + QByteArray::number(port());
    }

    /// A request of the API as a program sends it.
    [[nodiscard]] QByteArray request(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
                                     const QByteArray &more = {}) const
    {
        QByteArray text = method + ' ' + target + " HTTP/1.1\r\nhost: " + host() + "\r\nauthorization: Bearer " +
                          token + "\r\n" + more;
        if (!body.isEmpty()) {
            text += "content-type: application/json\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n";
        }
        return text + "\r\n" + body;
    }
    [[nodiscard]] QByteArray directRequest(const QByteArray &method, const QByteArray &target,
                                           const QByteArray &more = {}, const QByteArray &body = {}) const
    {
        QByteArray text = method + ' ' + target + " HTTP/1.1\r\nhost: " + direct() + "\r\n" + more;
        if (!body.isEmpty()) {
            text += "content-length: " + QByteArray::number(body.size()) + "\r\n";
        }
        return text + "\r\n" + body;
    }
    [[nodiscard]] QByteArray healthRequest(const QByteArray &more = {}) const
    {
        return "GET /v1/ignite/health HTTP/1.1\r\nhost: " + host() + "\r\n" + more + "\r\n";
    }
    /// On a connection of its own.
    [[nodiscard]] RawAnswer send(const QByteArray &text, bool isHead = false) const
    {
        return onThread([&, at = port()] {
            RawHttp http(at);
            http.send(text);
            return http.answer(isHead);
        });
    }
    [[nodiscard]] RawAnswer api(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}) const
    {
        return send(request(method, target, body), method == "HEAD");
    }

    /// The newest record, without what only getExecution() reads.
    [[nodiscard]] Execution newestExecution() const
    {
        const auto page = QCoro::waitFor(platform->listExecutions(id, {.limit = 1}));
        return page.value_or(ExecutionPage{}).executions.value(0);
    }

    AppId id{QStringLiteral("org"), QStringLiteral("passing")};
    RustTarget rustTarget = RustTarget::Native; ///< of publish()
    QTemporaryDir data;
    Paths paths = [this] {
        Paths all = testPaths();
        all.data = data.path();
        return all;
    }();
    Compiler compiler{paths};
    HttpClient client;
    std::unique_ptr<LocalPlatform> platform = std::make_unique<LocalPlatform>(paths, &compiler, &client);
    std::unique_ptr<Gateway> gateway;
};

inline Json jsonOf(const RawAnswer &answer)
{
    return parseJson(answer.body).value_or(Json());
}

/// The frames of an answer in lines.
inline QList<InvokeFrame> framesOf(const QByteArray &body)
{
    QList<InvokeFrame> frames;
    for (const QByteArray &line : body.split('\n')) {
        if (!line.isEmpty()) {
            frames.append(invokeFrameFrom(parseJson(line).value_or(Json::object())).value_or(InvokeFrame{}));
        }
    }
    return frames;
}

} // namespace studio::test
