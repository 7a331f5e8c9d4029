// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"
#include "core/model/text_change.h"

#include <QObject>

#include <functional>
#include <memory>
#include <stop_token>

namespace studio::lsp {

/// A question that was asked of an AnswerSource. Its end is told exactly once, unless this is destroyed or cancelled
/// before: then nothing is told. Move-only. The source's thread.
class [[nodiscard]] AnswerCall
{
public:
    /// Of a source that answers by itself: how its work learns that the answer is no longer wanted.
    struct Local
    {
        std::stop_source stop;
        bool hasEnded = false;
    };

    AnswerCall() = default;
    AnswerCall(RpcCall call) : m_call(std::move(call)) {} // NOLINT(google-explicit-constructor)
    explicit AnswerCall(std::shared_ptr<Local> local) : m_local(std::move(local)) {}
    ~AnswerCall() { cancel(); }
    AnswerCall(AnswerCall &&) noexcept = default;
    AnswerCall &operator=(AnswerCall &&other) noexcept
    {
        if (this != &other) {
            cancel();
            m_call = std::move(other.m_call);
            m_local = std::move(other.m_local);
        }
        return *this;
    }
    AnswerCall(const AnswerCall &) = delete;
    AnswerCall &operator=(const AnswerCall &) = delete;

    void cancel()
    {
        m_call.cancel();
        if (const auto local = std::exchange(m_local, nullptr); local && !std::exchange(local->hasEnded, true)) {
            local->stop.request_stop();
        }
    }
    [[nodiscard]] bool isRunning() const { return m_call.isRunning() || (m_local && !m_local->hasEnded); }

private:
    RpcCall m_call;
    std::shared_ptr<Local> m_local;
};

/// What completes and explains the text of an editor: a language server (ServerAnswers), or the studio itself for files
/// that no server knows. Paths are absolute, places count bytes. Main thread.
class AnswerSource : public QObject
{
    Q_OBJECT

public:
    template <typename T> using Done = std::function<void(Result<T>)>;

    using QObject::QObject;

    [[nodiscard]] virtual bool canAnswer(const QString &path) const = 0;

    [[nodiscard]] virtual QStringList completionTriggers() const = 0; ///< characters that are no part of a name
    /// Whether the character belongs to what is completed.
    [[nodiscard]] virtual bool isOfName(QChar character) const
    {
        return character.isLetterOrNumber() || character == u'_';
    }
    /// Whether to ask after this character of a name was typed, which has `length` bytes by then.
    [[nodiscard]] virtual bool asksAfter(QChar character, int length) const
    {
        return length == 1 && !character.isDigit();
    }
    /// `trigger`: the character that was typed, or empty where it was asked for.
    virtual AnswerCall complete(const QString &path, TextPlace place, const QString &trigger,
                                Done<CompletionList> done) = 0;
    /// The same item with what takes longer to find out, such as its documentation.
    virtual AnswerCall resolveItem(const CompletionItem &item, Done<CompletionItem> done) = 0;
    virtual AnswerCall explain(const QString &path, TextPlace place, Done<Hover> done) = 0;

    [[nodiscard]] virtual TextRange rangeIn(const QString &path, const Range &range) const = 0;

Q_SIGNALS:
    void answersChanged(); ///< what was answered before may be another by now, or more
};

} // namespace studio::lsp
