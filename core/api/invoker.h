// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/invocation.h"
#include "core/model/invoke_observer.h"
#include "core/model/invoke_target.h"

namespace studio {

/// Calls handlers. There is one implementation for this machine (core/local/local_invoker.h) and one over a gateway's
/// API (core/remote); a ComputeService is one.
///
///     const auto answer = co_await whileAlive(this, invoker->invoke(id, {InvokeTarget::Draft}, request));
///
/// Used on the thread that made it, where the observer is told and the call resumes.
class Invoker
{
public:
    virtual ~Invoker() = default;

    /// Calls the handler: an instance is started where none runs. A handler that dies, hangs or cannot start is not an
    /// Error but an answer of the platform, which Invocation::error explains, as the real gateway answers. Where that
    /// comes after the head was told, the answer broke off. An observer without a head told gets the answer at the
    /// end, as one without functions does.
    ///
    /// NotFound: no such app or version. FailedPrecondition: nothing is compiled, published or running that could be
    /// called. InvalidArgument: the request cannot be sent. Cancelled; the error's detail may say what became of the
    /// handler.
    virtual Task<Invocation> invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer = {},
                                    std::stop_token stop = {}) = 0;
    /// Tells the execution's id at once; the call goes on in the process that carries it out, until it ends.
    virtual Task<QString> invokeAsync(AppId id, InvokeTarget target, HttpRequest request) = 0;

protected:
    Invoker() = default;
    Q_DISABLE_COPY_MOVE(Invoker)
};

} // namespace studio
