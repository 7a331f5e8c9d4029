// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/process.h"

#include "core/process/job.h"
#include "core/process/output_pipe.h"

#include <QCoroSignal>
#include <QDir>
#include <QFile>
#include <QObject>
#include <QPointer>
#include <QSocketNotifier>
#include <QStandardPaths>
#include <QTimer>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr qsizetype longestOutput = 16 << 20;
constexpr std::chrono::milliseconds endTimeout{5'000}; ///< for the kernel to end what was killed

QString signalName(int signal)
{
    const char *const abbreviation = sigabbrev_np(signal);
    return abbreviation ? QStringLiteral("SIG") + QString::fromLatin1(abbreviation) : QObject::tr("unknown");
}

/// False where not all of it has room.
bool appendBounded(QByteArray &all, const QByteArray &chunk)
{
    const qsizetype room = longestOutput - all.size();
    all += chunk.first(std::min(chunk.size(), room));
    return chunk.size() <= room;
}

/// A file in memory that holds the bytes and is read from its beginning; -1 with errno. Not a pipe: nothing must be
/// written while the child runs, and none that ends before it has read everything sends SIGPIPE.
int openInput(const QByteArray &bytes)
{
    if (bytes.isEmpty()) {
        return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    const int file = ::memfd_create("standard-input", MFD_CLOEXEC);
    for (qsizetype at = 0; file >= 0 && at < bytes.size();) {
        const ssize_t written = ::pwrite(file, bytes.constData() + at, static_cast<std::size_t>(bytes.size() - at), at);
        if (written < 0 && errno != EINTR) {
            ::close(file);
            return -1;
        }
        at += std::max<ssize_t>(written, 0);
    }
    return file;
}

QList<QByteArray> encoded(const QStringList &words)
{
    QList<QByteArray> bytes;
    for (const QString &word : words) {
        bytes << QFile::encodeName(word);
    }
    return bytes;
}

/// A path as it stands, a name as PATH has it; empty where it has none.
QString findProgram(const QString &program)
{
    return program.contains(QLatin1Char('/')) ? program : QStandardPaths::findExecutable(program);
}

ProcessExit exitOf(const supervisor::Event &end, qint64 memoryLimit)
{
    const int status = static_cast<int>(end.value);
    ProcessExit exit{.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                     .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    if (end.memoryBytes > 0) {
        exit.memoryUsed = end.memoryBytes;
        exit.memoryLimit = memoryLimit;
    }
    return exit;
}

QString inMegabytes(qint64 bytes)
{
    return QString::number((bytes + (1 << 19)) >> 20);
}

} // namespace

QString describe(const ProcessExit &exit)
{
    if (exit.memoryUsed > 0) {
        return QObject::tr("was ended: its processes used %1 MB of memory together, and the limit is %2 MB")
            .arg(inMegabytes(exit.memoryUsed), inMegabytes(exit.memoryLimit));
    }
    return exit.signal != 0 ? QObject::tr("was ended by signal %1 (%2)").arg(exit.signal).arg(signalName(exit.signal))
                            : QObject::tr("exited with code %1").arg(exit.code);
}

class Process::Private
{
public:
    Private(Process *owner, ProcessSpec what) : q(owner), spec(std::move(what)) {}

    [[nodiscard]] Job::Request request() const;
    Result<void> start();
    void readEnd();
    void giveUp();
    void end(const Result<ProcessExit> &result);

    Process *q;
    ProcessSpec spec;
    Job job;
    OutputPipe output;
    OutputPipe errors;
    QSocketNotifier ending{QSocketNotifier::Read};
    QTimer killTimer;
    QTimer endTimer; ///< runs after a kill
    bool isRunning = false;
    bool ended = false;
};

Job::Request Process::Private::request() const
{
    QProcessEnvironment environment = spec.environment;
    if (spec.listenSocket >= 0) {
        environment.insert(QStringLiteral("LISTEN_FDS"), QStringLiteral("1"));
        environment.remove(QStringLiteral("LISTEN_PID"));
    }
    Job::Request request{.program = QFile::encodeName(findProgram(spec.program)),
                         .workingDirectory = QFile::encodeName(spec.workingDirectory.isEmpty() ? QDir::currentPath()
                                                                                               : spec.workingDirectory),
                         .arguments = encoded(QStringList(spec.program) + spec.arguments),
                         .environment = encoded(environment.toStringList()),
                         .descriptors = {-1, spec.standardOutput >= 0 ? spec.standardOutput : output.writeEnd(),
                                         spec.standardError >= 0 ? spec.standardError : errors.writeEnd()},
                         .niceness = spec.niceness,
                         .memoryBytes = spec.memoryBytes,
                         .isolation = spec.seesOwners ? supervisor::Wanted::TrueOwners : supervisor::Wanted::Best};
    if (spec.listenSocket >= 0) {
        request.descriptors << spec.listenSocket; // descriptor 3, see sd_listen_fds(3)
    }
    return request;
}

Result<void> Process::Private::start()
{
    const int input =
        spec.inputDescriptor >= 0 ? ::fcntl(spec.inputDescriptor, F_DUPFD_CLOEXEC, 0) : openInput(spec.standardInput);
    if (!output.isOpen() || !errors.isOpen() || input < 0) {
        if (input >= 0) {
            ::close(input);
        }
        return fail(ErrorCode::ResourceExhausted,
                    QObject::tr("Cannot start %1: too many files are open.").arg(spec.program));
    }
    Job::Request wanted = request();
    wanted.descriptors.first() = input;
    const auto started = wanted.program.isEmpty()
                             ? fail(ErrorCode::Unavailable, QObject::tr("it is not installed, or not on PATH"))
                             : job.start(wanted);
    ::close(input);
    output.closeWriteEnd(); // the child has its copies, so that the end of its output is seen
    errors.closeWriteEnd();
    if (!started) {
        return fail(ErrorCode::Unavailable, QObject::tr("Cannot start %1.").arg(spec.program), started.error().message);
    }
    isRunning = true;
    ending.setSocket(job.socket());
    ending.setEnabled(true);
    return {};
}

void Process::Private::readEnd()
{
    if (const auto event = job.readEnd()) {
        end(exitOf(*event, spec.memoryBytes));
    }
}

/// What was killed is not gone yet: it waits in the kernel, for a disk or a network that does not answer. It ends with
/// that wait, and no other code has to wait for it.
void Process::Private::giveUp()
{
    end(ProcessExit{.code = 0, .signal = SIGKILL});
}

void Process::Private::end(const Result<ProcessExit> &result)
{
    if (ended) {
        return;
    }
    ended = true;
    isRunning = false;
    ending.setEnabled(false);
    killTimer.stop();
    endTimer.stop();
    const QPointer<Process> alive(q);
    output.readRest();
    if (alive) {
        errors.readRest();
    }
    if (alive) {
        Q_EMIT q->finished(result);
    }
}

Process::Process(ProcessSpec spec, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(spec)))
{
    connect(&d->output, &OutputPipe::chunk, this, &Process::standardOutput);
    connect(&d->errors, &OutputPipe::chunk, this, &Process::standardError);
    connect(&d->ending, &QSocketNotifier::activated, this, [this] { d->readEnd(); });
    d->killTimer.setSingleShot(true);
    connect(&d->killTimer, &QTimer::timeout, this, &Process::kill);
    d->endTimer.setSingleShot(true);
    d->endTimer.setInterval(endTimeout);
    connect(&d->endTimer, &QTimer::timeout, this, [this] { d->giveUp(); });
}

Process::~Process()
{
    d->ending.setEnabled(false);
    if (d->isRunning) {
        d->job.kill();
        d->job.waitForEnd(std::chrono::milliseconds(500)); // so that nothing is left when this program ends
    }
}

void Process::start()
{
    if (const auto started = d->start(); !started) {
        d->end(std::unexpected(started.error()));
    }
}

void Process::stop(std::chrono::milliseconds grace)
{
    if (isRunning()) {
        d->job.signal(d->spec.stopSignal);
        d->killTimer.start(grace);
    }
}

void Process::kill()
{
    if (isRunning()) {
        d->job.kill();
        d->endTimer.start();
    }
}

bool Process::isRunning() const
{
    return d->isRunning;
}

qint64 Process::pid() const
{
    return d->isRunning ? d->job.pid() : 0;
}

Task<ProcessOutput> runProcess(ProcessSpec spec, std::stop_token stop)
{
    Process process(std::move(spec));
    ProcessOutput output;
    Result<ProcessExit> ended = fail(ErrorCode::Internal, {});
    bool done = false;
    QObject::connect(&process, &Process::standardOutput, &process, [&](const QByteArray &chunk) {
        output.isComplete = appendBounded(output.standardOutput, chunk) && output.isComplete;
    });
    QObject::connect(&process, &Process::standardError, &process, [&](const QByteArray &chunk) {
        output.isComplete = appendBounded(output.standardError, chunk) && output.isComplete;
    });
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
    output.exit = *ended;
    co_return output;
}

} // namespace studio
