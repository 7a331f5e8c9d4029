// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_run.h"

#include "core/base/display.h"
#include "core/base/text.h"
#include "core/process/line_splitter.h"

#include <QCoroSignal>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QQueue>
#include <QRegularExpression>

#include <chrono>
#include <unistd.h>

namespace studio::compiler {

namespace {

constexpr qsizetype longestMessage = 8 << 20; ///< of one JSON line
constexpr qsizetype longestOutput = 64 << 20; ///< that is kept whole, such as of `cargo metadata`
constexpr qsizetype keptErrors = 64 << 10;
constexpr qsizetype keptFirst = 16 << 10;
constexpr std::chrono::milliseconds minProgressInterval{50};
constexpr qsizetype maxProgressText = 80;
constexpr int overwrittenPerSecond = 200; ///< that are looked at; cargo's bar is written anew ten times a second
constexpr qsizetype maxHeld = 20;         ///< lines of a flood that are shown when it ends
constexpr int linesPerSecond = 2'000;     ///< of stderr; cargo's own are some a second, those of macros have no end

/// Cargo keeps what a build script prints, and rustc what a macro makes, however much that is: three quarters of the
/// machine's memory are for all of them together.
qint64 compileMemory()
{
    return static_cast<qint64>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE) / 4 * 3;
}

/// Allows so many in a second and no more.
class RateLimiter
{
public:
    explicit RateLimiter(int perSecond) : m_perSecond(perSecond) {}
    bool take()
    {
        if (!m_second.isValid() || m_second.elapsed() > 1000) {
            m_second.start();
            m_taken = 0;
        }
        return ++m_taken <= m_perSecond;
    }

private:
    int m_perSecond;
    QElapsedTimer m_second;
    int m_taken = 0;
};

/// Takes cargo's two streams apart.
class OutputReader
{
public:
    OutputReader(const CargoRun &run, const CargoListener &listener) : m_run(run), m_listener(listener) {}

    void output(const QByteArray &chunk)
    {
        switch (m_run.messages) {
        case MessageStream::None:
            m_isCut = m_isCut || chunk.size() > longestOutput - m_end.standardOutput.size();
            m_end.standardOutput += chunk.first(std::min(chunk.size(), longestOutput - m_end.standardOutput.size()));
            break;
        case MessageStream::StandardOutput:
            messages(m_messages.feed(chunk));
            break;
        case MessageStream::StandardError:
            lines(m_lines.feed(chunk));
            break;
        }
    }

    void errors(QByteArray chunk)
    {
        if (m_run.messages == MessageStream::StandardError) {
            messages(m_messages.feed(chunk));
            return;
        }
        chunk.replace("\r", "\x1e\n"); // what is written over, as a progress bar
        lines(m_lines.feed(chunk));
    }

    [[nodiscard]] bool isCut() const { return m_isCut; } ///< the output is longer than what is kept

    CargoEnd finish(const ProcessExit &exit)
    {
        messages(m_messages.finish());
        lines(m_lines.finish());
        if (!m_overwritten.isEmpty()) {
            showLine(QString::fromUtf8(std::exchange(m_overwritten, {})));
        }
        reportLeftOut();
        m_end.errors = withoutAnsi(asShown(QString::fromUtf8(keptWords())));
        m_end.exit = exit;
        return std::move(m_end);
    }

private:
    void messages(const QList<QByteArray> &all)
    {
        for (const QByteArray &line : all) {
            const CargoMessage message = m_run.messages == MessageStream::StandardError
                                             ? readRustcMessage(line, m_run.source)
                                             : readCargoMessage(line, m_run.source);
            if (const auto *printed = std::get_if<PrintedText>(&message)) {
                m_allowedLines.take() ? showLine(printed->text) : leaveOut(printed->text.toUtf8());
            } else if (m_listener.message && !std::holds_alternative<std::monostate>(message)) {
                m_listener.message(message);
            }
        }
    }

    void lines(const QList<QByteArray> &all)
    {
        for (const QByteArray &each : all) {
            const bool isOverwritten = each.endsWith('\x1e');
            const QByteArray bytes = isOverwritten ? each.chopped(1) : each;
            if (isOverwritten && takeOverwritten(bytes)) {
                continue;
            }
            if (!m_overwritten.isEmpty() && bytes.isEmpty()) { // "\r\n": nothing has been written over it
                const QByteArray whole = std::exchange(m_overwritten, {});
                m_allowedLines.take() ? showLine(QString::fromUtf8(whole)) : leaveOut(whole);
                continue;
            }
            m_overwritten.clear();
            if (!m_allowedLines.take()) {
                leaveOut(bytes);
                continue;
            }
            QString line = QString::fromUtf8(bytes);
            if (line.startsWith(QLatin1String("\x1b[K"))) {
                line = line.sliced(3); // what wipes the bar
            }
            if (const auto bar = readProgress(line)) {
                if (m_listener.progress) {
                    m_listener.progress(*bar);
                }
            } else if (const QString lock = readBlocked(line); !lock.isEmpty()) {
                reportLock(lock);
            } else if (!line.trimmed().isEmpty() || !bytes.startsWith('\x1b')) {
                m_lock.clear();
                showLine(line);
            }
        }
    }

    /// The progress of a program that cargo runs, which a terminal shows in one line. What stays there is a line of the
    /// output. False for what is cargo's own.
    bool takeOverwritten(const QByteArray &bytes)
    {
        if (!m_allowedOverwritten.take()) {
            m_overwritten = bytes;
            return true;
        }
        const QString line = QString::fromUtf8(bytes);
        if (bytes.startsWith("\x1b[K") || readProgress(line) || !readBlocked(line).isEmpty()) {
            return false;
        }
        m_overwritten = bytes;
        if (m_listener.progress && (!m_told.isValid() || m_told.durationElapsed() > minProgressInterval)) {
            m_told.start();
            m_listener.progress({.done = 0, .total = 0, .unit = withoutAnsi(line).trimmed().left(maxProgressText)});
        }
        return true;
    }

    /// Another cargo has what all projects share: in this studio, in another window, or in a terminal. Cargo takes the
    /// package cache several times, one after the other, and says so each time.
    void reportLock(const QString &lock)
    {
        if (std::exchange(m_lock, lock) != lock) {
            const QString line =
                QObject::tr("Waiting for another compile, which uses the %1 that all projects share…").arg(lock);
            showLine(line);
            m_listener.waiting ? m_listener.waiting(line) : void();
        }
        if (m_listener.progress) {
            m_listener.progress({.done = 0, .total = 0, .unit = QObject::tr("(waiting for another compile)")});
        }
    }

    void showLine(const QString &line)
    {
        reportLeftOut();
        keepError(line.toUtf8());
        if (m_listener.line) {
            m_listener.line(asShown(line));
        }
    }

    void leaveOut(const QByteArray &line)
    {
        keepError(line); // the last words say why it failed
        m_held.enqueue(line);
        if (m_held.size() > maxHeld) {
            m_held.dequeue();
            ++m_leftOut;
        }
    }

    void reportLeftOut()
    {
        const qint64 count = std::exchange(m_leftOut, 0);
        const QQueue<QByteArray> last = std::exchange(m_held, {});
        if (!m_listener.line) {
            return;
        }
        if (count > 0) {
            m_listener.line(count == 1
                                ? QObject::tr("1 line is left out here: it came faster than it can be shown.")
                                : QObject::tr("%n lines are left out here: they came faster than they can be shown.",
                                              nullptr, static_cast<int>(count)));
        }
        for (const QByteArray &line : last) {
            m_listener.line(asShown(QString::fromUtf8(line)));
        }
    }

    void keepError(const QByteArray &line)
    {
        m_lastErrors += line + '\n';
        if (m_lastErrors.size() > keptErrors) {
            m_lastErrors = m_lastErrors.last(keptErrors / 2);
            m_hasLostErrors = true;
        }
        const bool mayBeFirst = m_firstErrors.isEmpty() && line.size() < keptFirst &&
                                (line.startsWith('e') || line.startsWith('\x1b')); // of millions, few are decoded
        const bool isFirst = mayBeFirst && withoutAnsi(QString::fromUtf8(line)).startsWith(QLatin1String("error"));
        if (isFirst || (!m_firstErrors.isEmpty() && m_firstErrors.size() < keptFirst)) {
            m_firstErrors += line.left(keptFirst) + '\n';
        }
    }

    /// Cargo says why a build script failed, then all that it printed.
    [[nodiscard]] QByteArray keptWords() const { return m_hasLostErrors ? m_firstErrors + m_lastErrors : m_lastErrors; }

    [[nodiscard]] QString asShown(QString text) const
    {
        text.replace(m_run.source + QLatin1Char('/'), QString());
        return text.replace(m_run.source, m_run.shownAs);
    }

    const CargoRun &m_run;
    const CargoListener &m_listener;
    LineSplitter m_messages{longestMessage};
    LineSplitter m_lines;
    QByteArray m_firstErrors;                   ///< of stderr, from the first that cargo calls an error
    QByteArray m_lastErrors;                    ///< of stderr
    bool m_hasLostErrors = false;               ///< m_lastErrors is cut
    RateLimiter m_allowedLines{linesPerSecond}; ///< each costs its receiver some work
    RateLimiter m_allowedOverwritten{overwrittenPerSecond};
    QByteArray m_overwritten;  ///< the last, while nothing has taken its place
    QElapsedTimer m_told;      ///< since the progress of such a program was
    QString m_lock;            ///< that the last line was about
    QQueue<QByteArray> m_held; ///< the last lines of those that came too fast
    qint64 m_leftOut = 0;      ///< lines, since the last one that was reported
    bool m_isCut = false;
    CargoEnd m_end;
};

} // namespace

std::optional<CargoProgress> readProgress(const QString &line)
{
    static const QRegularExpression bar(QStringLiteral("^ *Building \\[[=> ]*\\] (\\d+)/(\\d+)(?:: ([^,\\s]+))?"));
    static const QRegularExpression other(
        QStringLiteral("^ *(Fetch|Blocking|Downloading|Updating|Scanning) \\[[=> ]*\\]"));
    if (!line.contains(QLatin1Char('['))) {
        return {};
    }
    const QString plain = withoutAnsi(line);
    if (const auto match = bar.match(plain); match.hasMatch()) {
        QString unit = match.captured(3);
        unit.remove(QStringLiteral("..."));
        return CargoProgress{.done = match.captured(1).toInt(), .total = match.captured(2).toInt(), .unit = unit};
    }
    if (const auto match = other.match(plain); match.hasMatch()) {
        const QString verb = match.captured(1);
        return CargoProgress{.unit = {},
                             .isFetch = verb != QLatin1String("Blocking") && verb != QLatin1String("Scanning")};
    }
    return {};
}

QString readBlocked(const QString &line)
{
    static const QRegularExpression blocked(QStringLiteral("^ *Blocking waiting for file lock on (?:the )?([a-z ]+)$"));
    if (!line.contains(QLatin1String("Blocking"))) {
        return {};
    }
    return blocked.match(withoutAnsi(line).trimmed()).captured(1);
}

Task<CargoEnd> runCargo(CargoRun run, CargoListener listener, std::stop_token stop)
{
    if (run.spec.memoryBytes == 0) {
        run.spec.memoryBytes = compileMemory();
    }
    Process process(run.spec);
    OutputReader reader(run, listener);
    Result<ProcessExit> ended = fail(ErrorCode::Internal, {});
    bool done = false;
    QObject::connect(&process, &Process::standardOutput, &process,
                     [&](const QByteArray &chunk) { reader.output(chunk); });
    QObject::connect(&process, &Process::standardError, &process,
                     [&](const QByteArray &chunk) { reader.errors(chunk); });
    QObject::connect(&process, &Process::finished, &process, [&](const Result<ProcessExit> &result) {
        ended = result;
        done = true;
    });
    const QPointer<Process> alive(&process);
    const std::stop_callback killer(stop, [alive] {
        if (alive) {
            QMetaObject::invokeMethod(alive.data(), [alive] { alive->kill(); });
        }
    });
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    process.start();
    while (!done) {
        co_await qCoro(&process, &Process::finished);
    }
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    if (!ended) {
        co_return std::unexpected(ended.error());
    }
    CargoEnd end = reader.finish(*ended);
    if (ended->memoryUsed > 0) {
        co_return fail(ErrorCode::ResourceExhausted,
                       QObject::tr("The compile %1. A build script or a macro whose output has no end uses as much.")
                           .arg(describe(*ended)),
                       end.errors);
    }
    if (reader.isCut()) { // half of an answer would be taken for all of it
        co_return fail(ErrorCode::ResourceExhausted,
                       QObject::tr("Cargo printed more than %1.").arg(sizeText(longestOutput)), end.errors);
    }
    co_return end;
}

} // namespace studio::compiler
