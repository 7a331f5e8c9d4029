// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/invoke_json.h"
#include "core/base/json_reader.h"
#include "core/invocation/http_client.h"
#include "core/invocation/platform_response.h"
#include "core/remote/remote_platform.h"
#include "core/remote/remote_routes.h"

#include <QObject>
#include <QPointer>

#include <atomic>

namespace studio {

using namespace remote;

namespace {

/// The answer of a call as its frames come in.
struct Answer
{
    Invocation invocation;
    InvokeObserver observer;
    std::optional<Error> error; ///< there is no answer
    bool hasHead = false;
    bool hasEnded = false;

    Result<void> take(const Json &json)
    {
        const auto frame = invokeFrameFrom(json);
        if (!frame || hasEnded) { // nothing is to come behind the trailer
            return frame ? Result<void>() : std::unexpected(frame.error());
        }
        switch (frame->kind) {
        case InvokeFrame::Started:
            start(frame->executionId);
            break;
        case InvokeFrame::Log:
            if (observer.lines) {
                observer.lines({frame->line});
            }
            break;
        case InvokeFrame::Head:
            start(frame->executionId);
            hasHead = true;
            invocation.response = frame->head;
            if (observer.head) {
                observer.head(frame->head);
            }
            break;
        case InvokeFrame::Chunk:
            appendBody(invocation.response, frame->data, HttpLimits().bodyBytes);
            if (observer.chunk) {
                observer.chunk(frame->data, [taken = m_taken, number = ++m_chunks] { *taken = number; });
            }
            break;
        case InvokeFrame::Trailer:
            end(*frame);
            break;
        case InvokeFrame::Unknown:
            break;
        }
        return {};
    }
    /// Whether the reader still has to take a chunk.
    [[nodiscard]] bool isHeld() const { return *m_taken < m_chunks; }

private:
    void start(const QString &id)
    {
        if (invocation.executionId.isEmpty() && !id.isEmpty()) {
            invocation.executionId = id;
            if (observer.started) {
                observer.started(id);
            }
        }
    }

    void end(const InvokeFrame &frame)
    {
        hasEnded = true;
        invocation.timings = frame.invocation.timings;
        invocation.coldStart = frame.invocation.coldStart;
        invocation.startUs = frame.invocation.startUs;
        invocation.handlerUs = frame.invocation.handlerUs;
        invocation.brokeOff = frame.invocation.brokeOff;
        if (!frame.isAnswered) {
            error = frame.invocation.error;
            return;
        }
        invocation.error = frame.invocation.error;
        if (invocation.brokeOff && invocation.error) {
            // As in process: what the platform says stands where the answer broke off.
            const int status = invocation.error->code == ErrorCode::DeadlineExceeded ? 504 : 500;
            invocation.response = platformError(status, invocation.error->message);
        }
    }

    qint64 m_chunks = 0; ///< that the observer was told
    /// The last one that it has taken, told on any thread.
    std::shared_ptr<std::atomic<qint64>> m_taken = std::make_shared<std::atomic<qint64>>(0);
};

QString pathOf(const AppId &id, const InvokeTarget &target)
{
    switch (target.kind) {
    case InvokeTarget::Draft:
        return appPath(id, QStringLiteral("/draft/test"));
    case InvokeTarget::Numbered:
        return appPath(id, QStringLiteral("/versions/%1/test").arg(target.version));
    case InvokeTarget::Active:
    case InvokeTarget::DevInstance:
        break;
    }
    return appPath(id, QStringLiteral("/invoke"));
}

} // namespace

Task<Invocation> RemotePlatform::invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer,
                                        std::stop_token stop)
{
    constexpr std::chrono::hours longest{1}; // the app's own limit is shorter
    if (target.kind == InvokeTarget::DevInstance) {
        co_return fail(ErrorCode::InvalidArgument, QObject::tr("A remote has no dev instance."));
    }
    const QPointer<RemotePlatform> self(this);
    const auto link = m_link;
    const auto answer = std::make_shared<Answer>();
    answer->invocation.request = request;
    // A handler is never called twice: its effects are not known.
    GatewayRequest call = post(pathOf(id, target), toJson(InvokeCall{{}, std::move(request)}), Retry::Never);
    if (observer.lines || observer.started) {
        call.query.addQueryItem(QStringLiteral("events"), QStringLiteral("true"));
    }
    answer->observer = std::move(observer);
    call.quiet = longest;
    call.longest = longest + std::chrono::minutes(5); // for a start before it
    call.line = [answer](const Json &json) { return answer->take(json); };
    call.isHeld = [answer] { return answer->isHeld(); };
    const auto done = co_await link->send(std::move(call), stop);
    if (self && !answer->invocation.executionId.isEmpty()) {
        Q_EMIT executionChanged(id, answer->invocation.executionId);
    }
    if (!done && done.error().code == ErrorCode::Unavailable && !answer->invocation.executionId.isEmpty()) {
        co_return fail(ErrorCode::Unavailable,
                       QObject::tr("The connection broke in the answer. What became of the call: ignite execution "
                                   "get %1")
                           .arg(answer->invocation.executionId),
                       done.error().detail);
    }
    if (!done) {
        co_return std::unexpected(done.error());
    }
    if (answer->error && answer->error->code == ErrorCode::Cancelled && !stop.stop_requested()) {
        co_return fail(ErrorCode::Unavailable, QObject::tr("The gateway ended the call: it was stopped itself."));
    }
    if (answer->error || !answer->hasHead || !answer->hasEnded) {
        co_return std::unexpected(answer->error.value_or(
            Error{ErrorCode::Unavailable, QObject::tr("The gateway's answer ends too early."), {}}));
    }
    co_return answer->invocation;
}

Task<QString> RemotePlatform::invokeAsync(AppId id, InvokeTarget target, HttpRequest request)
{
    return sent<QString>(m_link,
                         post(appPath(id, QStringLiteral("/invoke-async")),
                              toJson(InvokeCall{target, std::move(request)}), Retry::Never),
                         [](const Json &json) -> Result<QString> {
                             const JsonReader fields(json);
                             const QString execution = fields["executionId"].required().text();
                             return fields.check().transform([&] { return execution; });
                         });
}

} // namespace studio
