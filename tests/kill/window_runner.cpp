// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real platform, pressing Run, then Send again and again, until it is killed:
// window_runner FOLDER. Prints the status of each answer.
#include "core/gateway/local_gateway.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/mainwindow/main_window.h"

#include <QApplication>
#include <QTextStream>
#include <QTimer>

using namespace studio;

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("ignite-studio"));
    const Paths paths = userPaths();
    Compiler compiler(paths);
    HttpClient client;
    DevLoop loop(&compiler, &client);
    LocalPlatform platform(paths, &compiler, &client);
    loop.setRecorder(platform.recorder());
    MainWindow window({.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform});
    const auto gateway = LocalGateway::start(&platform, paths);
    window.openProject(QString::fromLocal8Bit(argv[1]));
    window.show();
    bool hasRun = false;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &window, [&] {
        if (!std::exchange(hasRun, true)) {
            window.actions().run->trigger();
        } else if (window.actions().send->isEnabled() && !window.invokePane()->isWaiting()) {
            QTextStream(stdout) << window.invokePane()->lastInvocation().response.status << Qt::endl;
            window.actions().send->trigger();
        }
    });
    timer.start(20);
    return QApplication::exec();
}
