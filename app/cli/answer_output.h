// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QSocketNotifier>
#include <QStringDecoder>

#include <memory>

namespace studio::cli {

/// An answer's body on standard output, as it comes. A reader that takes nothing holds the handler back and not this
/// thread, which must see a signal and the end of a call's time. When nothing reads on, the call is stopped. At most
/// one at a time; it must outlive the call that it observes.
class AnswerOutput
{
public:
    explicit AnswerOutput(std::stop_source stop);

    /// Takes the head and the pieces of the answer.
    void observe(InvokeObserver &observer);
    /// All pieces that were taken; nothing more of them where the call is stopped.
    QCoro::Task<void> untilWritten();
    void write(const QByteArray &bytes);
    /// Ends the last line of an answer on a terminal; a pipe and a file get the bytes alone. What would speak to the
    /// terminal is shown as pictures there.
    void end();

    [[nodiscard]] bool hasBegun() const { return m_hasBegun; } ///< the handler's own head has come
    /// Why it could not be written: Cancelled where the reader has gone, else Unavailable.
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }

private:
    [[nodiscard]] QByteArray shown(const QByteArray &bytes);
    void put(const QByteArray &bytes);
    void writeOn();
    void writeFailed(int number);

    std::stop_source m_stop;
    const bool m_isTerminal;
    QStringDecoder m_decoder{QStringDecoder::Utf8}; ///< of what comes in pieces
    std::optional<Error> m_failure;
    bool m_hasBegun = false;
    std::optional<char> m_last;   ///< that was written
    QByteArray m_waiting;         ///< for the reader
    std::function<void()> m_next; ///< called when all of it is written
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace studio::cli
