// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/invoke_json.h"
#include "core/api_json/state_json.h"
#include "core/base/detach.h"
#include "core/gateway/api.h"
#include "core/gateway/api_helpers.h"

#include <QDateTime>
#include <QHash>
#include <QPointer>

namespace studio::gateway {

namespace {

constexpr std::chrono::milliseconds followInterval{500}; ///< where no change was notified
constexpr std::chrono::milliseconds compileInterval{100};
constexpr std::chrono::seconds heartbeat{5};     ///< an empty line, so that a client that is gone is noticed
constexpr std::chrono::seconds longestQuiet{10}; ///< without a line of an app, after which its stream ends

/// What a call with this body goes to, and with what.
Result<InvokeCall> wantedCall(const ApiCall &call, const Json &body)
{
    auto wanted = invokeCallFrom(body);
    if (!wanted) {
        return wanted;
    }
    if (call.match.route == Route::TestDraft) {
        wanted->target = {InvokeTarget::Draft, 0};
    } else if (call.match.route == Route::TestAppVersion) {
        const auto number = versionOf(call, 1);
        if (!number) {
            return std::unexpected(number.error());
        }
        wanted->target = {InvokeTarget::Numbered, *number};
    }
    return wanted;
}

/// The answer of one call, as it comes. Lines wait for the client up to a limit; beyond it they are counted, and the
/// count is sent in their place, so that a client that takes nothing costs no more memory than that.
struct InvokeStream
{
    static constexpr qsizetype maxWaitingBytes = 1 << 20; ///< of lines

    ReplyPtr reply;
    bool hasBegun = false;
    bool hasHead = false;
    QString executionId;
    qsizetype waitingBytes = 0; ///< of lines
    qint64 leftOut = 0;         ///< lines

    QFuture<bool> put(const Json &frame) { return write(lineOf(frame)); }

    QFuture<bool> write(QByteArray frames)
    {
        if (!std::exchange(hasBegun, true)) {
            reply->begin(linesHead());
        }
        return reply->write(std::move(frames));
    }

    /// With the frame of what was left out, where something was.
    void appendLeftOut(QByteArray &frames)
    {
        if (const qint64 count = std::exchange(leftOut, 0)) {
            frames += lineOf(
                logFrame({.executionId = executionId,
                          .text = QByteArray::number(count) + " lines are left out here: they were not taken in time.",
                          .timeMs = QDateTime::currentMSecsSinceEpoch(),
                          .leftOut = count}));
        }
    }
};

/// Not by QFuture::then(): a future that another thread ends at that moment runs its continuation twice (Qt 6.8).
QCoro::Task<void> handOn(QFuture<bool> written, std::function<void()> next)
{
    co_await written;
    next();
}

void putLines(const std::shared_ptr<InvokeStream> &stream, const QList<LogLine> &lines)
{
    QByteArray frames;
    for (const LogLine &line : lines) {
        if (stream->waitingBytes + frames.size() >= InvokeStream::maxWaitingBytes) {
            stream->leftOut += std::max<qint64>(line.leftOut, 1);
            continue;
        }
        stream->appendLeftOut(frames);
        frames += lineOf(logFrame(line));
    }
    if (!frames.isEmpty()) {
        const qsizetype bytes = frames.size();
        stream->waitingBytes += bytes;
        detach(handOn(stream->write(std::move(frames)), [stream, bytes] { stream->waitingBytes -= bytes; }));
    }
}

/// The last frame.
void putTrailer(InvokeStream &stream, const Invocation &invocation)
{
    QByteArray frames;
    stream.appendLeftOut(frames);
    stream.write(frames + lineOf(trailerFrame(invocation)));
}

InvokeObserver observerOf(const std::shared_ptr<InvokeStream> &stream, bool withEvents)
{
    InvokeObserver observer;
    observer.started = [stream, withEvents](const QString &id) {
        stream->executionId = id;
        if (withEvents) {
            stream->put(startedFrame(id));
        }
    };
    if (withEvents) {
        observer.lines = [stream](const QList<LogLine> &lines) { putLines(stream, lines); };
    }
    observer.head = [stream](const HttpResponse &head) {
        stream->hasHead = true;
        stream->put(headFrame(stream->executionId, head));
    };
    observer.chunk = [stream](const QByteArray &bytes, const std::function<void()> &next) {
        detach(handOn(stream->put(chunkFrame(bytes)), next));
    };
    return observer;
}

} // namespace

QCoro::Task<void> Api::invoke(AppId id, ApiCall call, Json body, ReplyPtr reply)
{
    const auto wanted = wantedCall(call, body);
    const auto withEvents = queryFlag(call, "events");
    body = {};
    if (!wanted || !withEvents) {
        reply->send(errorAnswer(wanted ? withEvents.error() : wanted.error()));
        co_return;
    }
    const auto stream = std::make_shared<InvokeStream>(reply);
    const auto result =
        co_await m_service->invoke(id, wanted->target, wanted->request, observerOf(stream, *withEvents), call.stop);
    if (!result && !stream->hasBegun) {
        reply->send(errorAnswer(result.error()));
        co_return;
    }
    if (!result) {
        Invocation nothing;
        nothing.executionId = stream->executionId;
        nothing.error = result.error();
        putTrailer(*stream, nothing);
    } else {
        if (!stream->hasHead) {
            stream->put(headFrame(result->executionId, result->response));
            if (!result->response.body.isEmpty()) {
                stream->put(chunkFrame(result->response.body));
            }
        }
        putTrailer(*stream, *result);
    }
    reply->end();
}

QCoro::Task<void> Api::invokeAsync(AppId id, Json body, ReplyPtr reply)
{
    const auto wanted = invokeCallFrom(body);
    if (!wanted) {
        reply->send(errorAnswer(wanted.error()));
        co_return;
    }
    const auto executionId = co_await m_service->invokeAsync(id, wanted->target, wanted->request);
    reply->send(executionId ? jsonAnswer(200, {{"executionId", toUtf8(*executionId)}})
                            : errorAnswer(executionId.error()));
}

QCoro::Task<void> Api::streamAppLogs(AppId id, ApiCall call, ReplyPtr reply)
{
    const QPointer<ComputeService> service(m_service);
    const auto limit = limitOf(call);
    const auto since = queryNumber(call, "sinceMs", 0, 0);
    const auto app = co_await service->getApp(id);
    if (!app || !limit || !since) {
        reply->send(errorAnswer(!app ? app.error() : !limit ? limit.error() : since.error()));
        co_return;
    }
    LogQuery query{.limit = *limit, .cursor = {}, .sinceMs = *since};
    QHash<QString, qsizetype> sent; ///< how many lines of each execution
    QElapsedTimer quiet;
    QElapsedTimer lineless;
    quiet.start();
    lineless.start();
    reply->begin(linesHead());
    while (service && !call.isHead && lineless.durationElapsed() < longestQuiet) {
        const auto page = co_await service->appLogs(id, query);
        if (!page) {
            reply->write(lineOf({{"error", toJson(page.error())}}));
            break;
        }
        QByteArray text;
        QHash<QString, qsizetype> seen;
        for (const AppLogLine &one : page->lines) {
            // A line is new when fewer of its execution were sent so far.
            if (++seen[one.executionId] > sent.value(one.executionId)) {
                text += lineOf({{"line", toJson(one)}});
            }
        }
        sent = seen;
        if (!text.isEmpty()) {
            lineless.start();
        }
        if (text.isEmpty() && quiet.durationElapsed() >= heartbeat) {
            text = "\n";
        }
        if (!text.isEmpty()) {
            quiet.start();
            if (!co_await reply->write(text)) {
                co_return;
            }
        }
        if (!co_await untilChanged(service, id, followInterval, call.stop)) {
            break;
        }
    }
    reply->end();
}

QCoro::Task<void> Api::streamCompileLog(ApiCall call, ReplyPtr reply)
{
    const QPointer<ComputeService> service(m_service);
    const QString deployId = call.match.parameters.value("deploy_id");
    auto log = co_await service->compileLog(deployId, 0);
    if (!log) {
        reply->send(errorAnswer(log.error()));
        co_return;
    }
    QElapsedTimer quiet;
    quiet.start();
    reply->begin(linesHead());
    while (!call.isHead) {
        QByteArray text;
        for (const QString &line : std::as_const(log->lines)) {
            text += lineOf({{"line", toUtf8(line)}});
        }
        if (text.isEmpty() && quiet.durationElapsed() >= heartbeat) {
            text = "\n";
        }
        if (!text.isEmpty()) {
            quiet.start();
            if (!co_await reply->write(text)) {
                co_return;
            }
        }
        if (!log->running) {
            reply->write(lineOf({{"end", {{"deployId", toUtf8(deployId)}, {"next", std::to_string(log->next)}}}}));
            break;
        }
        if (!co_await untilChanged(service, AppId{}, compileInterval, call.stop)) {
            co_return; // cut: the compile goes on
        }
        log = co_await service->compileLog(deployId, log->next);
        if (!log) {
            reply->write(lineOf({{"error", toJson(log.error())}}));
            break;
        }
    }
    reply->end();
}

QCoro::Task<void> Api::watchExecution(ApiCall call, ReplyPtr reply)
{
    const QPointer<ComputeService> service(m_service);
    const QString id = call.match.parameters.value("id");
    auto execution = co_await service->getExecution(id);
    if (!execution) {
        reply->send(errorAnswer(execution.error()));
        co_return;
    }
    std::optional<Execution> sent;
    QElapsedTimer quiet;
    quiet.start();
    reply->begin(linesHead());
    while (!call.isHead) {
        QByteArray text;
        if (sent != *execution) {
            sent = *execution;
            text = lineOf({{"execution", toJson(*execution)}});
        } else if (quiet.durationElapsed() >= heartbeat) {
            text = "\n";
        }
        if (!text.isEmpty()) {
            quiet.start();
            if (!co_await reply->write(text)) {
                co_return;
            }
        }
        if (execution->status != ExecutionStatus::Running) {
            break;
        }
        if (!co_await untilChanged(service, execution->app, followInterval, call.stop)) {
            co_return;
        }
        execution = co_await service->getExecution(id);
        if (!execution) {
            reply->write(lineOf({{"error", toJson(execution.error())}}));
            break;
        }
    }
    reply->end();
}

} // namespace studio::gateway
