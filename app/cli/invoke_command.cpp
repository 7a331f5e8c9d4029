// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/text.h"
#include "core/base/display.h"

#include <QFile>

#include <cstdio>

namespace studio::cli {

namespace {

struct InvokeArguments
{
    std::string id;
    std::string payload;
    std::string payloadFile;
    bool logs = false;
};

Result<QByteArray> payloadOf(const InvokeArguments &arguments)
{
    if (arguments.payloadFile.empty()) {
        return QByteArray::fromStdString(arguments.payload);
    }
    QFile file(toQString(arguments.payloadFile));
    const bool open =
        arguments.payloadFile == "-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!open) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Cannot read the payload from %1: %2.").arg(file.fileName(), file.errorString()));
    }
    return file.readAll();
}

/// PLATFORM, part 3: 504 → 8, 413 → 2, other 5xx → 10, any other answer → 0.
int exitCodeOf(int status)
{
    if (status == 504) {
        return exitCode(ErrorCode::DeadlineExceeded);
    }
    if (status == 413) {
        return exitCode(ErrorCode::InvalidArgument);
    }
    return status >= 500 ? exitCode(ErrorCode::Internal) : 0;
}

Json bodyOf(const HttpResponse &response)
{
    if (auto parsed = parseJson(response.body)) {
        return *parsed;
    }
    return toUtf8(QString::fromUtf8(response.body));
}

void printInvocation(const Session &session, const Invocation &invocation)
{
    const HttpResponse &response = invocation.response;
    if (session.options.isDocument()) {
        Json headers = Json::object();
        for (const auto &[name, value] : response.headers) {
            headers[name.toStdString()] = toUtf8(QString::fromLatin1(value));
        }
        session.print({{"executionId", toUtf8(invocation.executionId)},
                       {"status", response.status},
                       {"headers", headers},
                       {"body", bodyOf(response)},
                       {"coldStart", invocation.coldStart},
                       {"durationMs", static_cast<double>(invocation.timings.total) / 1000.0}},
                      [](QTextStream &) {});
    } else {
        std::fwrite(response.body.constData(), 1, static_cast<std::size_t>(response.body.size()), stdout);
        if (!response.body.endsWith('\n')) {
            std::fputc('\n', stdout);
        }
        std::fflush(stdout);
    }
    QStringList parts{invocation.executionId,
                      QStringLiteral("%1 %2").arg(response.status).arg(QString::fromLatin1(response.reason)).trimmed(),
                      durationText(invocation.timings.total)};
    parts << (invocation.coldStart ? QStringLiteral("cold (start %1)").arg(durationText(invocation.startUs))
                                   : QStringLiteral("warm"));
    if (invocation.handlerUs >= 0) {
        parts << QStringLiteral("handler %1").arg(durationText(invocation.handlerUs));
    }
    if (response.truncated) {
        parts << QStringLiteral("body cut at %1").arg(sizeText(response.body.size()));
    }
    session.say(parts.join(QStringLiteral(" · ")));
}

/// Only a program that goes on running can carry such a call out.
Task<int> invokeAsync(Session &session, InvokeArguments arguments)
{
    const auto id = session.appId(toQString(arguments.id));
    const auto payload = payloadOf(arguments);
    if (!id || !payload) {
        co_return std::unexpected(id ? payload.error() : id.error());
    }
    ComputeService *const running = session.running();
    if (!running) {
        co_return fail(
            ErrorCode::Unavailable,
            QStringLiteral("Nothing runs that could go on with the call. Start Ignite Studio or: ignite serve. "
                           "Or wait for the answer with: ignite invoke %1")
                .arg(id->toString()));
    }
    HttpRequest request;
    request.headers = {{"content-type", "application/json"}};
    request.body = *payload;
    const auto execution = co_await running->invokeAsync(*id, {}, std::move(request));
    if (!execution) {
        co_return std::unexpected(execution.error());
    }
    session.print(Json{{"executionId", toUtf8(*execution)}}, [&](QTextStream &out) { out << *execution << '\n'; });
    co_return 0;
}

Task<int> invoke(Session &session, InvokeArguments arguments, InvokeTarget target)
{
    const auto id = session.appId(toQString(arguments.id));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto payload = payloadOf(arguments);
    if (!payload) {
        co_return std::unexpected(payload.error());
    }
    if (!payload->isEmpty()) {
        if (const auto json = parseJson(*payload); !json) {
            session.say(QStringLiteral("warning: the payload is sent as it stands. %1").arg(json.error().message));
        }
    }
    InvokeObserver observer;
    if (arguments.logs) {
        observer.lines = [&session](const QList<LogLine> &lines) {
            for (const LogLine &line : lines) {
                session.say(QString::fromUtf8(line.text));
            }
        };
    }
    HttpRequest request;
    request.headers = {{"content-type", "application/json"}};
    request.body = *payload;
    const auto invocation =
        co_await session.platform().invoke(*id, target, std::move(request), observer, session.stop.get_token());
    if (!invocation) {
        co_return std::unexpected(invocation.error());
    }
    printInvocation(session, *invocation);
    co_return exitCodeOf(invocation->response.status);
}

void addCall(CLI::App *command, const std::shared_ptr<InvokeArguments> &arguments)
{
    command->add_option("id", arguments->id, "org:app")->required();
    auto *payload = command->add_option("-p,--payload", arguments->payload, "The request's body, sent byte for byte");
    command->add_option("--payload-file", arguments->payloadFile, "The same from a file; - is standard input")
        ->excludes(payload);
    command->add_flag("--logs", arguments->logs, "Show what the handler writes to stderr");
}

} // namespace

void addInvokeCommand(CLI::App &parser, Session &session, const Choose &choose)
{
    const auto arguments = std::make_shared<InvokeArguments>();
    auto *invoking = parser.add_subcommand("invoke", "Call the active version and print its answer");
    addCall(invoking, arguments);
    invoking->callback([=, &session] { choose([=, &session] { return invoke(session, *arguments, {}); }); });

    auto *later = parser.add_subcommand("invoke-async", "Call the active version and print the execution's id at once");
    addCall(later, arguments);
    later->callback([=, &session] { choose([=, &session] { return invokeAsync(session, *arguments); }); });

    auto *testing =
        parser.get_subcommand("draft")->add_subcommand("test", "Call the compiled draft and print its answer");
    addCall(testing, arguments);
    testing->callback([=, &session] {
        choose([=, &session] { return invoke(session, *arguments, {.kind = InvokeTarget::Draft}); });
    });

    auto *version = parser.get_subcommand("version")->add_subcommand("test", "Call one version and print its answer");
    const auto number = std::make_shared<int>(0);
    addCall(version, arguments);
    version->add_option("version", *number, "Its number")->required();
    version->callback([=, &session] {
        choose([=, &session] {
            return invoke(session, *arguments, {.kind = InvokeTarget::Numbered, .version = *number});
        });
    });
}

} // namespace studio::cli
