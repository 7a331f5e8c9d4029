// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/gateway/request_handler.h"
#include "core/model/invocation.h"
#include "core/model/invoke_observer.h"

#include <functional>

namespace studio::cli {

/// Hands the requests at one address on to the dev instance, whichever that is when they come, and tells what came of
/// them. A request that comes while there is none waits for the compile. Main thread.
class DevAddress final : public gateway::RequestHandler
{
    Q_OBJECT

public:
    using Call = std::function<Task<Invocation>(HttpRequest request, InvokeObserver observer, std::stop_token stop)>;

    explicit DevAddress(Call call) : m_call(std::move(call)) {}

    QCoro::Task<void> answer(HttpRequest request, std::stop_token stop,
                             std::shared_ptr<gateway::ResponseWriter> reply) override;

Q_SIGNALS:
    void answered(const studio::HttpRequest &request, const studio::Invocation &invocation);
    void refused(const studio::HttpRequest &request, const studio::Error &error); ///< there is no handler to call

private:
    Call m_call;
};

} // namespace studio::cli
