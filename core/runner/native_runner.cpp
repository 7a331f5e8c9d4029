// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/process_instance.h"

#include <QFileInfo>
#include <QObject>

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr int queuedCalls = 1024;

/// A listening socket on 127.0.0.1, its port chosen by the kernel.
Result<std::pair<int, quint16>> listenOnLoopback()
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (listener < 0 || bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
        listen(listener, queuedCalls) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
        const QString reason = QString::fromLocal8Bit(strerror(errno));
        if (listener >= 0) {
            close(listener);
        }
        return fail(ErrorCode::Unavailable, QObject::tr("No port on 127.0.0.1 is to be had: %1.").arg(reason));
    }
    return std::pair{listener, ntohs(address.sin_port)};
}

class NativeInstance final : public ProcessInstance
{
public:
    NativeInstance(const InstanceSpec &spec, std::unique_ptr<Scratch> scratch, std::shared_ptr<LogThread> thread)
        : ProcessInstance(spec, std::move(scratch), LogReader::Host::None, std::move(thread))
    {
    }

    Result<void> start()
    {
        const auto listening = listenOnLoopback();
        if (!listening) {
            return std::unexpected(listening.error());
        }
        const auto [listener, port] = *listening;
        launch({.program = spec().program,
                .arguments = {},
                .workingDirectory = scratch().work(),
                .environment = environment(),
                .standardInput = {},
                .listenSocket = listener,
                .memoryBytes = spec().memoryBytes},
               port);
        // The child has the socket now. Ours must go, so that calls fail at once when the child dies.
        close(listener);
        nowListening();
        return {};
    }

private:
    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment environment = basicEnvironment();
        for (const auto &[key, value] : spec().environment + platformEnvironment(scratch().store())) {
            environment.insert(key, value);
        }
        if (!spec().libraryPaths.isEmpty()) {
            environment.insert(QStringLiteral("LD_LIBRARY_PATH"), spec().libraryPaths.join(QLatin1Char(':')));
        }
        return environment;
    }
};

class NativeRunner final : public Runner
{
public:
    Result<std::unique_ptr<Instance>> start(const InstanceSpec &spec) override
    {
        if (!QFileInfo(spec.program).isExecutable()) {
            return fail(ErrorCode::NotFound,
                        QObject::tr("There is no program %1 to run. Compile again.").arg(spec.program));
        }
        auto scratch = Scratch::make();
        if (!scratch) {
            return std::unexpected(scratch.error());
        }
        auto instance = std::make_unique<NativeInstance>(spec, std::move(*scratch), m_logThread);
        if (const auto started = instance->start(); !started) {
            return std::unexpected(started.error());
        }
        return instance;
    }

private:
    std::shared_ptr<LogThread> m_logThread = std::make_shared<LogThread>();
};

} // namespace

std::unique_ptr<Runner> nativeRunner()
{
    return std::make_unique<NativeRunner>();
}

} // namespace studio
