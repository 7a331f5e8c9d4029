// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/executions_bench.h"

#include "core/base/uuid7.h"
#include "core/runner/instance.h"
#include "core/store/executions.h"
#include "core/store/store.h"
#include "tests/bench/studio_bench/open_editor.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/platform/app_log_view.h"
#include "ui/platform/executions_model.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/plain_table.h"

#include <QDateTime>

#include <algorithm>
#include <atomic>
#include <thread>

namespace studio::bench {

namespace {

/// From `action` until the list that it leads to is painted, or the pane that says that there is none.
double untilListed(ExecutionsPane &pane, const std::function<void()> &action)
{
    bool isListed = false;
    const auto connection = QObject::connect(&pane, &ExecutionsPane::listed, [&isListed] { isListed = true; });
    QElapsedTimer clock;
    clock.start();
    action();
    (void)waitFor([&] { return isListed; });
    QObject::disconnect(connection);
    pane.repaint();
    if (auto *const table = pane.findChild<PlainTable *>(); table->isVisible()) {
        table->viewport()->repaint();
    }
    return msOf(clock);
}

} // namespace

Json showExecutions(const Json &command)
{
    QTemporaryDir home;
    const Paths paths{.data = toQString(command["folder"].utf8()),
                      .cache = home.filePath(QStringLiteral("cache")),
                      .config = home.filePath(QStringLiteral("config")),
                      .resources = {}};
    Compiler compiler(paths);
    HttpClient client;
    LocalPlatform platform(paths, &compiler, &client);
    const AppId hello{QStringLiteral("org"), QStringLiteral("hello")};
    ExecutionsPane pane;
    pane.resize(1'280, 500);
    pane.show();
    rest(300);
    (void)QCoro::waitFor(platform.openStore());
    const double list = untilListed(pane, [&] { pane.setApp(&platform, hello); });
    Json searches = Json::array({});
    for (const Json &search : command["searches"].elements()) {
        rest(300);
        const double ms = untilListed(pane, [&] { pane.search(toQString(search.utf8())); });
        searches.push_back(Json{{"ms", ms}, {"found", pane.model()->rowCount()}});
    }
    pane.setApp(nullptr, {});
    return {{"listMs", list}, {"searches", std::move(searches)}};
}

Json showInstanceLog(const Json &command)
{
    ConsolePane pane;
    pane.resize(900, 500);
    pane.show();
    pane.appendLine(QStringLiteral("first"));
    rest(200);
    const auto runner = nativeRunner();
    qint64 leftOut = 0;
    auto started = runner->start({.program = toQString(command["program"].utf8()),
                                  .target = RustTarget::Native,
                                  .libraryPaths = {},
                                  .functionId = QStringLiteral("org/hello"),
                                  .environment = {}});
    if (!started) {
        return {{"error", toUtf8(started.error().message)}};
    }
    QObject::connect(started->get(), &Instance::lines, &pane, [&](const QList<LogLine> &lines) {
        for (const LogLine &line : lines) {
            leftOut += line.leftOut;
            if (line.leftOut == 0) {
                pane.appendHandlerLine(line.text, LineKind::HandlerStderr, line.executionId, line.timeMs);
            }
        }
    });
    QElapsedTimer clock;
    clock.start();
    const Turns turns;
    (void)waitFor(
        [&] { return (*started)->state() == InstanceState::Stopped || (*started)->state() == InstanceState::Crashed; });
    rest(100);
    const double ms = msOf(clock);
    const std::vector<double> gaps = turns.gaps();
    const LineBuffer &kept = pane.view()->buffer();
    return {{"ms", ms},
            {"lines", kept.endLine() - kept.firstLine() - 1},
            {"leftOut", leftOut},
            {"gapMs", gaps.empty() ? 0.0 : *std::ranges::max_element(gaps)}};
}

Json showAppLog()
{
    constexpr int turns = 30;
    constexpr int callsOfTurn = 100;
    constexpr int linesOfCall = 100;
    QTemporaryDir home;
    const Paths paths{.data = home.filePath(QStringLiteral("data")),
                      .cache = home.filePath(QStringLiteral("cache")),
                      .config = home.filePath(QStringLiteral("config")),
                      .resources = {}};
    const AppId hello{QStringLiteral("org"), QStringLiteral("hello")};
    Compiler compiler(paths);
    HttpClient client;
    LocalPlatform platform(paths, &compiler, &client);
    App app;
    app.id = hello;
    (void)QCoro::waitFor(platform.createApp(app));
    AppLogView view;
    view.resize(1'280, 400);
    view.setApp(&platform, hello);
    view.show();
    rest(300);
    std::atomic<bool> isWritten = false;
    std::thread writer([&] {
        auto store = Store::open(paths.data);
        for (int turn = 0; store && turn < turns; ++turn) {
            QElapsedTimer clock;
            clock.start();
            QList<Execution> calls;
            for (int at = 0; at < callsOfTurn; ++at) {
                Execution call;
                call.id = uuid7();
                call.app = hello;
                call.status = ExecutionStatus::Succeeded;
                call.createdAtMs = QDateTime::currentMSecsSinceEpoch();
                call.totalUs = 1'000;
                for (int line = 0; line < linesOfCall; ++line) {
                    call.lines.append({call.createdAtMs, "line " + QByteArray::number(line) + " of turn " +
                                                             QByteArray::number(turn) + " and call " +
                                                             QByteArray::number(at)});
                }
                calls << call;
            }
            (void)(*store)->executions().write(calls, QStringLiteral("bench"));
            // fixed wait: a tenth of a second has a tenth of the lines
            std::this_thread::sleep_for(std::chrono::milliseconds(std::max<qint64>(0, 100 - clock.elapsed())));
        }
        isWritten = true;
    });
    const Turns beats;
    (void)waitFor([&] { return isWritten.load(); });
    const QString last = QStringLiteral("line 99 of turn %1 and call %2").arg(turns - 1).arg(callsOfTurn - 1);
    const bool isLastShown = waitFor([&] { return view.toPlainText().contains(last); }, 3'000);
    const std::vector<double> gaps = beats.gaps();
    writer.join();
    LogQuery query{.limit = 10'000};
    qsizetype lines = 0;
    do {
        const auto page = QCoro::waitFor(platform.appLogs(hello, query));
        if (!page) {
            break;
        }
        lines += page->lines.size();
        query.cursor = page->nextCursor;
    } while (!query.cursor.isEmpty());
    view.setApp(nullptr, {});
    return {{"lines", lines},
            {"isLastShown", isLastShown},
            {"gapMs", gaps.empty() ? 0.0 : *std::ranges::max_element(gaps)}};
}

} // namespace studio::bench
