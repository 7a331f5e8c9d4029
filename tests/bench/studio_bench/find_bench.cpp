// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/find_bench.h"

#include "core/search/project_search.h"
#include "ui/search/search_delegate.h"
#include "ui/search/search_model.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QListView>
#include <QTimer>

#include <algorithm>

namespace studio::bench {

namespace {

double elapsedMs(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

} // namespace

Json findInProject(const Json &command)
{
    SearchModel model;
    QListView list;
    list.setModel(&model);
    list.setItemDelegate(new SearchDelegate(&list));
    list.setUniformItemSizes(true);
    list.resize(900, 160);
    list.show();
    ProjectSearch search;
    QEventLoop loop;
    QElapsedTimer clock;
    QElapsedTimer turn;
    double first = 0;
    double gap = 0;
    QObject::connect(&search, &ProjectSearch::found, &model, [&](const QList<FileMatches> &batch) {
        model.add(batch);
        first = first > 0 ? first : elapsedMs(clock);
    });
    QObject::connect(&search, &ProjectSearch::finished, &loop, &QEventLoop::quit);
    QTimer ticks;
    QObject::connect(&ticks, &QTimer::timeout, &loop, [&] {
        gap = std::max(gap, elapsedMs(turn));
        turn.start();
    });
    QTimer::singleShot(100, &loop, &QEventLoop::quit); // fixed wait: the list is painted first
    loop.exec();
    ticks.setTimerType(Qt::PreciseTimer);
    ticks.start(1); // not 0, which would take a processor from ripgrep
    clock.start();
    turn.start();
    search.start({.words = command["words"].text(), .isRegex = command["regex"].boolean()}, command["folder"].text());
    loop.exec();
    return {{"ms", elapsedMs(clock)}, {"firstMs", first}, {"gapMs", gap}, {"matches", model.matches()}};
}

} // namespace studio::bench
