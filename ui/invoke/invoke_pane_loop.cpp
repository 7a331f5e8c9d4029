// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/invoke_pane.h"

namespace studio {

// In a file of its own, so that the pane can be had without a platform behind it.
InvokePane::InvokePane(DevLoop *loop, QWidget *parent)
    : InvokePane([loop](HttpRequest request, std::stop_token stop) { return loop->send(std::move(request), stop); },
                 parent)
{
    m_isStale = [loop] { return loop->status().stale; };
    connect(loop, &DevLoop::handlerLines, this, [this](const QList<LogLine> &lines) { addHandlerLines(lines); });
}

} // namespace studio
