// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/outbox.h"

#include <atomic>

namespace studio::gateway {

namespace {

void tell(const Piece &piece, bool isWritten)
{
    if (piece.written) {
        piece.written->addResult(isWritten);
        piece.written->finish();
    }
}

class OutboxReply final : public Reply
{
public:
    OutboxReply(std::shared_ptr<asio::io_context> context, std::shared_ptr<Outbox> outbox)
        : m_context(std::move(context)), m_outbox(std::move(outbox))
    {
    }

    ~OutboxReply() override
    {
        if (!m_isEnded) {
            put({.kind = Piece::Broken, .response = {}, .bytes = {}, .written = {}});
        }
    }

    void send(HttpResponse answer) override
    {
        if (!m_isEnded.exchange(true)) {
            put({.kind = Piece::Whole, .response = std::move(answer), .bytes = {}, .written = {}});
        }
    }

    void begin(HttpResponse head) override
    {
        put({.kind = Piece::Head, .response = std::move(head), .bytes = {}, .written = {}});
    }

    QFuture<bool> write(QByteArray bytes) override
    {
        auto written = std::make_shared<QPromise<bool>>();
        written->start();
        auto future = written->future();
        put({.kind = Piece::Bytes, .response = {}, .bytes = std::move(bytes), .written = std::move(written)});
        return future;
    }

    void end() override
    {
        if (!m_isEnded.exchange(true)) {
            put({.kind = Piece::End, .response = {}, .bytes = {}, .written = {}});
        }
    }

private:
    void put(Piece piece)
    {
        asio::post(*m_context, [outbox = m_outbox, piece = std::move(piece)] { outbox->put(piece); });
    }

    std::shared_ptr<asio::io_context> m_context;
    std::shared_ptr<Outbox> m_outbox;
    std::atomic<bool> m_isEnded = false;
};

} // namespace

void Outbox::put(Piece piece)
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

asio::awaitable<Piece> Outbox::next()
{
    while (m_pieces.empty()) {
        if (m_isClosed) {
            co_return Piece{};
        }
        co_await untilCalled([this](std::function<void()> wake) { m_wake = std::move(wake); });
    }
    Piece piece = std::move(m_pieces.front());
    m_pieces.pop_front();
    co_return piece;
}

void Outbox::close()
{
    m_isClosed = true;
    for (const Piece &piece : m_pieces) {
        tell(piece, false);
    }
    m_pieces.clear();
    if (const auto wake = std::exchange(m_wake, {})) {
        wake();
    }
}

std::shared_ptr<Reply> replyTo(std::shared_ptr<asio::io_context> context, std::shared_ptr<Outbox> outbox)
{
    return std::make_shared<OutboxReply>(std::move(context), std::move(outbox));
}

} // namespace studio::gateway
