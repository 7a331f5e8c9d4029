// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/gateway/limits.h"

#include <memory>

namespace studio {

class ProxyCalls;
namespace gateway {
class RequestHandler;
}

struct GatewayOptions
{
    quint16 port = 0;        ///< 0 for a free one
    QByteArray token;        ///< that a caller of the API must show
    QString temporaryFolder; ///< for archives on their way to the draft
    gateway::Limits limits;
};

/// A ComputeService on the HTTP routes of the platform (PLATFORM, part 2), on the loopback address only, and its
/// published apps at `http://<app>-<org>.localhost:PORT/`. The sockets live on a thread of their own; the service is
/// called on the thread that made the gateway.
class Gateway
{
public:
    /// `service` must outlive it. `proxied`, which must too, answers at the direct addresses; without it there are
    /// none. Unavailable: the port is taken.
    static Result<std::unique_ptr<Gateway>> start(ComputeService *service, ProxyCalls *proxied, GatewayOptions options);
    /// The same for one handler alone: `handler`, which must outlive it too, gets every request that comes to localhost
    /// on this port and from no page of another origin. There is no API and no token.
    static Result<std::unique_ptr<Gateway>> start(gateway::RequestHandler *handler, GatewayOptions options);
    /// Cuts off what is still in flight: its calls are recorded as cancelled and asked to stop.
    ~Gateway();

    [[nodiscard]] quint16 port() const;
    /// Takes no more requests and asks those in flight to stop; resumes when none is left, or after this time.
    QCoro::Task<void> shutDown(std::chrono::milliseconds timeout);

private:
    class Private;
    explicit Gateway(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace studio
