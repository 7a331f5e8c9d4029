// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/response_queue.h"

#include <atomic>

namespace studio::gateway {

namespace {

void reportWritten(const ResponseChunk &chunk, bool isWritten)
{
    if (chunk.written) {
        chunk.written->addResult(isWritten);
        chunk.written->finish();
    }
}

class QueuedResponseWriter final : public ResponseWriter
{
public:
    QueuedResponseWriter(std::shared_ptr<SocketContext> context, std::shared_ptr<ResponseQueue> queue)
        : m_context(std::move(context)), m_queue(std::move(queue))
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
    void put(ResponseChunk chunk)
    {
        asio::post(*m_context, [queue = m_queue, chunk = std::move(chunk)] { queue->put(chunk); });
    }

    std::shared_ptr<SocketContext> m_context;
    std::shared_ptr<ResponseQueue> m_queue;
    std::atomic<bool> m_isEnded = false;
};

} // namespace

void ResponseQueue::put(ResponseChunk chunk)
{
    if (m_isClosed) {
        reportWritten(chunk, false);
        return;
    }
    m_chunks.push_back(std::move(chunk));
    if (const auto wake = std::exchange(m_wake, {})) {
        wake();
    }
}

Awaitable<ResponseChunk> ResponseQueue::next()
{
    while (m_chunks.empty()) {
        if (m_isClosed) {
            co_return ResponseChunk{};
        }
        co_await untilCalled([this](std::function<void()> wake) { m_wake = std::move(wake); });
    }
    ResponseChunk chunk = std::move(m_chunks.front());
    m_chunks.pop_front();
    co_return chunk;
}

void ResponseQueue::close()
{
    m_isClosed = true;
    for (const ResponseChunk &chunk : m_chunks) {
        reportWritten(chunk, false);
    }
    m_chunks.clear();
    if (const auto wake = std::exchange(m_wake, {})) {
        wake();
    }
}

std::shared_ptr<ResponseWriter> writerTo(std::shared_ptr<SocketContext> context, std::shared_ptr<ResponseQueue> queue)
{
    return std::make_shared<QueuedResponseWriter>(std::move(context), std::move(queue));
}

} // namespace studio::gateway
