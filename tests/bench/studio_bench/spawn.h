// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace studio::bench {

/// A child that listens on a socket handed over as descriptor 3. Ended by the destructor.
class Spawned
{
public:
    /// Starts the program with LISTEN_FDS=1 and this LD_LIBRARY_PATH.
    Spawned(const QString &program, const QString &libraryPath);
    ~Spawned();
    Spawned(const Spawned &) = delete;
    Spawned &operator=(const Spawned &) = delete;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] bool isRunning() const { return m_pid > 0; }
    [[nodiscard]] qint64 residentKb() const;

private:
    int m_pid = -1;
    quint16 m_port = 0;
};

} // namespace studio::bench
