// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real platform, pressing Publish again and again until it is killed: window_publisher FOLDER.
// Prints the number of each version that it has published.
#include "app/studio/studio_window.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"

#include <QAction>
#include <QApplication>
#include <QTextStream>
#include <QTimer>

using namespace studio;

namespace {

/// Presses Publish once the window is there, and again whenever a version has come out of it.
QCoro::Task<void> pressAgain(QAction *publish, ComputeService *platform, int *last)
{
    const auto versions = co_await platform->listVersions({QStringLiteral("org"), QStringLiteral("hello")}, 1);
    const int newest = versions && !versions->isEmpty() ? versions->first().number : 0;
    if (newest == *last) {
        co_return;
    }
    if (*last >= 0) {
        QTextStream(stdout) << newest << Qt::endl;
    }
    *last = newest;
    publish->trigger();
}

} // namespace

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
    StudioWindow studio({.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform});
    studio.open(QString::fromLocal8Bit(argv[1]));
    MainWindow &window = *studio.window();
    window.show();
    QAction *const publish = window.action(QStringLiteral("handler.publish"));
    int last = -1;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &window, [&] { pressAgain(publish, &platform, &last); });
    timer.start(20);
    return QApplication::exec();
}
