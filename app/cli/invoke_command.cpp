// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/answer_output.h"
#include "app/cli/request_flags.h"
#include "app/cli/text.h"
#include "core/api_json/field_io.h"
#include "core/api_json/invoke_json.h"
#include "core/base/display.h"
#include "core/invocation/http_client.h"

#include <cstdio>
#include <unistd.h>

namespace studio::cli {

namespace {

struct InvokeArguments
{
    std::string id;
    RequestFlags request;
    bool logs = false;
};

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

/// What came of the handler's answer before it broke off; a document is printed when all has come.
struct AnswerSoFar
{
    QString executionId;
    HttpResponse response;
    bool hasBegun = false;

    void observe(InvokeObserver &observer)
    {
        observer.started = [this](const QString &id) { executionId = id; };
        observer.head = [this](const HttpResponse &head) {
            response = head;
            hasBegun = true;
        };
        observer.chunk = [this](const QByteArray &bytes, const std::function<void()> &next) {
            appendBody(response, bytes, HttpLimits().bodyBytes);
            next();
        };
    }
};

/// {name: value}; a list of values where one came several times.
Json headersJson(const HttpResponse &response)
{
    Json headers = Json::object();
    for (const auto &[name, value] : response.headers) {
        const Json text(QString::fromLatin1(value));
        Json &member = headers[name.toStdString()];
        if (member.isNull()) {
            member = text;
        } else if (member.isArray()) {
            member.push_back(text);
        } else {
            member = Json::array({member, text});
        }
    }
    return headers;
}

/// `brokenBy`: why the answer ended before its end.
void printDocument(const Session &session, const Invocation &invocation, const QString &brokenBy)
{
    const HttpResponse &response = invocation.response;
    Json json{{"executionId", toUtf8(invocation.executionId)},
              {"status", response.status},
              {"headers", headersJson(response)}};
    // In a JSON document the bytes are the handler's own. YAML writes them in another way.
    const auto body =
        session.options.output == OutputFormat::Json ? Json::raw(response.body) : parseJson(response.body);
    if (body) {
        json["body"] = *body;
    } else {
        api_json::addBytes(json, "body", response.body);
    }
    json["coldStart"] = invocation.coldStart;
    json["durationMs"] = static_cast<double>(invocation.timings.total) / 1000.0;
    if (response.truncated) {
        json["truncated"] = true;
    }
    if (!brokenBy.isEmpty()) {
        json["error"] = toUtf8(brokenBy);
    }
    session.print(json, [](QTextStream &) {});
}

/// "200 OK"; a status of the author's own has no words, for which hyper writes "<none>".
QString statusText(const HttpResponse &response)
{
    const QString reason = QString::fromLatin1(response.reason);
    return QStringLiteral("%1 %2").arg(response.status).arg(reason.startsWith(u'<') ? QString() : reason).trimmed();
}

void saySummary(const Session &session, const Invocation &invocation)
{
    const HttpResponse &response = invocation.response;
    QStringList parts{invocation.executionId, invocation.brokeOff ? QStringLiteral("broke off") : statusText(response),
                      durationText(invocation.timings.total)};
    parts << (!invocation.coldStart     ? QStringLiteral("warm")
              : invocation.startUs == 0 ? QStringLiteral("cold") // it died before it was known
                                        : QStringLiteral("cold (start %1)").arg(durationText(invocation.startUs)));
    if (invocation.handlerUs >= 0) {
        parts << QStringLiteral("handler %1").arg(durationText(invocation.handlerUs));
    }
    if (response.truncated && session.options.isDocument()) { // else all of it has been written
        parts << QStringLiteral("body cut at %1").arg(sizeText(response.body.size()));
    }
    session.say(terminalText(parts.join(QStringLiteral(" · "))));
}

void printInvocation(const Session &session, const Invocation &invocation, const AnswerSoFar &soFar)
{
    const QString brokenBy = invocation.brokeOff && invocation.error ? invocation.error->message : QString();
    Invocation shown = invocation;
    if (soFar.hasBegun) {
        shown.response = soFar.response; // all of it, or what came before it broke off
    }
    if (session.options.isDocument()) {
        printDocument(session, shown, brokenBy);
    } else if (invocation.brokeOff) {
        session.say(QStringLiteral("error: the answer broke off: %1").arg(brokenBy));
    }
    saySummary(session, shown);
}

/// The call is made and its answer printed: that it could not be recorded changes nothing but this.
QCoro::Task<void> sayUnwrittenRecord(Session &session)
{
    if (const auto written = co_await session.platform().flushRecords(); !written) {
        session.say(
            QStringLiteral("warning: the record of this call could not be written. %1").arg(written.error().message));
    }
}

/// Only a program that goes on running can carry such a call out.
Task<int> invokeAsync(Session &session, InvokeArguments arguments)
{
    const auto id = session.appId(toQString(arguments.id));
    const auto request = co_await requestOf(arguments.request, session.stop.get_token());
    if (!id || !request) {
        co_return std::unexpected(id ? request.error() : id.error());
    }
    sayNotes(*request, session);
    ComputeService *const running = session.running();
    if (!running) {
        co_return fail(
            ErrorCode::Unavailable,
            QStringLiteral("Nothing runs that could go on with the call. Start Ignite Studio or: ignite serve. "
                           "Or wait for the answer with: ignite invoke %1")
                .arg(id->toString()));
    }
    const auto execution = co_await running->invokeAsync(*id, {}, *request);
    if (!execution) {
        co_return std::unexpected(execution.error());
    }
    session.print(Json{{"executionId", toUtf8(*execution)}}, [&](QTextStream &out) { out << *execution << '\n'; });
    co_return 0;
}

Task<int> callAndPrint(Session &session, InvokeArguments arguments, InvokeTarget target)
{
    const auto id = session.appId(toQString(arguments.id));
    if (!id) {
        co_return std::unexpected(id.error());
    }
    const auto request = co_await requestOf(arguments.request, session.stop.get_token());
    if (!request) {
        co_return std::unexpected(request.error());
    }
    sayNotes(*request, session);
    InvokeObserver observer;
    if (arguments.logs) {
        observer.lines = [](const QList<LogLine> &lines) {
            for (const LogLine &line : lines) {
                QTextStream(stderr) << lineFor(STDERR_FILENO, line.text) << '\n';
            }
        };
    }
    AnswerOutput output(session.stop);
    AnswerSoFar soFar;
    if (session.options.isDocument()) {
        soFar.observe(observer);
    } else {
        output.observe(observer);
    }
    const auto invocation =
        co_await session.platform().invoke(*id, target, *request, std::move(observer), session.stop.get_token());
    if (invocation && !invocation->brokeOff) {
        co_await output.untilWritten(); // what broke off is not waited for: its reader may take nothing
    }
    if (invocation && !session.options.isDocument() && !output.hasBegun()) {
        output.write(invocation->response.body);
    }
    output.end();
    if (output.failure()) {
        co_return std::unexpected(*output.failure());
    }
    if (!invocation) {
        if (soFar.hasBegun) { // and was cut: what came is not lost
            Invocation cut;
            cut.executionId = soFar.executionId;
            cut.response = soFar.response;
            printDocument(session, cut, invocation.error().message);
        }
        co_return std::unexpected(invocation.error());
    }
    printInvocation(session, *invocation, soFar);
    co_return exitCodeOf(invocation->response.status);
}

Task<int> invoke(Session &session, InvokeArguments arguments, InvokeTarget target)
{
    const auto code = co_await callAndPrint(session, std::move(arguments), target);
    std::fflush(stdout); // the answer waits for no disk
    co_await sayUnwrittenRecord(session);
    co_return code;
}

void addCall(CLI::App *command, const std::shared_ptr<InvokeArguments> &arguments)
{
    command->add_option("id", arguments->id, "org:app")->required();
    addRequestFlags(*command, {arguments, &arguments->request});
}

void addLogs(CLI::App *command, const std::shared_ptr<InvokeArguments> &arguments)
{
    command->add_flag("--logs", arguments->logs, "Show what the handler writes to stderr");
}

} // namespace

void addInvokeCommand(CLI::App &parser, Session &session, const Choose &choose)
{
    const auto arguments = std::make_shared<InvokeArguments>();
    auto *invoking = parser.add_subcommand("invoke", "Call the active version and print its answer");
    addCall(invoking, arguments);
    addLogs(invoking, arguments);
    invoking->callback([=, &session] { choose([=, &session] { return invoke(session, *arguments, {}); }); });

    auto *later = parser.add_subcommand("invoke-async", "Call the active version and print the execution's id at once");
    addCall(later, arguments);
    later->callback([=, &session] { choose([=, &session] { return invokeAsync(session, *arguments); }); });

    auto *testing =
        parser.get_subcommand("draft")->add_subcommand("test", "Call the compiled draft and print its answer");
    addCall(testing, arguments);
    addLogs(testing, arguments);
    testing->callback([=, &session] {
        choose([=, &session] { return invoke(session, *arguments, {.kind = InvokeTarget::Draft}); });
    });

    auto *version = parser.get_subcommand("version")->add_subcommand("test", "Call one version and print its answer");
    const auto number = std::make_shared<int>(0);
    addCall(version, arguments);
    addLogs(version, arguments);
    version->add_option("version", *number, "Its number")->required()->check(CLI::Range(1, maxVersion));
    version->callback([=, &session] {
        choose([=, &session] {
            return invoke(session, *arguments, {.kind = InvokeTarget::Numbered, .version = *number});
        });
    });
}

} // namespace studio::cli
