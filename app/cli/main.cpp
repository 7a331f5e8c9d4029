// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_tree.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "core/base/detach.h"
#include "core/base/environment.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

using namespace studio;
using namespace studio::cli;

namespace {

int signalPipe[2] = {-1, -1};

/// Ctrl-C, SIGTERM and the end of the terminal ask the running command to stop; a second one ends the program at once.
void stopOnSignals(Session &session, QCoreApplication &app)
{
    if (pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        std::signal(number, [](int caught) {
            const char byte = static_cast<char>(caught);
            [[maybe_unused]] const auto written = write(signalPipe[1], &byte, 1);
            std::signal(caught, SIG_DFL);
        });
    }
    auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, [&session] {
        char number = 0;
        if (read(signalPipe[0], &number, 1) == 1) {
            session.signal = number;
        }
        session.stop.request_stop();
    });
}

QCoro::Task<void> runCommand(Command command, Session *session)
{
    const Result<int> result = co_await caught(command);
    if (result && std::fflush(stdout) == 0 && std::ferror(stdout) == 0) {
        QCoreApplication::exit(*result);
        co_return;
    }
    if (result) {
        session->sayError({ErrorCode::Unavailable,
                           QStringLiteral("Not all of the output could be written. What was asked for is done."),
                           {}});
        QCoreApplication::exit(exitCode(ErrorCode::Unavailable));
        co_return;
    }
    Error error = result.error();
    if (session->timedOut) {
        error = {ErrorCode::DeadlineExceeded,
                 QStringLiteral("Not done within %1 s. Allow more with --timeout.")
                     .arg(static_cast<double>(session->options.timeout.count()) / 1000.0),
                 error.message};
    }
    session->sayError(error);
    constexpr int signalled = 128; // as a shell tells of one that a signal ended
    const bool isSignalled = error.code == ErrorCode::Cancelled && session->signal != 0;
    QCoreApplication::exit(isSignalled ? signalled + session->signal : exitCode(error.code));
}

/// Fills the parser. As `dodil` everything stands below `dodil ignite`.
void addEverything(CLI::App &root, const QString &calledAs, Session &session, GlobalFlags &flags, const Choose &choose)
{
    root.set_version_flag("--version", "ignite " IGNITE_STUDIO_VERSION);
    root.fallthrough()->require_subcommand(1);
    CLI::App *parser = &root;
    if (calledAs == QLatin1String("dodil")) {
        parser = root.add_subcommand("ignite", "The Ignite runtime");
        parser->require_subcommand(1);
    }
    session.parser = &root;
    addGlobalOptions(root, flags);
    addAppCommands(*parser, session, choose);
    addDraftCommands(*parser, session, choose);
    addVersionCommands(*parser, session, choose);
    addStateCommands(*parser, session, choose);
    addExecutionCommands(*parser, session, choose);
    addDevCommand(*parser, session, choose);
    addServeCommand(*parser, session, choose);
    addInvokeCommand(*parser, session, choose);
    addTestCommand(*parser, session, choose);
    addCollectionCommands(*parser, session, choose);
    addDeployCommands(*parser, session, choose);
    addSecretCommands(*parser, session, choose);
    addConfigCommands(*parser, session, choose);
    addPrintCommands(root, *parser, session, choose);
    addExamples(*parser);
}

/// The word that stands where a command should and is none; the parser only says that one is missing. Empty otherwise.
QString unknownCommand(const CLI::App &root, const CLI::ParseError &error)
{
    const bool isMissing =
        dynamic_cast<const CLI::RequiredError *>(&error) != nullptr && QByteArray(error.what()).contains("subcommand");
    const std::vector<std::string> words = root.remaining(true);
    return isMissing && !words.empty() && !words.front().starts_with('-') ? toQString(words.front()) : QString();
}

/// Says what the line cannot mean, or the help that it asked for. The exit code.
int answerParser(Session &session, const CLI::App &root, const CLI::ParseError &error)
{
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
        root.exit(error);
        return 0;
    }
    session.options.output = typedFormat(root);
    const QString word = unknownCommand(root, error);
    if (session.options.isDocument() || !word.isEmpty()) {
        session.sayError({ErrorCode::InvalidArgument,
                          word.isEmpty() ? QString::fromUtf8(error.what())
                                         : QStringLiteral("There is no command “%1” here. See --help.").arg(word),
                          {}});
    } else {
        root.exit(error);
    }
    return exitCode(ErrorCode::InvalidArgument);
}

} // namespace

int main(int argc, char *argv[])
{
    prepareEnvironment();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ignite-studio"));

    Session session;
    GlobalFlags flags;
    Command chosen;
    const QString calledAs = QFileInfo(QString::fromLocal8Bit(argv[0])).fileName();
    CLI::App root("Write, compile, publish and call Ignite handlers on the embedded platform", toUtf8(calledAs));
    addEverything(root, calledAs, session, flags, [&chosen](Command command) { chosen = std::move(command); });
    if (argc > 1 && qstrcmp(argv[1], "__complete") == 0) { // before the parser, which would take the words for its own
        return printCandidates(root, QCoreApplication::arguments().sliced(2));
    }
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return answerParser(session, root, error);
    }

    if (const auto applied = applySettings(session, flags); !applied && !session.needsNoSettings) {
        session.options.output = typedFormat(root);
        session.sayError(applied.error());
        return exitCode(applied.error().code);
    }
    stopOnSignals(session, app);
    QTimer::singleShot(session.options.timeout, &app, [&session] {
        if (session.isEndless) {
            return;
        }
        session.timedOut = true;
        session.stop.request_stop();
    });
    QTimer::singleShot(0, &app, [&] { detach(runCommand(chosen, &session)); });
    return QCoreApplication::exec();
}
