// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/http_message.h"
#include "core/model/log_line.h"

#include <functional>

namespace studio {

/// Told while a call runs. Any member may be left empty. An answer that is short by its Content-Length is not told as
/// it comes; the invocation has it at the end.
struct InvokeObserver
{
    std::function<void(const QList<LogLine> &)> lines;  ///< what the handler wrote
    std::function<void(const QString &)> started;       ///< the execution's id, before anything is sent
    std::function<void(const HttpResponse &head)> head; ///< as soon as it is there, without a body
    /// The next bytes of the body. The handler is asked for no more until `next` has been called, from any thread.
    std::function<void(const QByteArray &bytes, const std::function<void()> &next)> chunk;
};

} // namespace studio
