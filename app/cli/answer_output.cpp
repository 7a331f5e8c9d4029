// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/answer_output.h"

#include "app/cli/terminal.h"
#include "app/cli/text.h"

#include <QCoroFuture>
#include <QPromise>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <unistd.h>

namespace studio::cli {

AnswerOutput::AnswerOutput(std::stop_source stop) : m_stop(std::move(stop)), m_isTerminal(isatty(STDOUT_FILENO) != 0)
{
    // A handler of our own and not SIG_IGN, which the children would inherit.
    std::signal(SIGPIPE, [](int) {});
}

void AnswerOutput::observe(InvokeObserver &observer)
{
    observer.head = [this](const HttpResponse &) { m_hasBegun = true; };
    observer.chunk = [this](const QByteArray &bytes, const std::function<void()> &next) {
        m_waiting += shown(bytes);
        m_next = next;
        writeOn();
    };
}

QCoro::Task<void> AnswerOutput::untilWritten()
{
    const auto written = std::make_shared<QPromise<void>>();
    written->start();
    m_next = [written] { written->finish(); };
    const std::stop_callback stopped(m_stop.get_token(), [written] { written->finish(); });
    writeOn();
    co_await written->future();
    m_next = {};
}

/// Writes what the reader takes without waiting: where there is room at all, a pipe has room for PIPE_BUF bytes
/// (pipe(7)). Making it non-blocking would make it so for every process that shares it.
void AnswerOutput::writeOn()
{
    constexpr int maxWrites = 16; ///< before others have their turn
    const qsizetype most = m_isTerminal ? 256 : PIPE_BUF;
    for (int writes = 0; writes < maxWrites && !m_waiting.isEmpty() && !m_failure; ++writes) {
        pollfd out{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
        if (::poll(&out, 1, 0) == 0) {
            break;
        }
        const auto size = static_cast<std::size_t>(std::min(m_waiting.size(), most));
        const ssize_t written = ::write(STDOUT_FILENO, m_waiting.constData(), size);
        if (written > 0) {
            m_last = m_waiting.at(written - 1);
            m_waiting.remove(0, written);
        } else if (errno != EINTR && errno != EAGAIN) {
            writeFailed(errno);
        }
    }
    const bool isDone = m_waiting.isEmpty() || m_failure;
    if (!isDone && !m_notifier) {
        m_notifier = std::make_unique<QSocketNotifier>(STDOUT_FILENO, QSocketNotifier::Write);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { writeOn(); });
    }
    if (m_notifier) {
        m_notifier->setEnabled(!isDone);
    }
    if (const auto next = isDone ? std::exchange(m_next, {}) : std::function<void()>()) {
        next();
    }
}

QByteArray AnswerOutput::shown(const QByteArray &bytes)
{
    if (!m_isTerminal || bytes.isEmpty()) {
        return bytes;
    }
    const QString text = m_decoder.decode(bytes);
    return terminalText(text, true, showsColours(STDOUT_FILENO)).toUtf8();
}

void AnswerOutput::write(const QByteArray &bytes)
{
    put(shown(bytes));
}

void AnswerOutput::put(const QByteArray &bytes)
{
    if (m_failure || bytes.isEmpty()) {
        return;
    }
    m_last = bytes.back();
    const auto size = static_cast<std::size_t>(bytes.size());
    if (std::fwrite(bytes.constData(), 1, size, stdout) != size || std::fflush(stdout) != 0) {
        writeFailed(errno);
    }
}

void AnswerOutput::writeFailed(int number)
{
    m_failure =
        number == EPIPE
            ? Error{ErrorCode::Cancelled, QStringLiteral("The answer is not read any more: the call is stopped."), {}}
            : Error{ErrorCode::Unavailable,
                    QStringLiteral("Cannot write the answer: %1.").arg(qt_error_string(number)),
                    {}};
    m_stop.request_stop();
}

void AnswerOutput::end()
{
    if (m_last && *m_last != '\n' && m_isTerminal) {
        put("\n");
    }
}

} // namespace studio::cli
