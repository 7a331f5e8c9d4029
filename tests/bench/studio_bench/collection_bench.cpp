// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/collection_bench.h"

#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/navigation.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/workspace.h"
#include "ui/collection/requests_pane.h"
#include "ui/collection/requests_tool_pane.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/invoke_tool_pane.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTreeView>

#include <algorithm>

namespace studio::bench {

namespace {

double msSince(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

/// As one would have them: a body, headers, and checks.
bool writeCollection(const QString &project, int count)
{
    const QString folder = project + QStringLiteral("/requests");
    bool isWritten = QDir().mkpath(folder) && writeFile(folder + QStringLiteral("/opencollection.yml"),
                                                        "opencollection: 1.0.0\ninfo:\n  name: Large\n");
    for (int i = 0; i < count; ++i) {
        const QString below = QStringLiteral("%1/folder-%2").arg(folder).arg(i / 100, 3, 10, QChar(u'0'));
        if (i % 100 == 0) {
            QDir().mkpath(below);
        }
        const QByteArray number = QByteArray::number(i);
        isWritten = writeFile(below + QStringLiteral("/request-%1.yml").arg(i),
                              "info:\n  name: Request " + number + "\n  type: http\n  seq: " + number +
                                  "\nhttp:\n  method: POST\n  url: /orders/" + number +
                                  "?kind={{kind}}\n  headers:\n    - name: x-request\n      value: \"" + number +
                                  "\"\n  body:\n    type: json\n    data: |-\n      {\"id\": " + number +
                                  ", \"items\": [1, 2, 3]}\nruntime:\n  assertions:\n    - expression: res.status\n"
                                  "      operator: eq\n      value: \"200\"\n") &&
                    isWritten;
    }
    return isWritten;
}

/// Presses a key and waits until the turn in which its effect is painted is over.
double pressKey(QWidget *in, int key, const QString &text = {})
{
    QElapsedTimer clock;
    clock.start();
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier, text);
    QCoreApplication::sendEvent(in, &down);
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents();
    return msSince(clock);
}

Json inOrder(std::vector<double> values)
{
    std::ranges::sort(values);
    Json all = Json::array();
    for (const double value : values) {
        all.push_back(Json(value));
    }
    return all;
}

} // namespace

Json openCollection(const Json &command)
{
    const int count = command["count"].number(10'000);
    const QTemporaryDir home;
    const QString project = home.filePath(QStringLiteral("large"));
    if (!writeCollection(project, count) ||
        !writeFile(project + QStringLiteral("/Cargo.toml"), "[package]\nname = \"large\"\nversion = \"0.1.0\"\n")) {
        return {{"error", "the collection cannot be written"}};
    }
    Paths paths;
    paths.data = home.filePath(QStringLiteral("data"));
    paths.config = home.filePath(QStringLiteral("config"));
    paths.cache = home.filePath(QStringLiteral("cache"));
    Compiler compiler(paths);
    HttpClient client;
    DevLoop devLoop(&compiler);
    LocalPlatform platform(paths, &compiler, &client);
    Workspace workspace({.compiler = &compiler, .loop = &devLoop, .platform = &platform});
    RequestsToolPane requestsTool{collection::RequestSender()};
    InvokeToolPane invokeTool;
    requestsTool.attach(&workspace);
    invokeTool.attach(&workspace);
    auto *const pane = qobject_cast<RequestsPane *>(requestsTool.widget());
    pane->resize(900, 500);
    pane->show();
    InvokePane *const invoke = invokeTool.pane();
    invoke->resize(400, 700);
    invoke->show();
    QCoreApplication::processEvents();

    QEventLoop loop;
    QElapsedTimer clock;
    SavedRequests *const requests = workspace.savedRequests();
    QObject::connect(requests, &SavedRequests::changed, &loop, [&] {
        if (requests->isThere()) {
            loop.quit();
        }
    });
    clock.start();
    if (!workspace.open(project)) {
        return {{"error", "the project cannot be opened"}};
    }
    requestsTool.attach(&workspace);
    invokeTool.attach(&workspace);
    loop.exec();
    auto *const tree = pane->findChild<QTreeView *>(QStringLiteral("requestTree"));
    QCoreApplication::processEvents(); // painted
    const double open = msSince(clock);

    std::vector<double> moves;
    std::vector<double> filters;
    std::vector<double> edits;
    tree->setFocus();
    for (int i = 0; i < 40; ++i) {
        moves.push_back(pressKey(tree, i % 4 == 3 ? Qt::Key_PageDown : Qt::Key_Down));
    }
    auto *const filter = pane->findChild<QLineEdit *>();
    filter->setFocus();
    for (const QChar c : QStringLiteral("request 99")) {
        filters.push_back(pressKey(filter, 0, QString(c)));
    }
    for (int i = 0; i < 10; ++i) {
        filters.push_back(pressKey(filter, Qt::Key_Backspace));
    }
    workspace.navigation()->openSavedRequest(QStringLiteral("folder-000/request-7.yml"));
    auto *const url = invoke->findChild<QLineEdit *>();
    url->setFocus();
    for (int i = 0; i < 40; ++i) {
        edits.push_back(pressKey(url, Qt::Key_X, QStringLiteral("x")));
    }
    const int rows = tree->model()->rowCount();
    requestsTool.attach(nullptr);
    invokeTool.attach(nullptr);
    delete requestsTool.widget();
    delete invokeTool.widget();
    return {{"openMs", open},
            {"rows", rows},
            {"moveMs", inOrder(moves)},
            {"filterMs", inOrder(filters)},
            {"editMs", inOrder(edits)}};
}

} // namespace studio::bench
