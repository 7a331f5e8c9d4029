// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/dev_address.h"
#include "app/cli/dev_view.h"
#include "app/cli/request_flags.h"
#include "core/compiler/compiler.h"
#include "core/gateway/gateway.h"
#include "core/invocation/http_client.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/source_watcher.h"
#include "core/workspace/workspace.h"

#include <QCoroTask>
#include <QPromise>

#include <optional>

namespace studio::cli {

/// What `ignite dev` takes.
struct DevArguments
{
    std::string folder = ".";
    std::string target;
    std::optional<int> port;
    RequestFlags request;

    [[nodiscard]] bool hasPayload() const { return !request.payload.empty() || !request.payloadFile.empty(); }
};

/// One `ignite dev`: a workspace whose sources are watched. Each change runs it again, which cancels the compile that
/// goes on; what ran before answers until the new instance is ready. Main thread.
class DevSession : public QObject
{
    Q_OBJECT

public:
    DevSession(Session &session, DevArguments arguments);
    ~DevSession() override;

    /// Until the session is stopped. NotFound: the folder, or it has gone meanwhile. InvalidArgument: it has no
    /// Cargo.toml, or the payload cannot be read or sent. Unavailable: the port is taken, or the store cannot be
    /// opened.
    Task<int> run();

private:
    Task<bool> prepare();
    Task<bool> readRequest();
    Task<bool> chooseTarget();
    Result<void> listen();
    void connectView();
    void takeChange(const QStringList &files);
    QCoro::Task<void> runAgain();
    QCoro::Task<void> sendPayload();
    QCoro::Task<void> waitForEnd();
    QCoro::Task<void> shutDown();
    [[nodiscard]] QString address() const;

    Session &m_session;
    DevArguments m_arguments;
    Paths m_paths = userPaths();
    Compiler m_compiler{m_paths};
    HttpClient m_client;
    DevLoop m_loop;
    LocalPlatform m_platform;
    Workspace m_workspace;
    DevView m_view;
    DevAddress m_address;
    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<SourceWatcher> m_watcher;
    std::optional<HttpRequest> m_request; ///< that is sent after each compile
    QPromise<void> m_end;                 ///< the folder has gone
    QString m_shownFailure;               ///< of the last compile
    InstanceState m_state = InstanceState::Stopped;
};

} // namespace studio::cli
