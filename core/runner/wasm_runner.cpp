// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/runner/precompile.h"
#include "core/runner/process_instance.h"
#include "core/toolchain/wasmtime.h"

#include <QCoroTask>
#include <QFileInfo>
#include <QObject>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace studio {

namespace {

const QString guestStore = QStringLiteral("/scratch");

/// A port on 127.0.0.1 that no other program is given as long as this lives, although nothing listens on it: `wasmtime
/// serve` takes an address, not a socket. Two sockets may have one address while at most one of them listens, if both
/// allow it (SO_REUSEADDR, which Wasmtime sets); the kernel hands out no port that any socket has.
class ReservedPort
{
public:
    static Result<std::unique_ptr<ReservedPort>> reserve()
    {
        std::unique_ptr<ReservedPort> port(new ReservedPort(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)));
        const int yes = 1;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (port->m_socket < 0 || setsockopt(port->m_socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
            bind(port->m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
            getsockname(port->m_socket, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
            const QString reason = QString::fromLocal8Bit(strerror(errno));
            return fail(ErrorCode::Unavailable, QObject::tr("No port on 127.0.0.1 is to be had: %1.").arg(reason));
        }
        port->m_number = ntohs(address.sin_port);
        return port;
    }
    ~ReservedPort()
    {
        if (m_socket >= 0) {
            close(m_socket);
        }
    }
    ReservedPort(const ReservedPort &) = delete;
    ReservedPort &operator=(const ReservedPort &) = delete;
    [[nodiscard]] quint16 number() const { return m_number; }

private:
    explicit ReservedPort(int descriptor) : m_socket(descriptor) {}

    int m_socket;
    quint16 m_number = 0;
};

/// Variables that would change what Wasmtime itself does.
bool isWasmtimes(const QString &name)
{
    static const QStringList exact{QStringLiteral("PATH"), QStringLiteral("HOME"), QStringLiteral("TMPDIR")};
    return exact.contains(name) || name.startsWith(QLatin1String("LD_")) || name.startsWith(QLatin1String("RUST_")) ||
           name.startsWith(QLatin1String("WASMTIME_")) || name.startsWith(QLatin1String("TOKIO_"));
}

class WasmInstance final : public ProcessInstance
{
public:
    WasmInstance(const InstanceSpec &spec, std::unique_ptr<Scratch> scratch, Wasmtime wasmtime,
                 std::unique_ptr<ReservedPort> port, std::shared_ptr<LogThread> thread)
        : ProcessInstance(spec, std::move(scratch), LogReader::Host::Wasmtime, std::move(thread))
        , m_wasmtime(std::move(wasmtime))
        , m_port(std::move(port))
    {
    }
    ~WasmInstance() override { m_stop.request_stop(); }

    [[nodiscard]] quint16 port() const override { return m_port->number(); }
    void stop() override
    {
        m_stop.request_stop();
        ProcessInstance::stop();
    }

    QCoro::Task<void> start(QString cache)
    {
        if (spec().profile == Profile::Dev) {
            serve(spec().program);
            co_return;
        }
        const auto code = co_await whileAlive(this, precompiled(spec().program, cache, m_stop.get_token()));
        if (state() != InstanceState::Starting) {
            co_return;
        }
        if (code) {
            serve(*code);
        } else {
            crash(code.error());
        }
    }

private:
    void serve(const QString &program)
    {
        launch({.program = m_wasmtime.program,
                .arguments = arguments(program),
                .workingDirectory = scratch().work(),
                .environment = environment(),
                .standardInput = {},
                .stopSignal = SIGINT}, // at which it lets calls in flight finish
               m_port->number());
    }

    [[nodiscard]] QStringList arguments(const QString &program) const
    {
        QStringList arguments{QStringLiteral("serve"),
                              QStringLiteral("-Scli"), // environment, stderr, clocks; neither the network …
                              QStringLiteral("-Ccache=n"),
                              QStringLiteral("--no-logging-prefix"), // wrong when instances are reused
                              // A replica keeps its state between calls, and is not ended behind the platform's back.
                              QStringLiteral("--max-instance-reuse-count=%1").arg(std::numeric_limits<int>::max()),
                              // The next call waits until the one before is over in every respect, or it would get
                              // another component, with another state.
                              QStringLiteral("--max-concurrent-requests=1"),
                              QStringLiteral("--idle-instance-timeout=%1s").arg(365 * 24 * 3600),
                              QStringLiteral("--addr=127.0.0.1:%1").arg(m_port->number()),
                              QStringLiteral("--dir=%1::%2").arg(scratch().store(), guestStore)}; // … nor other files
        if (spec().memoryBytes > 0) {
            arguments << QStringLiteral("-Wmax-memory-size=%1").arg(spec().memoryBytes);
        }
        arguments << (spec().profile == Profile::Dev ? QStringLiteral("-Ccompiler=winch")
                                                     : QStringLiteral("--allow-precompiled"));
        const auto variables = spec().environment + platformEnvironment(guestStore);
        for (const auto &[key, value] : variables) {
            // By name, so that its value does not show in the list of processes, where that can be.
            arguments << QStringLiteral("--env") << (isWasmtimes(key) ? key + QLatin1Char('=') + value : key);
        }
        return arguments << program;
    }

    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment environment = basicEnvironment();
        const auto variables = spec().environment + platformEnvironment(guestStore);
        for (const auto &[key, value] : variables) {
            if (!isWasmtimes(key)) {
                environment.insert(key, value);
            }
        }
        return environment;
    }

    Wasmtime m_wasmtime;
    std::unique_ptr<ReservedPort> m_port;
    std::stop_source m_stop; ///< of the compile before the start
};

class WasmRunner final : public Runner
{
public:
    explicit WasmRunner(QString cache) : m_cache(std::move(cache)) {}

    Result<std::unique_ptr<Instance>> start(const InstanceSpec &spec) override
    {
        if (!QFileInfo(spec.program).isReadable()) {
            return fail(ErrorCode::NotFound,
                        QObject::tr("There is no component %1 to run. Compile again.").arg(spec.program));
        }
        auto wasmtime = findWasmtime();
        if (!wasmtime) {
            return std::unexpected(wasmtime.error());
        }
        auto port = ReservedPort::reserve();
        if (!port) {
            return std::unexpected(port.error());
        }
        auto scratch = Scratch::make();
        if (!scratch) {
            return std::unexpected(scratch.error());
        }
        auto instance =
            std::make_unique<WasmInstance>(spec, std::move(*scratch), *wasmtime, std::move(*port), m_logThread);
        detach(instance->start(m_cache));
        return instance;
    }

private:
    QString m_cache;
    std::shared_ptr<LogThread> m_logThread = std::make_shared<LogThread>();
};

class HandlerRunner final : public Runner
{
public:
    explicit HandlerRunner(const QString &cache) : m_native(nativeRunner()), m_wasm(wasmRunner(cache)) {}

    Result<std::unique_ptr<Instance>> start(const InstanceSpec &spec) override
    {
        return (spec.target == RustTarget::Wasm ? m_wasm : m_native)->start(spec);
    }

private:
    std::unique_ptr<Runner> m_native;
    std::unique_ptr<Runner> m_wasm;
};

} // namespace

std::unique_ptr<Runner> wasmRunner(const QString &cache)
{
    return std::make_unique<WasmRunner>(cache);
}

std::unique_ptr<Runner> handlerRunner(const QString &cache)
{
    return std::make_unique<HandlerRunner>(cache);
}

} // namespace studio
