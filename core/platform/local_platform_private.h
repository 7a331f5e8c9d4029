// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platform/execution_recorder.h"
#include "core/platform/instance_pool.h"
#include "core/platform/local_platform.h"
#include "core/platform/store_thread.h"
#include "core/platform/store_watch.h"

namespace studio {

class LocalPlatform::Private
{
public:
    Private(LocalPlatform *owner, Paths where, Compiler *theCompiler, HttpClient *theClient);

    [[nodiscard]] QString temporary() const { return paths.data + QStringLiteral("/tmp"); }
    [[nodiscard]] QString sources() const { return paths.cache + QStringLiteral("/sources"); }

    LocalPlatform *q;
    Paths paths;
    Compiler *compiler;
    HttpClient *client;
    StoreThread store;
    ExecutionRecorder recorder;
    StoreWatch watch;
    InstancePool pool;
    QTimer countsTimer; ///< tells other processes what runs here, not at each start
};

} // namespace studio
