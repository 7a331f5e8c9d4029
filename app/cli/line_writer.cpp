// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/line_writer.h"

#include "core/base/descriptor.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace studio::cli {

namespace {

constexpr qsizetype maxWaitingBytes = 4 << 20;
constexpr std::chrono::milliseconds finishTimeout{500};

} // namespace

struct LineWriter::State
{
    void run(int descriptor);
    [[nodiscard]] bool isDone() const { return lines.empty() && !isWriting; }

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<QByteArray> lines;
    qsizetype bytes = 0; ///< of them
    qint64 dropped = 0;
    bool isWriting = false;
    bool isEnding = false;
};

void LineWriter::State::run(int descriptor)
{
    std::unique_lock lock(mutex);
    for (;;) {
        changed.wait(lock, [this] { return !lines.empty() || isEnding; });
        if (lines.empty()) {
            return;
        }
        QByteArray next = std::move(lines.front());
        lines.pop_front();
        bytes -= next.size();
        if (const qint64 lost = lines.empty() ? std::exchange(dropped, 0) : 0; lost > 0) {
            next +=
                "warning: " + QByteArray::number(lost) + " lines were dropped, because they were not read in time.\n";
        }
        isWriting = true;
        lock.unlock();
        (void)writeAll(descriptor, next);
        lock.lock();
        isWriting = false;
        changed.notify_all();
    }
}

LineWriter::LineWriter(int descriptor) : m_state(std::make_shared<State>())
{
    // Detached: a write that never ends must not keep the program from ending.
    std::thread([state = m_state, descriptor] { state->run(descriptor); }).detach();
}

LineWriter::~LineWriter()
{
    std::unique_lock lock(m_state->mutex);
    m_state->isEnding = true;
    m_state->changed.notify_all();
    m_state->changed.wait_for(lock, finishTimeout, [this] { return m_state->isDone(); });
}

void LineWriter::write(const QByteArray &lines)
{
    const std::scoped_lock lock(m_state->mutex);
    if (m_state->bytes + lines.size() > maxWaitingBytes) {
        m_state->dropped += lines.count('\n');
        return;
    }
    m_state->bytes += lines.size();
    m_state->lines.push_back(lines);
    m_state->changed.notify_all();
}

} // namespace studio::cli
