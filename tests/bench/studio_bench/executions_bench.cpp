// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/executions_bench.h"

#include "core/runner/instance.h"
#include "tests/bench/studio_bench/open_editor.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/platform/executions_model.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/plain_table.h"

#include <algorithm>

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

} // namespace studio::bench
