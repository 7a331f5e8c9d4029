// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/http_message.h"

#include <QFuture>

#include <functional>
#include <memory>

namespace studio::gateway {

/// Where an answer goes, from any thread: whole with send(), or as it comes with begin(), write() and end(). An answer
/// that is destroyed before its end closes the connection, so that the client does not take a part for the whole.
class ResponseWriter
{
public:
    virtual ~ResponseWriter() = default;

    virtual void send(HttpResponse answer) = 0;
    virtual void begin(HttpResponse head) = 0; ///< without a body; HEAD gets no more than this
    /// Ends when the bytes have been handed to the system, with false when the client is gone.
    virtual QFuture<bool> write(QByteArray bytes) = 0;
    virtual void end() = 0;
};

} // namespace studio::gateway
