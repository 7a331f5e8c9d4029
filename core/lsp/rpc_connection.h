// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/lsp/rpc_message.h"

#include <QHash>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace studio {

class RpcChannel;
class RpcConnection;

/// For an answer that is taken as it is.
inline void read(const JsonReader &json, Json &value)
{
    value = json.json();
}

/// The user waits for a call of high priority, and all others slow a peer that has few processors: background calls are
/// sent one at a time, and none while one of high priority is pending.
enum class RpcPriority {
    High,
    Normal,
    Background,
};

/// One request. Its end is told exactly once, unless this is destroyed or cancelled before: then the peer
/// is told that its answer is not wanted, and nothing is told here. Move-only. The connection's thread.
class [[nodiscard]] RpcCall
{
public:
    RpcCall() = default;
    ~RpcCall() { cancel(); }
    RpcCall(RpcCall &&) noexcept = default;
    RpcCall &operator=(RpcCall &&other) noexcept;
    RpcCall(const RpcCall &) = delete;
    RpcCall &operator=(const RpcCall &) = delete;

    void cancel();
    [[nodiscard]] bool isRunning() const;

private:
    friend class RpcConnection;
    struct State;
    explicit RpcCall(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    std::shared_ptr<State> m_state;
};

/// Requests and notifications, both ways, over one stream. Answers are read into values on the stream's thread, so that
/// only values reach the thread of this object.
///
///     m_call = connection.call<Hover>("textDocument/hover", params, [this](const Result<Hover> &hover) { … });
///
/// A value `T` is read by `void read(const JsonReader &, T &)`, which is found beside T (core/lsp/lsp_json.h).
class RpcConnection : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds defaultTimeout{30'000};

    /// Owns `socket`, a stream socket.
    explicit RpcConnection(int socket, QObject *parent = nullptr);
    ~RpcConnection() override; ///< calls that run are never told

    /// `done` gets Cancelled where the peer cancelled it, DeadlineExceeded after `timeout`, Unavailable where the peer
    /// refused it or the connection ended, InvalidArgument where the answer is not what is expected. Where the peer's
    /// knowledge changed while it answered, it is asked again, a few times. `group`: see endGroup(). `timeout` begins
    /// when it is sent.
    template <typename T>
    RpcCall call(const QString &method, Json params, std::function<void(Result<T>)> done,
                 std::chrono::milliseconds timeout = defaultTimeout, const QString &group = {},
                 RpcPriority priority = RpcPriority::Normal)
    {
        return start(
            {method, group, timeout, priority}, std::move(params),
            [](const Result<Json> &json, const Done &end) -> std::function<void()> {
                Result<T> value = json.and_then([](const Json &answer) { return valueOf<T>(answer); });
                const auto shared = std::make_shared<Result<T>>(std::move(value));
                return [shared, end] { end(shared.get()); };
            },
            [done = std::move(done)](void *value) {
                if (value) {
                    done(std::move(*static_cast<Result<T> *>(value)));
                }
            },
            [](const Error &error, const Done &end) {
                Result<T> value = std::unexpected(error);
                end(&value);
            });
    }
    /// The calls of a group end with this error now, and the peer is told that their answers are not wanted.
    void endGroup(const QString &group, const Error &error);

    /// Background calls wait from now on, or go on.
    void holdBackground(bool isHeld);

    void notify(const QString &method, Json params);

    /// Before start(). `handle` gets the params as a value, on this object's thread; what cannot be read is dropped.
    template <typename T> void onNotification(const QString &method, std::function<void(T)> handle)
    {
        m_notifications.insert(method, [handle = std::move(handle)](const Json &params) -> std::function<void()> {
            const auto value = valueOf<T>(params);
            return value ? std::function<void()>([handle, value = *value] { handle(value); }) : nullptr;
        });
    }
    /// Before start(). `handle` answers a request of the peer with the result.
    using Answer = std::function<void(Result<Json>)>; ///< to be called once, at any time
    template <typename T> void onRequest(const QString &method, std::function<void(T, Answer)> handle)
    {
        m_requests.insert(method,
                          [handle = std::move(handle)](const Json &params) -> Result<std::function<void(Answer)>> {
                              return valueOf<T>(params).transform([&](const T &value) -> std::function<void(Answer)> {
                                  return [handle, value](Answer answer) { handle(value, std::move(answer)); };
                              });
                          });
    }
    void start(); ///< begins to read

    [[nodiscard]] bool isOpen() const { return m_isOpen; }

Q_SIGNALS:
    /// The last thing that is told: every call that ran has ended with this error.
    void closed(const studio::Error &error);

private:
    friend class RpcCall;
    using Done = std::function<void(void *)>; ///< with a Result<T> *
    using Read = std::function<std::function<void()>(const Result<Json> &, const Done &)>;
    using Fail = std::function<void(const Error &, const Done &)>;

    template <typename T> static Result<T> valueOf(const Json &json)
    {
        const JsonReader reader(json);
        T value{};
        read(reader, value);
        return reader.check().transform([&] { return std::move(value); }).transform_error([](Error error) {
            error.message =
                QObject::tr("The language server sent what its protocol does not have. %1").arg(error.message);
            return error;
        });
    }

    struct Call
    {
        QString method;
        QString group;
        std::chrono::milliseconds timeout;
        RpcPriority priority;
    };
    RpcCall start(const Call &call, Json params, Read read, Done done, Fail fail);
    void send(RpcCall::State &call);
    void sendWaiting();
    [[nodiscard]] std::shared_ptr<RpcCall::State> takeWaiting();
    void askAgain(qint64 id);
    void receive(const Result<RpcMessage> &message); ///< the stream's thread
    void takeAnswer(const RpcMessage &answer);
    void takeRequest(const RpcMessage &request);
    void answer(const Json &id, const Result<Json> &result);
    void refuse(const Json &id, const RpcError &error);
    std::shared_ptr<RpcCall::State> remove(qint64 id); ///< null where it has ended
    void forget(qint64 id, bool tellPeer);
    void close(const Error &error);

    int m_socket;
    bool m_isOpen = true;
    bool m_isBackgroundHeld = false;
    qint64 m_lastId = 0;
    QList<qint64> m_waiting; ///< calls that were not sent yet, in their order
    QHash<QString, std::function<std::function<void()>(const Json &)>> m_notifications;
    QHash<QString, std::function<Result<std::function<void(Answer)>>(const Json &)>> m_requests;
    std::mutex m_mutex; ///< of m_calls, which the stream's thread looks into
    QHash<qint64, std::shared_ptr<RpcCall::State>> m_calls;
    std::unique_ptr<RpcChannel> m_channel; ///< last: its thread ends before the rest goes
};

} // namespace studio
