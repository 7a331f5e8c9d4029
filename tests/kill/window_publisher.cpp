// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the real platform, pressing Publish again and again until it is killed: window_publisher FOLDER.
// Prints the number of each version that it has published.
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "ui/mainwindow/main_window.h"

#include <QApplication>
#include <QTextStream>
#include <QTimer>

using namespace studio;

namespace {

/// Presses Publish once the window is there, and again whenever a version has come out of it.
QCoro::Task<void> pressAgain(MainWindow *window, ComputeService *platform, int *last)
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
    window->actions().publish->trigger();
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
    DevLoop loop(&compiler, &client);
    LocalPlatform platform(paths, &compiler, &client);
    MainWindow window({.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform});
    window.openProject(QString::fromLocal8Bit(argv[1]));
    window.show();
    int last = -1;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &window, [&] { pressAgain(&window, &platform, &last); });
    timer.start(20);
    return QApplication::exec();
}
