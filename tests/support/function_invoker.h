// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/invoke_pane.h"

#include <functional>

namespace studio::test {

/// Answers calls with a function, in the place of a platform.
class FunctionInvoker final : public QObject, public Invoker
{
public:
    using Answer = std::function<Task<Invocation>(HttpRequest, std::stop_token)>;

    FunctionInvoker(Answer answer, QObject *parent) : QObject(parent), m_answer(std::move(answer)) {}

    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest request, InvokeObserver, std::stop_token stop) override
    {
        return m_answer(std::move(request), std::move(stop));
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { co_return QString(); }

private:
    Answer m_answer;
};

/// A pane whose Send calls this and nothing else.
inline std::unique_ptr<InvokePane> paneCalling(FunctionInvoker::Answer answer)
{
    auto pane = std::make_unique<InvokePane>();
    auto *const invoker = new FunctionInvoker(std::move(answer), pane.get());
    pane->setTargets({{QStringLiteral("dev"), {}, invoker, {}, {InvokeTarget::DevInstance}}});
    return pane;
}

} // namespace studio::test
