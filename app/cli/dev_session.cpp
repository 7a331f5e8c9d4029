// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dev_session.h"

#include "core/base/detach.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"

#include <QFileInfo>

namespace studio::cli {

namespace {

constexpr int firstPort = 4461; ///< the one after that of `ignite serve`
constexpr int triedPorts = 20;
constexpr std::chrono::seconds devEndTimeout{2}; ///< for what is in flight at the end

} // namespace

DevSession::DevSession(Session &session, DevArguments arguments)
    : m_session(session)
    , m_arguments(std::move(arguments))
    , m_loop(&m_compiler)
    , m_platform(m_paths, &m_compiler, &m_client)
    , m_workspace({.compiler = &m_compiler, .loop = &m_loop, .platform = &m_platform})
    , m_view(session)
    , m_address([this](HttpRequest request, InvokeObserver observer, std::stop_token stop) {
        return m_platform.invoke({}, {InvokeTarget::DevInstance}, std::move(request), std::move(observer),
                                 std::move(stop));
    })
{
    m_platform.setDevSource(m_loop.source());
    m_end.start();
    connectView();
}

DevSession::~DevSession()
{
    // Their ends must not be told to a view that is gone.
    m_loop.disconnect(this);
    m_platform.disconnect(this);
    m_address.disconnect(this);
    m_workspace.output()->disconnect(this);
    m_workspace.actions()->disconnect(this);
}

QString DevSession::address() const
{
    return QStringLiteral("http://localhost:%1/").arg(m_gateway->port());
}

void DevSession::connectView()
{
    const BuildOutput *const output = m_workspace.output();
    connect(output, &BuildOutput::progress, this,
            [this](int done, int total, const QString &unit) { m_view.showProgress(done, total, unit); });
    connect(output, &BuildOutput::ended, this, [this](BuildOutput::Outcome outcome, const QString &summary) {
        m_view.showOutcome(outcome, summary);
        m_shownFailure = outcome == BuildOutput::Outcome::Failed ? summary : QString();
        if (outcome == BuildOutput::Outcome::Failed && m_loop.status().instance == InstanceState::Ready) {
            m_view.say(QStringLiteral("The version before goes on answering."));
        }
    });
    connect(m_workspace.actions(), &BuildActions::message, this, [this](const WorkspaceMessage &message) {
        if (message.sentence != m_shownFailure) {
            m_view.say(message.kind == WorkspaceMessage::Kind::Error ? QStringLiteral("error: ") + message.sentence
                                                                     : message.sentence);
        }
    });
    connect(m_workspace.diagnostics(), &DiagnosticList::added, this,
            [this](DiagnosticList::Source, const Diagnostic &found) {
                if (!found.file.endsWith(QLatin1String("Cargo.toml"))) { // that is also how the compile ends
                    m_view.showDiagnostic(found);
                }
            });
    connect(&m_loop, &DevLoop::handlerLines, this, [this](const QList<LogLine> &lines) { m_view.showLines(lines); });
    connect(&m_loop, &DevLoop::statusChanged, this, [this] {
        const DevLoop::Status status = m_loop.status();
        if (std::exchange(m_state, status.instance) != status.instance && status.instance == InstanceState::Crashed) {
            m_view.say(QStringLiteral("error: %1").arg(status.failure.message));
        }
    });
    connect(&m_address, &DevAddress::answered, this,
            [this](const HttpRequest &request, const Invocation &made) { m_view.showCall(request, made); });
    connect(&m_address, &DevAddress::refused, this,
            [this](const HttpRequest &request, const Error &error) { m_view.showRefusal(request, error); });
    connect(&m_platform, &ComputeService::recordsNotWritten, this, [this](const QString &reason) {
        m_view.say(QStringLiteral("warning: records of calls cannot be written. The newest are kept in memory until "
                                  "they can. %1")
                       .arg(reason));
    });
}

/// The target that was asked for; else that of the app, where there is one.
Task<bool> DevSession::chooseTarget()
{
    if (!m_arguments.target.empty()) {
        m_workspace.setTarget(m_arguments.target == "wasm" ? RustTarget::Wasm : RustTarget::Native);
        co_return true;
    }
    const auto app = co_await whileAlive(this, m_platform.getApp(m_workspace.localAppId()));
    if (app) {
        m_workspace.setTarget(app->target);
    } else if (app.error().code != ErrorCode::NotFound) {
        co_return std::unexpected(app.error());
    }
    co_return true;
}

/// A port of its own choice is looked for, so that one `ignite dev` beside another has an address too.
Result<void> DevSession::listen()
{
    const int wanted = m_arguments.port.value_or(firstPort);
    const int last = m_arguments.port ? wanted : firstPort + triedPorts;
    for (int port = wanted;; ++port) {
        auto gateway =
            Gateway::start(&m_address, {.port = static_cast<quint16>(port == last && !m_arguments.port ? 0 : port),
                                        .token = {},
                                        .temporaryFolder = {},
                                        .limits = {}});
        if (gateway) {
            m_gateway = std::move(*gateway);
            return {};
        }
        if (port >= last) {
            return std::unexpected(gateway.error());
        }
    }
}

/// What cannot be read or sent is known before anything is compiled.
Task<bool> DevSession::readRequest()
{
    if (!m_arguments.hasPayload()) {
        co_return true;
    }
    const auto request = co_await whileAlive(this, requestOf(m_arguments.request, m_session.stop.get_token()));
    if (!request) {
        co_return std::unexpected(request.error());
    }
    if (m_request != *request) {
        sayNotes(*request, m_session);
    }
    m_request = *request;
    co_return true;
}

Task<bool> DevSession::prepare()
{
    if (const auto opened = m_workspace.open(toQString(m_arguments.folder)); !opened) {
        co_return std::unexpected(opened.error());
    }
    if (!QFileInfo::exists(m_workspace.manifest()->path())) {
        co_return std::unexpected(*m_workspace.projectError());
    }
    if (const auto read = co_await whileAlive(this, readRequest()); !read) {
        co_return read;
    }
    if (const auto opened = co_await whileAlive(this, m_platform.openStore()); !opened) {
        co_return opened;
    }
    if (const auto chosen = co_await whileAlive(this, chooseTarget()); !chosen) {
        co_return chosen;
    }
    auto watcher = SourceWatcher::watch(m_workspace.folder());
    if (!watcher) {
        co_return std::unexpected(watcher.error());
    }
    m_watcher = std::move(*watcher);
    connect(m_watcher.get(), &SourceWatcher::changed, this, &DevSession::takeChange);
    connect(m_watcher.get(), &SourceWatcher::incomplete, this, [this](const Error &error) {
        m_view.say(QStringLiteral("warning: changes in this folder will not be seen. %1").arg(error.message));
    });
    connect(m_watcher.get(), &SourceWatcher::gone, this, [this] { m_end.finish(); });
    if (const auto listening = listen(); !listening) {
        co_return std::unexpected(listening.error());
    }
    co_return true;
}

/// `files`: relative to the folder; empty for many.
void DevSession::takeChange(const QStringList &files)
{
    const bool isManifest = files.isEmpty() || files.contains(QStringLiteral("Cargo.toml"));
    if (isManifest) { // the package may have another name now, or be readable again
        m_workspace.documents()->saved(m_workspace.manifest()->path());
    }
    m_view.showChange(files);
    detach(runAgain());
}

Task<int> DevSession::run()
{
    if (const auto prepared = co_await whileAlive(this, prepare()); !prepared) {
        co_return std::unexpected(prepared.error());
    }
    m_view.showAddress(address(), m_workspace.name(), m_workspace.target());
    detach(runAgain());
    co_await whileAlive(this, waitForEnd());
    const bool isStopped = m_session.stop.stop_requested();
    co_await whileAlive(this, shutDown());
    if (!isStopped) {
        co_return fail(ErrorCode::NotFound,
                       QStringLiteral("The folder %1 is gone, and with it what was run.").arg(m_workspace.folder()));
    }
    co_return 0;
}

QCoro::Task<void> DevSession::runAgain()
{
    if (const auto ran = co_await whileAlive(this, m_workspace.actions()->run()); !ran) {
        co_return; // the view has shown why
    }
    m_view.showReady();
    if (m_request) {
        co_await whileAlive(this, sendPayload());
    }
}

/// A file may have been edited meanwhile. A pipe can be read once.
QCoro::Task<void> DevSession::sendPayload()
{
    if (QFileInfo(toQString(m_arguments.request.payloadFile)).isFile()) {
        if (const auto read = co_await whileAlive(this, readRequest()); !read) {
            m_view.say(QStringLiteral("error: %1").arg(read.error().message));
            co_return;
        }
    }
    const HttpRequest request = *m_request;
    const auto invocation = co_await whileAlive(
        this, m_platform.invoke({}, {InvokeTarget::DevInstance}, request, {}, m_session.stop.get_token()));
    if (invocation) {
        m_view.showCall(request, *invocation);
        m_view.showBody(invocation->response);
    } else if (invocation.error().code != ErrorCode::Cancelled) {
        m_view.showRefusal(request, invocation.error());
    }
}

QCoro::Task<void> DevSession::waitForEnd()
{
    const std::stop_callback stopped(m_session.stop.get_token(), [this] { m_end.finish(); });
    co_await m_end.future();
}

QCoro::Task<void> DevSession::shutDown()
{
    m_watcher.reset();
    m_workspace.actions()->stop();
    co_await whileAlive(this, m_gateway->shutDown(devEndTimeout));
    m_loop.stop();
    if (const auto written = co_await whileAlive(this, m_platform.flushRecords()); !written) {
        m_view.say(QStringLiteral("warning: the last records of calls could not be written and are lost. %1")
                       .arg(written.error().message));
    }
}

} // namespace studio::cli
