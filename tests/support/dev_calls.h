// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http_client.h"
#include "core/local/local_invoker.h"
#include "core/workspace/dev_loop.h"

namespace studio::test {

/// Calls the instance of a dev loop, as Send of the window does; without a recorder nothing is kept.
class DevCalls
{
public:
    explicit DevCalls(ExecutionRecorder *recorder = nullptr) : m_invoker(nullptr, recorder, &m_client) {}

    Task<Invocation> operator()(DevLoop &loop, HttpRequest request = {}, std::stop_token stop = {})
    {
        m_invoker.setDevSource(loop.source());
        return m_invoker.invoke({}, {InvokeTarget::DevInstance}, std::move(request), {}, std::move(stop));
    }

private:
    HttpClient m_client;
    LocalInvoker m_invoker;
};

} // namespace studio::test
