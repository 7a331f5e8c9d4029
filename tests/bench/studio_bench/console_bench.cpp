// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/console_bench.h"

#include "core/process/line_splitter.h"
#include "core/process/process.h"
#include "tests/bench/studio_bench/open_editor.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <unistd.h>

namespace studio::bench {

namespace {

double residentMib()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    return file.readAll().split(' ').value(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

} // namespace

Json showLines(const Json &command)
{
    ConsolePane pane;
    pane.resize(900, 500);
    pane.show();
    pane.appendLine(QStringLiteral("first"));
    rest(200);
    const double before = residentMib();

    Process process(ProcessSpec{.program = toQString(command["program"].utf8())});
    LineSplitter splitter;
    const auto append = [&](const QList<QByteArray> &lines) {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        for (const QByteArray &line : lines) {
            pane.appendHandlerLine(line, LineKind::HandlerStderr, {}, now);
        }
    };
    bool isEnded = false;
    QObject::connect(&process, &Process::standardError, &pane,
                     [&](const QByteArray &chunk) { append(splitter.feed(chunk)); });
    QObject::connect(&process, &Process::finished, &pane, [&] {
        append(splitter.finish());
        isEnded = true;
    });
    QElapsedTimer clock;
    clock.start();
    const Turns turns;
    process.start();
    (void)waitFor([&] { return isEnded; });
    pane.view()->viewport()->repaint();
    const double ms = msOf(clock);
    std::vector<double> gaps = turns.gaps();
    const LineBuffer &kept = pane.view()->buffer();
    return {{"ms", ms},
            {"lines", kept.endLine() - kept.firstLine() - 1},
            {"moreMib", residentMib() - before},
            {"gapMs", gaps.empty() ? 0.0 : *std::ranges::max_element(gaps)}};
}

} // namespace studio::bench
