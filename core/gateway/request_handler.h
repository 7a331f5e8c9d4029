// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/response_writer.h"

#include <QCoroTask>
#include <QObject>

#include <stop_token>

namespace studio::gateway {

/// Answers the requests of a gateway that serves one handler alone, in the place of the platform's API. Called on its
/// own thread.
class RequestHandler : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Answers in its own time, exactly once. `stop`: the client has gone, or the gateway ends.
    virtual QCoro::Task<void> answer(HttpRequest request, std::stop_token stop,
                                     std::shared_ptr<ResponseWriter> reply) = 0;
};

} // namespace studio::gateway
