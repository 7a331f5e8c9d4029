// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/cancel_bench.h"

#include "core/base/detach.h"
#include "core/base/text.h"
#include "core/compiler/compiler.h"
#include "core/process/process.h"
#include "tests/support/marked_processes.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>

namespace studio::bench {

namespace {

constexpr qint64 longestRound = 10'000;
constexpr qint64 longestCompile = 300'000; ///< the first compile ever may be in it

/// Its state outlives a round that is given up.
QCoro::Task<void> compileUntilStopped(Compiler &compiler, QString folder, std::stop_token stop,
                                      std::shared_ptr<bool> hasEnded)
{
    (void)co_await compiler.compile({.projectKey = folder, .sourceFolder = folder}, {}, stop);
    *hasEnded = true;
}

template <typename Condition> bool waitUntil(qint64 longest, Condition isMet)
{
    QElapsedTimer clock;
    clock.start();
    while (!isMet()) {
        if (clock.elapsed() > longest) {
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
    }
    return true;
}

} // namespace

Json cancelCompiles(Compiler &compiler, const Json &command)
{
    const QString folder = toQString(command["folder"].utf8());
    const QString begun = toQString(command["begun"].utf8());
    // What supervises all processes of this one is started with the first, and stays: before there is a mark.
    (void)QCoro::waitFor(runProcess({.program = QStringLiteral("true")}));
    const QByteArray mark = test::newMark();
    qputenv("STUDIO_BENCH_MARK", mark); // which all that is started from now on inherits
    Json times = Json::array();
    int left = 0;
    for (qint64 round = 0; round < command["rounds"].integer(); ++round) {
        QFile::remove(begun);
        std::stop_source stop;
        const auto hasEnded = std::make_shared<bool>(false);
        detach(compileUntilStopped(compiler, folder, stop.get_token(), hasEnded));
        if (!waitUntil(longestCompile, [&] { return QFile::exists(begun) || *hasEnded; }) || *hasEnded) {
            return {{"error", "the build script did not begin"}};
        }
        QElapsedTimer clock;
        clock.start();
        stop.request_stop();
        const bool isOver = waitUntil(longestRound, [&] { return *hasEnded && test::markedProcesses(mark).isEmpty(); });
        times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        left += isOver ? 0 : 1;
    }
    return {{"ms", times}, {"left", left}};
}

} // namespace studio::bench
