// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QMutex>
#include <QString>

#include <memory>
#include <optional>

namespace studio {

/// Which calls of one instance are in flight, and the tokens that only their own marks carry
/// (resources/sdk/ignite/src/marks.rs). Two random tokens are made for each call, one for its begin and one for its
/// end; they go to the SDK in a header of the request, and each is accepted once, while the call is known here. So the
/// set is never larger than the number of calls that the platform has under way, and what a handler prints is text.
///
///     const auto call = marks->expect(executionId);
///     request.headers.append({CallMarks::header, call->headerValue()});
///
/// Thread-safe. Owned by the instance and by each call that it was asked to expect.
class CallMarks : public std::enable_shared_from_this<CallMarks>
{
public:
    static constexpr auto header = "x-ignite-marks";

    /// A call that is expected, until this goes. Thread-safe, too.
    class Call
    {
    public:
        Call(std::shared_ptr<CallMarks> marks, QString executionId, QByteArray begin, QByteArray end);
        ~Call();
        Call(const Call &) = delete;
        Call &operator=(const Call &) = delete;
        [[nodiscard]] QByteArray headerValue() const { return m_begin + ' ' + m_end; }

    private:
        std::shared_ptr<CallMarks> m_marks;
        QString m_executionId;
        QByteArray m_begin;
        QByteArray m_end;
    };
    /// Null where this execution is expected already.
    [[nodiscard]] std::shared_ptr<Call> expect(const QString &executionId);

    struct Mark
    {
        QString executionId;
        bool begins = false;
        bool isAwaited = false; ///< an end that awaitEnd() was asked for

        bool operator==(const Mark &) const = default;
    };
    /// What the token means; nothing when it is not one of a call in flight, or was used before.
    std::optional<Mark> take(QByteArrayView token);

    /// The call is over although the handler did not say so.
    void giveUp(const QString &executionId);
    /// The one call that has begun and not ended; empty when there are none or several.
    [[nodiscard]] QString onlyRunning() const;
    [[nodiscard]] int runningCount() const;
    [[nodiscard]] bool isRunning(const QString &executionId) const;
    [[nodiscard]] bool hasEnded(const QString &executionId) const; ///< by its mark; false for one that is not known
    /// The same, and where it has not: its end mark will be told as awaited.
    [[nodiscard]] bool awaitEnd(const QString &executionId);

private:
    enum class State { Expected, Running, GivenUp, Ended };
    struct Entry
    {
        State state = State::Expected;
        bool isAwaited = false;
    };
    struct Meaning
    {
        QString executionId;
        bool begins = false;
    };

    void forget(const QString &executionId, const QByteArray &begin, const QByteArray &end);
    void setState(const QString &executionId, Entry &entry, State state);

    mutable QMutex m_mutex;
    QHash<QString, Entry> m_calls;
    QHash<QByteArray, Meaning> m_tokens; ///< not used yet
    QHash<QString, bool> m_running;      ///< keys only
};

} // namespace studio
