// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/rpc_connection.h"

#include "core/lsp/rpc_channel.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace studio {

namespace {

constexpr int maxAttempts = 5; ///< of a request whose answers the server finds out of date

} // namespace

struct RpcCall::State
{
    QPointer<RpcConnection> connection;
    qint64 id = 0;
    RpcConnection::Call call;
    Json params; ///< for asking again
    int attempts = 1;
    RpcConnection::Read read; ///< called on the stream's thread; the others on the connection's
    RpcConnection::Done done;
    RpcConnection::Fail fail;
    bool hasEnded = false;
    bool isSent = false;
    bool isAnswered = false; ///< its answer was read, and is about to be told; guarded as m_calls
    QTimer timer;

    void end(const Error &error)
    {
        if (!std::exchange(hasEnded, true)) {
            timer.stop();
            fail(error, std::exchange(done, {}));
        }
    }
};

RpcCall &RpcCall::operator=(RpcCall &&other) noexcept
{
    if (this != &other) {
        cancel();
        m_state = std::move(other.m_state);
    }
    return *this;
}

void RpcCall::cancel()
{
    if (const auto state = std::exchange(m_state, nullptr); state && !std::exchange(state->hasEnded, true)) {
        state->timer.stop();
        state->done = {};
        if (state->connection) {
            state->connection->forget(state->id, true);
        }
    }
}

bool RpcCall::isRunning() const
{
    return m_state && !m_state->hasEnded;
}

RpcConnection::RpcConnection(int socket, QObject *parent) : QObject(parent), m_socket(socket) {}

RpcConnection::~RpcConnection()
{
    m_channel.reset(); // its thread uses what is destroyed next
    for (const auto &call : std::as_const(m_calls)) {
        call->hasEnded = true;
        call->done = {};
    }
}

void RpcConnection::start()
{
    m_channel = std::make_unique<RpcChannel>(m_socket, [this](const Result<RpcMessage> &message) { receive(message); });
}

RpcCall RpcConnection::start(const Call &call, Json params, Read read, Done done, Fail fail)
{
    auto state = std::make_shared<RpcCall::State>();
    state->connection = this;
    state->id = ++m_lastId;
    state->call = call;
    state->read = std::move(read);
    state->done = std::move(done);
    state->fail = std::move(fail);
    if (!m_isOpen) { // told later, as always
        QTimer::singleShot(0, this, [state] {
            state->end({ErrorCode::Unavailable, QObject::tr("The language server does not run."), {}});
        });
        return RpcCall(state);
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_calls.insert(state->id, state);
    }
    state->timer.setSingleShot(true);
    connect(&state->timer, &QTimer::timeout, this, [this, weak = std::weak_ptr(state)] {
        if (const auto late = weak.lock()) {
            forget(late->id, true);
            late->end({ErrorCode::DeadlineExceeded, QObject::tr("The language server did not answer in time."),
                       late->call.method});
        }
    });
    state->params = std::move(params);
    if (call.priority == RpcPriority::Background) {
        m_waiting << state->id;
        sendWaiting();
    } else {
        send(*state);
    }
    return RpcCall(state);
}

void RpcConnection::holdBackground(bool isHeld)
{
    m_isBackgroundHeld = isHeld;
    sendWaiting();
}

/// Null where none may go now.
std::shared_ptr<RpcCall::State> RpcConnection::takeWaiting()
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &call : std::as_const(m_calls)) {
        if (call->isSent && call->call.priority != RpcPriority::Normal) {
            return nullptr;
        }
    }
    while (!m_waiting.isEmpty()) {
        if (auto next = m_calls.value(m_waiting.takeFirst())) { // else it was cancelled
            return next;
        }
    }
    return nullptr;
}

void RpcConnection::sendWaiting()
{
    if (m_isBackgroundHeld || m_waiting.isEmpty()) {
        return;
    }
    if (const auto next = takeWaiting()) {
        send(*next);
    }
}

void RpcConnection::send(RpcCall::State &call)
{
    call.isSent = true;
    if (!call.timer.isActive()) {
        call.timer.start(call.call.timeout);
    }
    m_channel->send({.kind = RpcMessage::Kind::Request,
                     .id = Json(call.id),
                     .method = call.call.method,
                     .content = call.params,
                     .error = {}});
}

/// What the server knows has changed while it answered, though not the document: that would have ended the call. The
/// time limit is that of all attempts.
void RpcConnection::askAgain(qint64 id)
{
    std::shared_ptr<RpcCall::State> call;
    {
        const std::scoped_lock lock(m_mutex);
        call = m_calls.take(id);
        if (!call) {
            return; // cancelled meanwhile, or its document has changed
        }
        call->id = ++m_lastId;
        ++call->attempts;
        m_calls.insert(call->id, call);
    }
    if (call->call.priority == RpcPriority::Background) {
        call->isSent = false;
        m_waiting.prepend(call->id);
        sendWaiting();
    } else {
        send(*call);
    }
}

void RpcConnection::notify(const QString &method, Json params)
{
    if (m_isOpen && m_channel) {
        m_channel->send({.kind = RpcMessage::Kind::Notification,
                         .id = {},
                         .method = method,
                         .content = std::move(params),
                         .error = {}});
    }
}

std::shared_ptr<RpcCall::State> RpcConnection::remove(qint64 id)
{
    m_waiting.removeOne(id);
    const std::scoped_lock lock(m_mutex);
    return m_calls.take(id);
}

void RpcConnection::forget(qint64 id, bool tellPeer)
{
    const auto call = remove(id);
    if (tellPeer && call && call->isSent && !call->isAnswered) {
        notify(QStringLiteral("$/cancelRequest"), Json{{"id", id}});
    }
    sendWaiting();
}

void RpcConnection::endGroup(const QString &group, const Error &error)
{
    QList<std::shared_ptr<RpcCall::State>> ended;
    {
        const std::scoped_lock lock(m_mutex);
        for (const auto &call : std::as_const(m_calls)) {
            if (call->call.group == group) {
                ended << call;
            }
        }
    }
    m_waiting.removeIf([&](qint64 id) { return std::ranges::contains(ended, id, &RpcCall::State::id); });
    const QPointer<RpcConnection> self(this);
    for (const auto &call : std::as_const(ended)) {
        if (self) {
            forget(call->id, true);
        }
        call->end(error);
    }
}

void RpcConnection::receive(const Result<RpcMessage> &message)
{
    if (!message) {
        QMetaObject::invokeMethod(this, [this, error = message.error()] { close(error); }, Qt::QueuedConnection);
        return;
    }
    if (message->kind == RpcMessage::Kind::Answer) {
        takeAnswer(*message);
    } else if (message->kind == RpcMessage::Kind::Request) {
        takeRequest(*message);
    } else if (const auto found = m_notifications.constFind(message->method); found != m_notifications.cend()) {
        if (auto handle = (*found)(message->content)) {
            QMetaObject::invokeMethod(this, std::move(handle), Qt::QueuedConnection);
        }
    }
}

void RpcConnection::takeAnswer(const RpcMessage &answer)
{
    std::shared_ptr<RpcCall::State> state;
    {
        const std::scoped_lock lock(m_mutex);
        const qint64 id = answer.id.integer(-1);
        const bool isOutdated = answer.error && (answer.error->code == RpcError::contentModified ||
                                                 answer.error->code == RpcError::serverCancelled);
        const auto found = m_calls.constFind(id);
        if (isOutdated && found != m_calls.cend() && (*found)->attempts < maxAttempts) {
            QMetaObject::invokeMethod(this, [this, id] { askAgain(id); }, Qt::QueuedConnection);
            return;
        }
        if (found != m_calls.cend() && !std::exchange((*found)->isAnswered, true)) {
            state = *found;
        }
    }
    if (!state) {
        return; // cancelled, late, or to nothing that was asked
    }
    const Result<Json> result = answer.error ? Result<Json>(std::unexpected(toError(*answer.error, state->call.method)))
                                             : Result<Json>(answer.content);
    auto tell = state->read(result, [state](void *value) {
        if (!std::exchange(state->hasEnded, true)) {
            state->timer.stop();
            std::exchange(state->done, {})(value);
        }
    });
    // Until it is told it is one of the calls, which endGroup() ends. The call's values are destroyed on the
    // connection's thread: they may hold what belongs to it.
    QMetaObject::invokeMethod(
        this,
        [this, state = std::move(state), tell = std::move(tell)] {
            const QPointer<RpcConnection> self(this);
            remove(state->id);
            tell(); // what is asked next may be of high priority, and goes before what waits
            if (self) {
                sendWaiting();
            }
        },
        Qt::QueuedConnection);
}

void RpcConnection::takeRequest(const RpcMessage &request)
{
    const auto found = m_requests.constFind(request.method);
    if (found == m_requests.cend()) {
        // untranslated: for a program
        const RpcError error{RpcError::methodNotFound, QStringLiteral("not supported")};
        QMetaObject::invokeMethod(this, [this, id = request.id, error] { refuse(id, error); }, Qt::QueuedConnection);
        return;
    }
    const auto handle = (*found)(request.content);
    QMetaObject::invokeMethod(
        this,
        [this, handle, id = request.id] {
            if (handle) {
                (*handle)([self = QPointer(this), id](const Result<Json> &result) {
                    if (self) {
                        self->answer(id, result);
                    }
                });
            } else {
                answer(id, std::unexpected(handle.error()));
            }
        },
        Qt::QueuedConnection);
}

void RpcConnection::answer(const Json &id, const Result<Json> &result)
{
    if (!result) {
        const bool isOfParams = result.error().code == ErrorCode::InvalidArgument;
        refuse(id, {isOfParams ? RpcError::invalidParams : RpcError::internalError, result.error().message});
    } else if (m_isOpen) {
        m_channel->send({.kind = RpcMessage::Kind::Answer, .id = id, .method = {}, .content = *result, .error = {}});
    }
}

void RpcConnection::refuse(const Json &id, const RpcError &error)
{
    if (m_isOpen) {
        m_channel->send({.kind = RpcMessage::Kind::Answer, .id = id, .method = {}, .content = {}, .error = error});
    }
}

void RpcConnection::close(const Error &error)
{
    m_isOpen = false;
    QHash<qint64, std::shared_ptr<RpcCall::State>> calls;
    {
        const std::scoped_lock lock(m_mutex);
        calls.swap(m_calls);
    }
    m_waiting.clear();
    const QPointer<RpcConnection> self(this);
    for (const auto &call : std::as_const(calls)) {
        call->end({ErrorCode::Unavailable, error.message, error.detail});
    }
    if (self) {
        Q_EMIT closed(error);
    }
}

} // namespace studio
