// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/invoker.h"
#include "core/base/transport.h"
#include "core/collection/prepared_request.h"

#include <functional>
#include <optional>

namespace studio::collection {

/// An answer to a saved request.
struct Answer
{
    HttpResponse response;
    QString executionId; ///< of a call of the app
    qint64 microseconds = 0;

    bool operator==(const Answer &) const = default;
};

/// Sends a request and waits for its answer. The thread that it was made on.
using RequestSender = std::function<Task<Answer>(PreparedRequest, std::stop_token)>;

/// Sends what goes to the app through the invoker. Without an app such a request is FailedPrecondition, and
/// DeadlineExceeded where its own time is over. The invoker must outlive it.
RequestSender senderToApp(Invoker *invoker, std::optional<AppId> app, InvokeTarget target = {});
/// Sends what goes to an address by the transport, once where its method is not safe; redirects are not followed.
/// `load` is called before the first.
RequestSender senderToAddress(std::function<Result<TransportFactory *>()> load);
/// Each request to where it goes.
RequestSender senderTo(RequestSender app, RequestSender address);

} // namespace studio::collection
