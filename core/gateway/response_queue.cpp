// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/response_queue.h"

#include <atomic>

namespace studio::gateway {

namespace {

void tell(const ResponseChunk &piece, bool isWritten)
{
    if (piece.written) {
        piece.written->addResult(isWritten);
        piece.written->finish();
    }
}

class QueuedResponseWriter final : public ResponseWriter
{
public:
    QueuedResponseWriter(std::shared_ptr<SocketContext> context, std::shared_ptr<ResponseQueue> outbox)
        : m_context(std::move(context)), m_queue(std::move(outbox))
    {
    }

    ~QueuedResponseWriter() override
    {
        if (!m_isEnded) {
            put({.kind = ResponseChunk::Broken, .response = {}, .bytes = {}, .written = {}});
        }
    }

    void send(HttpResponse answer) override
    {
        if (!m_isEnded.exchange(true)) {
            put({.kind = ResponseChunk::Whole, .response = std::move(answer), .bytes = {}, .written = {}});
        }
    }

    void begin(HttpResponse head) override
    {
        put({.kind = ResponseChunk::Head, .response = std::move(head), .bytes = {}, .written = {}});
    }

    QFuture<bool> write(QByteArray bytes) override
    {
        auto written = std::make_shared<QPromise<bool>>();
        written->start();
        auto future = written->future();
        put({.kind = ResponseChunk::Bytes, .response = {}, .bytes = std::move(bytes), .written = std::move(written)});
        return future;
    }

    void end() override
    {
        if (!m_isEnded.exchange(true)) {
            put({.kind = ResponseChunk::End, .response = {}, .bytes = {}, .written = {}});
        }
    }

private:
    void put(ResponseChunk piece)
    {
        asio::post(*m_context, [outbox = m_queue, piece = std::move(piece)] { outbox->put(piece); });
    }

    std::shared_ptr<SocketContext> m_context;
    std::shared_ptr<ResponseQueue> m_queue;
    std::atomic<bool> m_isEnded = false;
};

} // namespace

void ResponseQueue::put(ResponseChunk piece)
{
    if (m_isClosed) {
        tell(piece, false);
        return;
    }
    m_pieces.push_back(std::move(piece));
    if (const auto wake = std::exchange(m_wake, {})) {
        wake();
    }
}

Awaitable<ResponseChunk> ResponseQueue::next()
{
    while (m_pieces.empty()) {
        if (m_isClosed) {
            co_return ResponseChunk{};
        }
        co_await untilCalled([this](std::function<void()> wake) { m_wake = std::move(wake); });
    }
    ResponseChunk piece = std::move(m_pieces.front());
    m_pieces.pop_front();
    co_return piece;
}

void ResponseQueue::close()
{
    m_isClosed = true;
    for (const ResponseChunk &piece : m_pieces) {
        tell(piece, false);
    }
    m_pieces.clear();
    if (const auto wake = std::exchange(m_wake, {})) {
        wake();
    }
}

std::shared_ptr<ResponseWriter> writerTo(std::shared_ptr<SocketContext> context, std::shared_ptr<ResponseQueue> outbox)
{
    return std::make_shared<QueuedResponseWriter>(std::move(context), std::move(outbox));
}

} // namespace studio::gateway
