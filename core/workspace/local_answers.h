// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/lsp/answer_source.h"

#include <QTimer>

#include <functional>

namespace studio {

/// A source that finds its answers itself, for files that no language server knows. Main thread.
///
/// A question whose AnswerCall is gone stops its work. Such work looks at the token after each co_await, gives it to
/// what runs on a worker, and asks nothing of others after a stop.
class LocalAnswers : public lsp::AnswerSource
{
    Q_OBJECT

public:
    using AnswerSource::AnswerSource;

    [[nodiscard]] TextRange rangeIn(const QString &path, const lsp::Range &range) const override
    {
        Q_UNUSED(path)
        return {{range.start.line, range.start.character}, {range.end.line, range.end.character}}; // bytes already
    }

protected:
    /// Not a coroutine itself: a coroutine that is a lambda would outlive what it captured.
    template <typename T> using Work = std::function<Task<T>(std::stop_token)>;

    /// `work` begins in a later turn of the event loop: an answer is never told before the question has returned.
    template <typename T> lsp::AnswerCall answerWith(Done<T> done, Work<T> work)
    {
        const auto call = std::make_shared<lsp::AnswerCall::Local>();
        // Not by awaiting a worker: one that has ended already is not waited for.
        QTimer::singleShot(0, this, [this, call, done = std::move(done), work = std::move(work)] {
            if (!call->hasEnded) {
                detach(run(call, done, work));
            }
        });
        return lsp::AnswerCall(call);
    }

private:
    template <typename T>
    QCoro::Task<void> run(std::shared_ptr<lsp::AnswerCall::Local> call, Done<T> done, Work<T> work)
    {
        auto answer = co_await whileAlive(this, work(call->stop.get_token()));
        if (!std::exchange(call->hasEnded, true)) {
            done(std::move(answer));
        }
    }
};

} // namespace studio
