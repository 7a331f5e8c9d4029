// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

namespace studio {

/// The pipe that a child writes to, read here. What comes after a quiet time is told at once, what follows it every 2
/// ms: a child that writes a few words very often does not wake us for each of them, which would cost more than reading
/// them. One thread with an event loop.
class OutputPipe : public QObject
{
    Q_OBJECT

public:
    OutputPipe();
    ~OutputPipe() override;

    [[nodiscard]] bool isOpen() const { return m_readEnd >= 0; } ///< false when no descriptors were left
    [[nodiscard]] int writeEnd() const { return m_writeEnd; }    ///< for the child
    /// To be called when the child has its copy, so that the end of its output is seen.
    void closeWriteEnd();
    /// Reads what is there now, without waiting for the news of it.
    void readNow();
    /// The same for a child that has ended: all that it left.
    void readRest();

Q_SIGNALS:
    void chunk(const QByteArray &bytes);

private:
    bool read(qsizetype most);
    void rest();
    void listen();
    void close();

    int m_readEnd = -1;
    int m_writeEnd = -1;
    bool m_isBusy = false; ///< something was read since the timer's last tick
    QSocketNotifier m_notifier{QSocketNotifier::Read};
    QTimer m_restTimer;
};

} // namespace studio
