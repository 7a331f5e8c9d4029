// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/invoker.h"
#include "core/local/call_record.h"

namespace studio {

class HttpClient;

/// The calls of this machine, written once for every way in: finds out what the call runs, acquires an instance,
/// sends the request, hands the answer on as it comes, attributes the log lines, records the call. Where the instance
/// comes from is its source's matter. An instance that cannot be started, or that was not free in time, is answered for
/// by the platform and leaves a record like any other call. Main thread.
class LocalInvoker final : public QObject, public Invoker
{
    Q_OBJECT

public:
    /// `stored` has the drafts and versions; null where there are none. `client` and both sources must outlive the
    /// calls. Without a recorder nothing is kept.
    LocalInvoker(InstanceSource *stored, ExecutionRecorder *recorder, HttpClient *client);

    /// Where a call of InvokeTarget::DevInstance gets its instance; null where nothing is being written here.
    void setDevSource(InstanceSource *source) { m_dev = source; }

    Task<Invocation> invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer = {},
                            std::stop_token stop = {}) override;
    Task<QString> invokeAsync(AppId id, InvokeTarget target, HttpRequest request) override;

private:
    struct Call;

    [[nodiscard]] Result<InstanceSource *> sourceOf(const InvokeTarget &target) const;
    Task<Invocation> call(Call call);
    Task<Invocation> callOn(InstanceLease lease, Call call, std::chrono::milliseconds waited);
    void forgetConnections(InstanceState state);

    InstanceSource *m_stored;
    InstanceSource *m_dev = nullptr;
    QPointer<ExecutionRecorder> m_recorder;
    HttpClient *m_client;
};

} // namespace studio
