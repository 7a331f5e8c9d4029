// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/journey.h"
#include "app/studio/studio_window.h"
#include "core/base/detach.h"
#include "core/base/environment.h"
#include "core/base/notices.h"
#include "core/compiler/compiler.h"
#include "core/gateway/local_gateway.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/project/project.h"
#include "core/replay/execution_file.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/project_archive.h"
#include "ui/common/fonts.h"
#include "ui/shell/notice_presenter.h"
#include "ui/syntax/read_syntaxes.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

using namespace studio;

namespace {

constexpr std::chrono::seconds gatewayDelay{1}; ///< first the window

int signalPipe[2] = {-1, -1};

/// Whether an argument asks for a text, which takes no display.
bool onlyPrints(std::string_view argument)
{
    return argument == "-h" || argument == "--help" || argument == "--help-all" || argument == "-v" ||
           argument == "--version";
}

/// SIGTERM and SIGINT close the window as a person would.
void closeOnSignals(QApplication &app, QWidget *window)
{
    if (pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0) {
        return;
    }
    for (const int number : {SIGINT, SIGTERM}) {
        std::signal(number, [](int) {
            const char byte = 0;
            [[maybe_unused]] const auto written = write(signalPipe[1], &byte, 1);
        });
    }
    auto *const notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, &app);
    QObject::connect(notifier, &QSocketNotifier::activated, window, &QWidget::close);
}

/// The folder that was asked for, else the one that was open last, else a copy of the sample of the person's own.
QString firstProject(const Paths &paths, const QString &asked, const QString &last)
{
    if (!asked.isEmpty()) {
        return QFileInfo(asked).absoluteFilePath();
    }
    if (QFileInfo(last).isDir()) {
        return last;
    }
    const QString sample = paths.data + QStringLiteral("/projects/rust-hello");
    if (!QFileInfo::exists(sample)) {
        // Where it cannot be made, opening it says so.
        (void)copySample(paths.resources + QStringLiteral("/samples/rust-hello"), sample);
    }
    return sample;
}

QCoro::Task<void> journeyThenExit(StudioWindow *studio, QString folder)
{
    const int code = co_await takeJourney(studio, folder);
    studio->window()->close();
    QApplication::exit(code);
}

} // namespace

int main(int argc, char *argv[])
{
    prepareEnvironment();
    const bool prints = std::any_of(argv + 1, argv + argc, onlyPrints);
    if (prints) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const std::jthread fonts = prints ? std::jthread() : preloadFonts();
    QApplication app(argc, argv);
    if (!prints) { // it exits with what it prints, and no thread may load libraries then
        preloadSyntaxes();
    }
    QApplication::setApplicationName(QStringLiteral("ignite-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("Ignite Studio"));
    QApplication::setApplicationVersion(QStringLiteral(IGNITE_STUDIO_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("ignite-studio"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/ignite-studio.svg")));

    QApplication::setFont(interfaceFont()); // before the first widget, which takes it over

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Write, run and publish Ignite handlers."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("folder"),
                                 QStringLiteral("The project to open, or its archive: .zip, .tar.gz."),
                                 QStringLiteral("[folder]"));
    const QCommandLineOption journey(
        QStringLiteral("journey"),
        QStringLiteral("Drive the window through the main job, save screenshots to <folder>, and end."),
        QStringLiteral("folder"));
    parser.addOption(journey);
    if (!prints && !parser.parse(QApplication::arguments())) { // process() would exit beside the threads
        std::fprintf(stderr, "ignite-studio: %s\n", qPrintable(parser.errorText()));
        return EXIT_FAILURE;
    }
    if (prints) {
        parser.process(app);
    }

    NoticePresenter notices; // also of what is read before there is a window
    const Paths paths = userPaths();
    Compiler compiler(paths);
    HttpClient client;
    DevLoop loop(&compiler);
    LocalPlatform platform(paths, &compiler, &client);
    platform.setDevSource(loop.source());
    StudioWindow studio(
        {.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform, .usesAnalyzer = true});
    const QString asked = parser.positionalArguments().value(0);
    const bool isArchive = isProjectArchive(asked) && QFileInfo(asked).isFile();
    const bool isExecution = isExecutionFile(asked) && QFileInfo(asked).isFile();
    studio.open(firstProject(paths, isArchive || isExecution ? QString() : asked, studio.lastProject()));
    studio.window()->show();
    if (isArchive) {
        studio.openArchive(QFileInfo(asked).absoluteFilePath());
    }
    if (isExecution) {
        studio.openExecution(QFileInfo(asked).absoluteFilePath());
    }
    studio.show(&notices);
    closeOnSignals(app, studio.window());
    std::unique_ptr<LocalGateway> gateway; // so that a command can leave a call to this window
    QTimer::singleShot(gatewayDelay, studio.window(), [&] {
        if (auto started = LocalGateway::start(&platform, paths)) {
            gateway = std::move(*started);
        } else {
            notice(QStringLiteral("No command can leave a call to this window. %1").arg(started.error().message));
        }
    });
    if (parser.isSet(journey)) {
        QTimer::singleShot(0, studio.window(), [&] { detach(journeyThenExit(&studio, parser.value(journey))); });
    }
    return QApplication::exec();
}
