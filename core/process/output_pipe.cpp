// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/output_pipe.h"

#include <QPointer>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace studio {

namespace {

constexpr std::chrono::milliseconds restPeriod{2};
constexpr qsizetype pieceBytes = 64 * 1024;
constexpr qsizetype turnBytes = 256 * 1024; ///< read before others have their turn
constexpr qsizetype pipeBytes = 1 << 20;    ///< what a child may write ahead, where the system allows that much

} // namespace

OutputPipe::OutputPipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return;
    }
    m_readEnd = ends[0];
    m_writeEnd = ends[1];
    ::fcntl(m_readEnd, F_SETFL, O_NONBLOCK);
    ::fcntl(m_readEnd, F_SETPIPE_SZ, static_cast<int>(pipeBytes));
    m_restTimer.setTimerType(Qt::PreciseTimer);
    m_restTimer.setInterval(restPeriod);
    connect(&m_restTimer, &QTimer::timeout, this, &OutputPipe::rest);
    connect(&m_notifier, &QSocketNotifier::activated, this, &OutputPipe::readNow);
    m_notifier.setSocket(m_readEnd);
    m_notifier.setEnabled(true);
}

OutputPipe::~OutputPipe()
{
    closeWriteEnd();
    close();
}

void OutputPipe::closeWriteEnd()
{
    if (m_writeEnd >= 0) {
        ::close(std::exchange(m_writeEnd, -1));
    }
}

void OutputPipe::readNow()
{
    const QPointer<OutputPipe> self(this);
    if (!read(turnBytes) && self) {
        listen(); // the reader waits for what comes next
    }
}

void OutputPipe::readRest()
{
    read(2 * pipeBytes); // bounded, for another process may hold the other end and write on
}

/// Whether there was anything. The timer runs from then on.
bool OutputPipe::read(qsizetype most)
{
    const QPointer<OutputPipe> self(this);
    std::array<char, pieceBytes> piece; // not cleared, which would take longer than a short read
    qsizetype taken = 0;
    while (m_readEnd >= 0 && taken < most) {
        const ssize_t got = ::read(m_readEnd, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got == 0) {
            close();
        }
        if (got <= 0) {
            break;
        }
        taken += got;
        Q_EMIT chunk(QByteArray(piece.data(), got));
        if (!self) {
            return true;
        }
        if (got < pieceBytes) {
            break;
        }
    }
    if (taken > 0 && m_readEnd >= 0) {
        m_isBusy = true;
        m_notifier.setEnabled(false);
        if (!m_restTimer.isActive()) {
            m_restTimer.start();
        }
    }
    return taken > 0;
}

void OutputPipe::rest()
{
    const QPointer<OutputPipe> self(this);
    const bool wasBusy = std::exchange(m_isBusy, false);
    if (!read(turnBytes) && self && !wasBusy) {
        listen();
    }
}

void OutputPipe::listen()
{
    if (m_readEnd >= 0) {
        m_restTimer.stop();
        m_notifier.setEnabled(true);
    }
}

void OutputPipe::close()
{
    m_notifier.setEnabled(false);
    m_restTimer.stop();
    if (m_readEnd >= 0) {
        ::close(std::exchange(m_readEnd, -1));
    }
}

} // namespace studio
