// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/answer_output.h"

#include "app/cli/terminal.h"
#include "app/cli/text.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
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
        write(bytes); // waits for a slow reader, and so the handler does
        next();
    };
}

void AnswerOutput::write(const QByteArray &bytes)
{
    if (m_isTerminal && !bytes.isEmpty()) {
        const QString text = m_decoder.decode(bytes);
        put(harmless(text, true, showsColours(STDOUT_FILENO)).toUtf8());
    } else {
        put(bytes);
    }
}

void AnswerOutput::put(const QByteArray &bytes)
{
    if (m_failure || bytes.isEmpty()) {
        return;
    }
    m_last = bytes.back();
    const auto size = static_cast<std::size_t>(bytes.size());
    if (std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0) {
        return;
    }
    const int number = errno;
    m_failure = number == EPIPE
                    ? Error{ErrorCode::Cancelled, QStringLiteral("Nobody reads the answer: the call is stopped."), {}}
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
