// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/proxy_session.h"

#include "core/base/uuid7.h"
#include "core/gateway/api.h"
#include "core/gateway/server.h"
#include "core/invocation/http_check.h"
#include "core/invocation/socket_thread.h"
#include "core/local/handler_failure.h"
#include "core/local/handler_headers.h"

#include <QDateTime>

namespace studio::gateway {

namespace {

constexpr qsizetype chunkBytes = 64 << 10;
constexpr qint64 recordedBytes = 1 << 20; ///< of an answer that passes through
constexpr std::chrono::milliseconds shownAfter{100};

bool equalNames(QByteArrayView name, QByteArrayView other)
{
    return name.size() == other.size() && name.compare(other, Qt::CaseInsensitive) == 0;
}

} // namespace

ProxySession::ProxySession(Connection &client, Server &server, RequestHead head, QByteArray label)
    : m_client(client)
    , m_server(server)
    , m_instances(*server.instances)
    , m_head(std::move(head))
    , m_label(std::move(label))
    , m_isHead(m_head.method == "HEAD")
{
}

qint64 ProxySession::micros() const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_arrived).count();
}

ProxySession::~ProxySession()
{
    if (m_hasBegun && !m_isRecorded) { // the gateway ends
        m_record.isCancelled = true;
        m_record.totalUs = micros();
        record();
    }
}

void ProxySession::begin(QByteArray body)
{
    m_hasBegun = true;
    m_record.label = m_label;
    m_record.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    m_record.requestBytes = body.size();
    m_record.invocation.executionId = uuid7();
    m_record.invocation.request = {m_head.method, m_head.target, m_head.headers, std::move(body)};
}

Awaitable<bool> ProxySession::run(QByteArray body, bool keepAlive)
{
    m_keepAlive = keepAlive;
    begin(std::move(body));
    m_client.gone = [this] { cancel(); };
    HeldInstances::Acquired acquired = co_await acquire();
    m_record.plan = acquired.plan;
    m_record.queuedUs = micros();
    if (!acquired.instance) {
        co_return co_await refuse(acquired);
    }
    m_instance = std::move(acquired.instance);
    m_record.lease = m_instance->lease;
    m_record.marks = m_record.lease->marks->expect(m_record.invocation.executionId);
    m_record.invocation.coldStart = m_instance->lease->isCold && !m_instance->isUsed;
    co_return co_await finish(co_await exchangeGuarded());
}

/// A call that is over by the time there is an instance for it is not sent: the instance goes to the next one.
Awaitable<HeldInstances::Acquired> ProxySession::acquire()
{
    if (m_instances.isRecorderCrowded()) {
        co_await m_instances.waitForRecorder();
    }
    HeldInstances::Acquired acquired;
    if (auto free = m_instances.acquireFree(m_label)) {
        acquired = std::move(*free);
    } else {
        acquired = co_await m_instances.acquire(m_label, m_cancelWait);
    }
    if (acquired.instance) {
        const auto timeout = acquired.plan->timeout();
        const bool isOverdue = Clock::now() - m_arrived >= timeout;
        if (m_isCancelled || isOverdue) {
            m_instances.putBack(m_label, std::exchange(acquired.instance, {}));
            acquired.error = m_isCancelled ? cancelled().error() : overdueError(timeout);
        }
    }
    co_return acquired;
}

Awaitable<void> ProxySession::refuseBody(Refusal refusal)
{
    HttpResponse answer = jsonAnswer(refusal.status, {{"error", toUtf8(refusal.error.message)}});
    if (refusal.status == 413) {
        begin({});
        m_record.requestBytes = m_client.announcedBytes().value_or(maxPayloadBytes + 1);
        m_record.invocation.response = answer;
        m_record.invocation.error = std::move(refusal.error);
        m_record.responseBytes = answer.body.size();
        m_record.totalUs = micros();
        record();
    }
    co_await m_client.writeAnswer(answer, m_isHead, false);
}

/// With the next sweep, or earlier; see HeldInstances.
void ProxySession::record()
{
    m_isRecorded = true;
    m_instances.recordEnded(std::move(m_record));
}

/// Whatever is thrown on the way, the call ends, has a record, and its client is told.
Awaitable<ProxySession::Outcome> ProxySession::exchangeGuarded()
{
    try {
        co_return co_await exchange();
    } catch (...) {
        logException("A call at a direct address", std::current_exception());
    }
    m_hasThrown = true;
    m_client.gone = {};
    co_return m_client.hasAnswered() ? Outcome::BrokeOff : Outcome::NoAnswer;
}

/// No instance was to be had.
Awaitable<bool> ProxySession::refuse(const HeldInstances::Acquired &acquired)
{
    const Error &error = acquired.error;
    m_client.gone = {};
    m_record.isCancelled = error.code == ErrorCode::Cancelled;
    m_record.totalUs = micros();
    const bool isUnknown = error.code == ErrorCode::NotFound || error.code == ErrorCode::FailedPrecondition;
    const int status = error.code == ErrorCode::DeadlineExceeded ? 504 : isUnknown && !acquired.plan ? 404 : 500;
    m_record.invocation.response = jsonAnswer(status, {{"error", toUtf8(error.message)}});
    m_record.responseBytes = m_record.invocation.response.body.size();
    m_record.invocation.error = error;
    const HttpResponse answer = m_record.invocation.response;
    const bool isCancelled = m_record.isCancelled;
    m_hasBegun = acquired.plan || isCancelled; // else there is no such app
    if (m_hasBegun) {
        record();
    }
    if (isCancelled) {
        co_return false;
    }
    const bool written = co_await m_client.writeAnswer(answer, m_isHead, m_keepAlive);
    co_return written &&m_keepAlive;
}

void ProxySession::cancel()
{
    m_isCancelled = true;
    if (m_cancelWait) {
        m_cancelWait();
    }
    if (m_exchange) {
        m_exchange->interrupt();
    }
    resetSlowClient();
}

/// A client that takes a chunk of what is not complete yet must not hold the end up.
void ProxySession::resetSlowClient()
{
    if (m_isPassing) {
        m_client.reset();
    }
}

void ProxySession::sweep(Clock::time_point now)
{
    if (m_instance && !m_isShown && now - m_arrived > shownAfter) {
        m_isShown = true;
        m_instances.recordBegun(m_record);
    }
}

QByteArray proxiedHead(const RequestHead &head, qint64 bodyBytes, const Headers &own)
{
    const QByteArray connection = connectionOptions(head.headers);
    QByteArray text = requestLine(head.method, head.target);
    for (const auto &[name, value] : head.headers) {
        if (!isHopByHop(name, connection) && !equalNames(name, "content-length") && !equalNames(name, "expect") &&
            !isPlatformHeader(name)) {
            appendHeader(text, name, value);
        }
    }
    for (const auto &[name, value] : own) {
        appendHeader(text, name, value);
    }
    if (bodyBytes > 0 || (head.method != "GET" && head.method != "HEAD")) {
        appendHeader(text, "content-length", QByteArray::number(bodyBytes));
    }
    return text += "\r\n";
}

QByteArray ProxySession::upstreamHead()
{
    m_server.tokenFilter.drop(m_head.headers);
    const Headers own =
        platformHeaders(m_record.invocation.executionId, m_record.plan->app.id.functionId(), m_record.marks.get());
    return proxiedHead(m_head, m_record.invocation.request.body.size(), own);
}

Awaitable<ProxySession::Outcome> ProxySession::exchange()
{
    const QByteArray head = upstreamHead();
    m_exchange.emplace(
        m_server.upstreams, m_instance->lease->port,
        UpstreamExchange::Request{.executionId = m_record.invocation.executionId.toLatin1(), .isHead = m_isHead});
    m_exchange->setDeadline(m_arrived + m_record.plan->timeout(), [this] { resetSlowClient(); });
    m_error = co_await m_exchange->send(head, m_record.invocation.request.body);
    m_client.gone = {};
    if (m_isCancelled) {
        co_return Outcome::ClientGone;
    }
    if (m_error || isLate()) {
        co_return Outcome::NoAnswer;
    }
    m_record.invocation.timings.firstByte = micros();
    takeHead();
    co_return co_await passBody();
}

void ProxySession::takeHead()
{
    const HttpResponseParser &parser = m_exchange->answer();
    HttpResponse &response = m_record.invocation.response;
    response.status = m_answer.status = parser.status();
    response.reason = m_answer.reason = parser.reason();
    response.headers = parser.headers();
    m_record.invocation.handlerUs = takeHandlerMicros(response.headers, micros() - m_record.queuedUs);
    const QByteArray connection = connectionOptions(response.headers);
    m_answer.headers.reserve(response.headers.size());
    for (const auto &header : std::as_const(response.headers)) {
        if (!isHopByHop(header.first, connection)) {
            m_answer.headers.append(header);
        }
    }
}

void ProxySession::keep(QByteArrayView chunk)
{
    HttpResponse &response = m_record.invocation.response;
    appendBody(response, chunk, recordedBytes);
    m_record.responseBytes += chunk.size();
}

Awaitable<error_code> ProxySession::readChunk(QByteArray &chunk)
{
    chunk.resize(0);
    co_return co_await m_exchange->readBody(chunk, chunkBytes);
}

Awaitable<ProxySession::Outcome> ProxySession::passBody()
{
    if (isAnswerOfWasmtime(m_record.plan->spec.target, m_record.invocation.response)) {
        co_return Outcome::NoAnswer;
    }
    QByteArray chunk;
    m_error = m_exchange->takeArrived(chunk, chunkBytes);
    if (!m_error && !m_exchange->isComplete() && isShortAnswer(m_answer.headers)) {
        m_error = co_await m_exchange->readBody(chunk, chunkBytes); // else its client gets it in two writes
    }
    if (isMalformed(m_error)) { // nothing of it has been passed on
        co_return Outcome::NoAnswer;
    }
    keep(chunk);
    if (m_exchange->isComplete() && !m_error && !m_exchange->answer().chunked()) {
        co_return co_await passWhole(std::move(chunk));
    }
    co_return co_await passChunks(std::move(chunk));
}

/// All at once, as most answers are.
Awaitable<ProxySession::Outcome> ProxySession::passWhole(QByteArray body)
{
    bool written = false;
    if (m_isHead && m_exchange->answer().content_length()) {
        written = co_await m_client.writeHead(m_answer, true, m_keepAlive);
    } else {
        m_answer.headers.removeIf([](const auto &header) { return equalNames(header.first, "content-length"); });
        m_answer.body = std::move(body);
        written = co_await m_client.writeAnswer(m_answer, m_isHead, m_keepAlive);
    }
    co_return written ? Outcome::Answered : Outcome::ClientGone;
}

/// The head at once, and no chunk is read before the client has taken the one before.
Awaitable<ProxySession::Outcome> ProxySession::passChunks(QByteArray chunk)
{
    const auto isCutOff = [this] { return isLate() || m_isCancelled; };
    m_isPassing = !m_exchange->isComplete();
    if (!co_await m_client.writeHead(m_answer, m_isHead, m_keepAlive)) {
        co_return isCutOff() ? Outcome::BrokeOff : Outcome::ClientGone;
    }
    for (;;) {
        m_isPassing = !m_exchange->isComplete();
        const bool written = co_await m_client.writeChunk(chunk); // none is none
        if (!written) {
            co_return m_isPassing &&isCutOff() ? Outcome::BrokeOff : Outcome::ClientGone;
        }
        if (m_error || (m_isPassing && isCutOff())) {
            co_return Outcome::BrokeOff;
        }
        if (!m_isPassing) {
            const bool isEnded = co_await m_client.writeEnd();
            co_return isEnded ? Outcome::Answered : Outcome::ClientGone;
        }
        m_error = co_await readChunk(chunk);
        keep(chunk);
    }
}

/// Without an error it is a component that ended.
Awaitable<bool> ProxySession::answerFromPlatform()
{
    const bool isTrap = !m_error && !isLate() && !m_hasThrown;
    const std::optional<Error> why = isTrap ? std::optional<Error>() : failure();
    if (!isTrap && m_exchange) {
        m_exchange->interrupt(); // by that the handler may notice that its answer is not read
    }
    m_record.invocation = co_await m_instances.answerInstead(m_instance->lease, m_record.invocation, why);
    m_record.responseBytes = m_record.invocation.response.body.size();
    co_return co_await m_client.writeAnswer(m_record.invocation.response, m_isHead, m_keepAlive);
}

/// Why there is no answer, or no whole one.
Error ProxySession::failure() const
{
    if (isLate()) {
        return {ErrorCode::DeadlineExceeded, QStringLiteral("There was no answer in time."), {}};
    }
    if (m_hasThrown) {
        return {ErrorCode::Internal, QStringLiteral("The gateway failed while it called the handler."), {}};
    }
    const QString detail = QString::fromStdString(m_error.message());
    if (isMalformed(m_error)) {
        return malformedAnswer(detail);
    }
    return {ErrorCode::Unavailable, QStringLiteral("The handler closed the connection before its answer was complete."),
            detail};
}

Awaitable<bool> ProxySession::finish(Outcome outcome)
{
    bool goesOn = outcome == Outcome::Answered && m_keepAlive && m_client.hasEndInBand();
    if (outcome == Outcome::NoAnswer) {
        const bool written = co_await answerFromPlatform();
        goesOn = written && m_keepAlive;
    } else if (outcome == Outcome::BrokeOff) {
        m_client.reset(); // a half must not look like the whole
        m_record.isCancelled = m_isCancelled && !isLate() && !m_hasThrown;
        m_record.invocation.brokeOff = true;
        m_record.invocation.error = failure();
    }
    m_record.isCancelled = m_record.isCancelled || outcome == Outcome::ClientGone;
    m_record.totalUs = m_record.invocation.timings.total = micros();
    const bool isReusable = outcome == Outcome::Answered && m_exchange && m_exchange->isReusable();
    m_exchange.reset(); // gives the connection back before the instance
    const qint64 handlerUs = m_record.invocation.handlerUs;
    const qint64 took = handlerUs >= 0 ? handlerUs : m_record.totalUs - m_record.queuedUs;
    record();
    m_instances.release(m_label, std::exchange(m_instance, {}), isReusable, std::chrono::microseconds(took));
    co_return goesOn;
}

} // namespace studio::gateway
