// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real platform, pressing Run, then Send again and again, until it is killed:
// window_runner FOLDER. Prints the status of each answer.
#include "app/studio/studio_window.h"
#include "core/compiler/compiler.h"
#include "core/gateway/local_gateway.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/invoke_tool_pane.h"

#include <QAction>
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
    DevLoop loop(&compiler);
    LocalPlatform platform(paths, &compiler, &client);
    platform.setDevSource(loop.source());
    StudioWindow studio({.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform});
    const auto gateway = LocalGateway::start(&platform, paths);
    studio.open(QString::fromLocal8Bit(argv[1]));
    MainWindow &window = *studio.window();
    window.show();
    InvokePane *const pane = studio.pane<InvokeToolPane>()->pane();
    QAction *const run = window.action(QStringLiteral("handler.run"));
    QAction *const send = window.action(QStringLiteral("invoke.send"));
    bool hasRun = false;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &window, [&] {
        if (!std::exchange(hasRun, true)) {
            run->trigger();
        } else if (send->isEnabled() && !pane->isWaiting()) {
            QTextStream(stdout) << pane->lastInvocation().response.status << Qt::endl;
            send->trigger();
        }
    });
    timer.start(20);
    return QApplication::exec();
}
