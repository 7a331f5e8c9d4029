// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/spawn.h"

#include <QFile>

#include <arpa/inet.h>
#include <csignal>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace studio::bench {

Spawned::Spawned(const QString &program, const QString &libraryPath)
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(listener, 1024) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
        close(listener);
        return;
    }
    m_port = ntohs(address.sin_port);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, listener, 3);
    const std::string path = program.toStdString();
    const std::string libraries = "LD_LIBRARY_PATH=" + libraryPath.toStdString();
    std::vector<const char *> environment{"LISTEN_FDS=1", "PATH=/usr/bin:/bin"};
    if (!libraryPath.isEmpty()) {
        environment.push_back(libraries.c_str());
    }
    environment.push_back(nullptr);
    const char *arguments[] = {path.c_str(), nullptr};
    if (posix_spawn(&m_pid, path.c_str(), &actions, nullptr, const_cast<char **>(arguments),
                    const_cast<char **>(environment.data())) != 0) {
        m_pid = -1;
    }
    posix_spawn_file_actions_destroy(&actions);
    close(listener);
}

Spawned::~Spawned()
{
    if (m_pid > 0) {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
}

qint64 Spawned::residentKb() const
{
    QFile file(QStringLiteral("/proc/%1/status").arg(m_pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:")) {
            return line.mid(6).trimmed().split(' ').first().toLongLong();
        }
    }
    return 0;
}

} // namespace studio::bench
