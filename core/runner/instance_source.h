// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/app.h"
#include "core/model/invoke_target.h"
#include "core/runner/instance.h"

#include <QPointer>

#include <functional>

namespace studio {

/// What a call runs: which code of an app, and how an instance of it is started.
struct InvokePlan
{
    App app;         ///< with the limits that hold for this code
    int version = 0; ///< 0 for the draft and for a dev instance
    bool isDev = false;
    QByteArray codeHash;
    QByteArray artifactHash;
    QString toolchain;
    InstanceSpec spec;            ///< with the values of the app's secrets in its environment
    std::optional<Error> failure; ///< why no instance of it can be started, where that is known already

    [[nodiscard]] std::chrono::milliseconds timeout() const { return std::chrono::seconds(app.timeoutSecs); }

    bool operator==(const InvokePlan &) const = default;
};

/// An instance for one call. Its source has it back when `hold` goes.
struct InstanceLease
{
    QPointer<Instance> instance; ///< may go away at any time
    bool isCold = false;         ///< started for this call
    std::shared_ptr<void> hold;  ///< to be let go on the source's thread
    /// May be empty. Called on the source's thread once the handler itself has answered, while `hold` is held.
    std::function<void()> answered = {};
};

/// Where calls get their instances from: the pool of the embedded platform, and the dev loop. Implementations live on
/// one thread, must outlive the calls that use them, and keep what a lease refers to until that is let go.
class InstanceSource
{
public:
    virtual ~InstanceSource() = default;

    /// Which code the call is to run; waits where that is being compiled, which is no part of the call's time.
    /// NotFound, FailedPrecondition with what helps, Cancelled: there is no call then, and no record of one.
    virtual Task<InvokePlan> plan(AppId id, InvokeTarget target, std::stop_token stop) = 0;
    /// An instance of it, which may still be starting. DeadlineExceeded: none was free in this time. Cancelled. Else
    /// why none can be started.
    virtual Task<InstanceLease> acquire(InvokePlan plan, std::chrono::milliseconds timeout, std::stop_token stop) = 0;

protected:
    InstanceSource() = default;
    Q_DISABLE_COPY_MOVE(InstanceSource)
};

} // namespace studio
