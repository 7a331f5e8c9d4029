// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/lifetime.h"
#include "core/base/temporary_space.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/execution_recorder.h"
#include "core/local/instance_pool.h"
#include "core/local/local_invoker.h"
#include "core/local/local_platform.h"
#include "core/local/local_secrets.h"
#include "core/local/pool_source.h"
#include "core/local/proxy_calls.h"
#include "core/local/store_thread.h"
#include "core/local/store_watch.h"

namespace studio {

class LocalPlatform::Private
{
public:
    Private(LocalPlatform *owner, Paths where, Compiler *theCompiler, HttpClient *theClient);

    /// `work(Executions &)`. What changes after it is notified.
    template <typename Work> QCoro::Task<std::invoke_result_t<Work, Executions &>> readRecords(Work work)
    {
        (void)co_await whileAlive(q, watch.begun()); // a store that cannot be read is the records' error too
        co_return co_await recorder.run(std::move(work));
    }

    LocalPlatform *q;
    Paths paths;
    Compiler *compiler;
    TemporarySpace temporary{paths.data + QStringLiteral("/tmp")};
    QThreadPool collector; ///< of garbage; its end waits for it
    StoreThread store;     ///< has the first one collect what is left over, so it ends before that
    ExecutionRecorder recorder;
    LocalSecrets secrets;
    StoreWatch watch;
    InstancePool pool;
    PoolSource source;
    LocalInvoker invoker;
    ProxyCalls proxied;
    QTimer countsTimer; ///< tells other processes what runs here, not at each start
};

} // namespace studio
