// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/invoke_pane.h"

#include <functional>

namespace studio::test {

/// Answers calls with a function, in the place of a platform.
class FunctionInvoker final : public QObject, public Invoker
{
public:
    struct Call
    {
        AppId app;
        InvokeTarget target;
        HttpRequest request;
        InvokeObserver observer;
        std::stop_token stop;
    };
    using Answer = std::function<Task<Invocation>(Call)>;

    explicit FunctionInvoker(Answer answer, QObject *parent = nullptr) : QObject(parent), m_answer(std::move(answer)) {}

    Task<Invocation> invoke(AppId app, InvokeTarget target, HttpRequest request, InvokeObserver observer,
                            std::stop_token stop) override
    {
        return m_answer({std::move(app), target, std::move(request), std::move(observer), std::move(stop)});
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
