// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/process.h"

#include "core/process/output_pipe.h"

#include <QCoroSignal>
#include <QPointer>
#include <QProcess>
#include <QTimer>

#include <csignal>
#include <cstring>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr int handedOver = 3; ///< where a process that is given a socket finds it (sd_listen_fds(3))
constexpr qsizetype longestOutput = 16 << 20;

QString signalName(int signal)
{
    const char *const abbreviation = sigabbrev_np(signal);
    return abbreviation ? QStringLiteral("SIG") + QString::fromLatin1(abbreviation) : QStringLiteral("unknown");
}

void appendBounded(QByteArray &all, const QByteArray &chunk)
{
    all += chunk.first(std::min(chunk.size(), longestOutput - all.size()));
}

} // namespace

QString describe(const ProcessExit &exit)
{
    return exit.signal != 0
               ? QStringLiteral("was ended by signal %1 (%2)").arg(exit.signal).arg(signalName(exit.signal))
               : QStringLiteral("exited with code %1").arg(exit.code);
}

class Process::Private
{
public:
    Private(Process *owner, ProcessSpec what) : q(owner), spec(std::move(what)) {}

    void prepare();
    void childProcess() const;
    void signalGroup(int number) const;
    void drain();
    void end(const Result<ProcessExit> &result);

    Process *q;
    ProcessSpec spec;
    QProcess process;
    OutputPipe errors;
    QTimer killTimer;
    qint64 group = 0; ///< the child's process group, 0 when there is none any more
    bool ended = false;
};

void Process::Private::prepare()
{
    process.setProgram(spec.program);
    process.setArguments(spec.arguments);
    process.setWorkingDirectory(spec.workingDirectory);
    QProcessEnvironment environment = spec.environment;
    if (spec.listenSocket >= 0) {
        environment.insert(QStringLiteral("LISTEN_FDS"), QStringLiteral("1"));
        environment.remove(QStringLiteral("LISTEN_PID"));
    }
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel); // to ours, and from there to our own pipe
    if (spec.standardOutput >= 0) {
        process.setStandardOutputFile(QProcess::nullDevice());
    }

    QProcess::UnixProcessParameters parameters;
    parameters.flags = QProcess::UnixProcessFlag::ResetSignalHandlers | QProcess::UnixProcessFlag::UseVFork;
    process.setUnixProcessParameters(parameters);
    process.setChildProcessModifier([this] { childProcess(); });
}

/// Between fork and exec: async-signal-safe calls only.
void Process::Private::childProcess() const
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL); // nothing outlives a studio that is killed
    dup2(spec.standardError >= 0 ? spec.standardError : errors.writeEnd(), STDERR_FILENO);
    if (spec.standardOutput >= 0) {
        dup2(spec.standardOutput, STDOUT_FILENO);
    }
    if (spec.listenSocket == handedOver) {
        // dup2 onto itself would keep close-on-exec.
        const int copy = dup(spec.listenSocket);
        dup2(copy, handedOver);
        close(copy);
    } else if (spec.listenSocket >= 0) {
        dup2(spec.listenSocket, handedOver);
    }
    if (spec.memoryBytes > 0) {
        const rlimit limit{static_cast<rlim_t>(spec.memoryBytes), static_cast<rlim_t>(spec.memoryBytes)};
        setrlimit(RLIMIT_DATA, &limit);
        const rlimit none{0, 0};
        setrlimit(RLIMIT_CORE, &none); // the image of a handler that ran out of memory helps nobody
    }
    // Not QProcess's CloseFileDescriptors: that closes the pipe through which a failed exec is reported.
    close_range(spec.listenSocket >= 0 ? handedOver + 1 : handedOver, ~0U, CLOSE_RANGE_CLOEXEC);
}

void Process::Private::signalGroup(int number) const
{
    if (group > 0) {
        ::kill(static_cast<pid_t>(-group), number);
    }
}

void Process::Private::drain()
{
    if (const QByteArray chunk = process.readAllStandardOutput(); !chunk.isEmpty()) {
        Q_EMIT q->standardOutput(chunk);
    }
}

void Process::Private::end(const Result<ProcessExit> &result)
{
    if (ended) {
        return;
    }
    ended = true;
    killTimer.stop();
    drain();
    errors.readRest();
    signalGroup(SIGKILL); // what the child left behind
    group = 0;
    Q_EMIT q->finished(result);
}

Process::Process(ProcessSpec spec, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(spec)))
{
    connect(&d->process, &QProcess::readyReadStandardOutput, this, [this] { d->drain(); });
    connect(&d->errors, &OutputPipe::chunk, this, &Process::standardError);
    connect(&d->process, &QProcess::started, this, [this] {
        d->group = d->process.processId();
        Q_EMIT started();
    });
    connect(&d->process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        // For a crash QProcess gives the signal's number as the code.
        d->end(status == QProcess::CrashExit ? ProcessExit{0, code} : ProcessExit{code, 0});
    });
    connect(&d->process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            d->end(fail(ErrorCode::Unavailable, QStringLiteral("Cannot start %1.").arg(d->spec.program),
                        d->process.errorString()));
        }
    });
    d->killTimer.setSingleShot(true);
    connect(&d->killTimer, &QTimer::timeout, this, &Process::kill);
}

Process::~Process()
{
    disconnect(&d->process, nullptr, this, nullptr);
    if (d->process.state() != QProcess::NotRunning) {
        d->signalGroup(SIGKILL);
        d->process.kill();
        d->process.waitForFinished(500); // it was killed: this reaps it, so that QProcess does not complain of it
    }
}

void Process::start()
{
    if (!d->errors.isOpen()) {
        d->end(fail(ErrorCode::ResourceExhausted,
                    QStringLiteral("Cannot start %1: too many files are open.").arg(d->spec.program)));
        return;
    }
    d->prepare();
    d->process.start();
    d->errors.closeWriteEnd();
    d->group = d->process.processId();
    if (!d->spec.standardInput.isEmpty()) {
        d->process.write(d->spec.standardInput);
    }
    d->process.closeWriteChannel();
}

void Process::stop(std::chrono::milliseconds grace)
{
    if (isRunning()) {
        d->signalGroup(d->spec.stopSignal);
        d->killTimer.start(grace);
    }
}

void Process::kill()
{
    d->signalGroup(SIGKILL);
}

void Process::readErrors()
{
    d->errors.readNow();
}

bool Process::isRunning() const
{
    return d->process.state() != QProcess::NotRunning;
}

qint64 Process::pid() const
{
    return d->process.processId();
}

Task<ProcessOutput> runProcess(ProcessSpec spec, std::stop_token stop)
{
    Process process(std::move(spec));
    ProcessOutput output;
    Result<ProcessExit> ended = fail(ErrorCode::Internal, {});
    bool done = false;
    QObject::connect(&process, &Process::standardOutput, &process,
                     [&](const QByteArray &chunk) { appendBounded(output.standardOutput, chunk); });
    QObject::connect(&process, &Process::standardError, &process,
                     [&](const QByteArray &chunk) { appendBounded(output.standardError, chunk); });
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
