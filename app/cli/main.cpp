// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSocketNotifier>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace studio;
using namespace studio::cli;

namespace {

int signalPipe[2] = {-1, -1};

/// Ctrl-C and SIGTERM ask the running command to stop; a second one ends the program at once.
void stopOnSignals(Session &session, QCoreApplication &app)
{
    if (pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    for (const int number : {SIGINT, SIGTERM}) {
        std::signal(number, [](int caught) {
            const char byte = static_cast<char>(caught);
            [[maybe_unused]] const auto written = write(signalPipe[1], &byte, 1);
            std::signal(caught, SIG_DFL);
        });
    }
    auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, &app, [&session] { session.stop.request_stop(); });
}

void addGlobalOptions(CLI::App &parser, Session &session)
{
    static const std::map<std::string, OutputFormat> formats{{"table", OutputFormat::Table},
                                                             {"json", OutputFormat::Json}};
    parser.add_option("-o,--output", session.options.output, "table or json")
        ->transform(CLI::CheckedTransformer(formats, CLI::ignore_case).description(""))
        ->type_name("FORMAT");
    parser
        .add_option_function<std::string>(
            "--org", [&session](const std::string &name) { session.options.organization = toQString(name); },
            "Organization of a bare app name")
        ->envname("IGNITE_ORG_NAME");
    static const std::map<std::string, int> units{{"s", 1}, {"m", 60}, {"h", 3'600}};
    parser.add_option("--timeout", session.options.timeoutSecs, "Longest time of the whole command, such as 90s or 5m")
        ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::CASE_INSENSITIVE, "TIME"));
    parser.add_flag("--debug", session.options.debug, "Say more about errors")->envname("IGNITE_DEBUG");
}

QCoro::Task<void> runCommand(Command command, Session *session)
{
    const Result<int> result = co_await command();
    if (result) {
        QCoreApplication::exit(*result);
        co_return;
    }
    Error error = result.error();
    if (session->timedOut) {
        error = {ErrorCode::DeadlineExceeded,
                 QStringLiteral("Not done within %1 s. Allow more with --timeout.").arg(session->options.timeoutSecs),
                 error.message};
    }
    session->say(QStringLiteral("error: %1").arg(error.message));
    if (session->options.debug && !error.detail.isEmpty()) {
        session->say(error.detail);
    }
    QCoreApplication::exit(exitCode(error.code));
}

/// Fills the parser. As `dodil` everything stands below `dodil ignite`.
void addEverything(CLI::App &root, const QString &calledAs, Session &session, const Choose &choose)
{
    root.set_version_flag("--version", "ignite " IGNITE_STUDIO_VERSION);
    root.fallthrough()->require_subcommand(1);
    CLI::App *parser = &root;
    if (calledAs == QLatin1String("dodil")) {
        parser = root.add_subcommand("ignite", "The Ignite runtime");
        parser->require_subcommand(1);
    }
    addGlobalOptions(*parser, session);
    addAppCommands(*parser, session, choose);
    addDraftCommands(*parser, session, choose);
    addVersionCommands(*parser, session, choose);
    addStateCommands(*parser, session, choose);
    addExecutionCommands(*parser, session, choose);
    addInvokeCommand(*parser, session, choose);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ignite-studio"));

    Session session;
    Command chosen;
    const QString calledAs = QFileInfo(QString::fromLocal8Bit(argv[0])).fileName();
    CLI::App root("Write, compile, publish and call Ignite handlers on the embedded platform", toUtf8(calledAs));
    addEverything(root, calledAs, session, [&chosen](Command command) { chosen = std::move(command); });
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
        root.exit(error);
        return asked ? 0 : exitCode(ErrorCode::InvalidArgument);
    }

    stopOnSignals(session, app);
    QTimer::singleShot(std::chrono::seconds(session.options.timeoutSecs), &app, [&session] {
        session.timedOut = true;
        session.stop.request_stop();
    });
    QTimer::singleShot(0, &app, [&] { runCommand(chosen, &session); });
    return QCoreApplication::exec();
}
