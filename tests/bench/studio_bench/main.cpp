// SPDX-License-Identifier: GPL-3.0-or-later
// Driven by tests/bench/run.py: one JSON command a line on stdin, one JSON answer a line on stdout. Times are in
// milliseconds unless a name says otherwise.
#include "core/base/json.h"
#include "core/platform/dev_loop.h"
#include "core/project/project.h"
#include "tests/bench/studio_bench/raw_client.h"
#include "tests/bench/studio_bench/spawn.h"
#include "ui/invoke/invoke_pane.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTextStream>

#include <algorithm>
#include <iostream>

using namespace studio;
using namespace studio::bench;

namespace {

double sinceMs(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

QString text(const Json &json, const char *key)
{
    return json.contains(key) ? toQString(json.at(key).get<std::string>()) : QString();
}

RustTarget targetOf(const Json &json)
{
    return text(json, "target") == QLatin1String("wasm") ? RustTarget::Wasm : RustTarget::Native;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

Json failure(const QString &message)
{
    return {{"error", toUtf8(message)}};
}

struct Bench
{
    Compiler compiler{userPaths()};
    HttpClient client;
    DevLoop loop{&compiler, &client};

    /// Writes the file, compiles, starts, calls: the answer must hold the new text.
    Json editAnswer(const Json &command)
    {
        QElapsedTimer clock;
        clock.start();
        const auto saved =
            saveTextFile(text(command, "file"), QByteArray::fromStdString(command.at("content").get<std::string>()));
        if (!saved) {
            return failure(saved.error().message);
        }
        const auto ran = QCoro::waitFor(loop.run());
        if (!ran) {
            return failure(ran.error().message + ran.error().detail);
        }
        const double running = sinceMs(clock);
        const auto answer =
            QCoro::waitFor(loop.send({.headers = {{"content-type", "application/json"}}, .body = "{}"}));
        const double total = sinceMs(clock);
        if (!answer) {
            return failure(answer.error().message);
        }
        if (!answer->response.body.contains(QByteArray::fromStdString(command.at("expect").get<std::string>()))) {
            return failure(QStringLiteral("another answer: ") + QString::fromUtf8(answer->response.body));
        }
        return {{"ms", total}, {"running", running}};
    }

    Json compile(const Json &command)
    {
        QElapsedTimer clock;
        clock.start();
        const auto artifact = QCoro::waitFor(compiler.compile(
            {.projectKey = text(command, "key"),
             .sourceFolder = text(command, "folder"),
             .target = targetOf(command),
             .profile = text(command, "profile") == QLatin1String("release") ? Profile::Release : Profile::Dev},
            {}));
        if (!artifact) {
            return failure(artifact.error().message + artifact.error().detail);
        }
        return {{"ms", sinceMs(clock)},
                {"path", toUtf8(artifact->path)},
                {"bytes", artifact->size},
                {"libraries", toUtf8(artifact->libraryPaths.join(QLatin1Char(':')))}};
    }

    /// Process start to the last byte of the first answer.
    static Json spawn(const Json &command)
    {
        QElapsedTimer clock;
        clock.start();
        const Spawned child(text(command, "program"), text(command, "libraries"));
        RawClient raw(child.port());
        const QByteArray answer = raw.post(R"({"message": "hi"})");
        const double ms = sinceMs(clock);
        if (!answer.startsWith("HTTP/1.1 200")) {
            return failure(QString::fromUtf8(answer));
        }
        return {{"ms", ms}, {"rssKb", child.residentKb()}};
    }

    /// The median call over one kept connection.
    static Json warm(const Json &command)
    {
        const Spawned child(text(command, "program"), text(command, "libraries"));
        RawClient raw(child.port());
        std::vector<double> times;
        for (int i = 0; i < command.value("calls", 3000); ++i) {
            QElapsedTimer clock;
            clock.start();
            if (!raw.post(R"({"message": "hi there"})").startsWith("HTTP/1.1 200")) {
                return failure(QStringLiteral("the call failed"));
            }
            if (i >= 200) {
                times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
            }
        }
        return {{"us", median(times)}, {"rssKb", child.residentKb()}};
    }

    /// From Send pressed in the invoke pane to the answer shown there, against the raw client, in turn, on the instance
    /// that runs.
    Json overhead(const Json &command)
    {
        InvokePane pane(&loop);
        pane.resize(380, 600);
        pane.setPayload(R"({"message": "hi there"})");
        pane.show();
        RawClient raw(static_cast<quint16>(loop.port()));
        std::vector<double> ours;
        std::vector<double> floor;
        for (int i = 0; i < command.value("calls", 500); ++i) {
            QElapsedTimer clock;
            clock.start();
            pane.sendNow();
            while (pane.isWaiting()) { // it may have been answered at once
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            }
            ours.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
            if (pane.lastInvocation().response.status != 200) {
                return failure(QStringLiteral("the call failed"));
            }
            QCoreApplication::processEvents(); // what was shown is painted outside of the measurement
            clock.restart();
            (void)raw.post(R"({"message": "hi there"})");
            floor.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
        }
        return {{"us", median(ours)}, {"floorUs", median(floor)}};
    }

    Json answer(const Json &command)
    {
        const std::string name = command.at("cmd").get<std::string>();
        if (name == "open") {
            loop.setTarget(targetOf(command));
            loop.setProject(text(command, "folder"), QStringLiteral("org/hello"));
            return {{"ok", true}};
        }
        if (name == "edit-answer") {
            return editAnswer(command);
        }
        if (name == "compile") {
            return compile(command);
        }
        if (name == "spawn") {
            return spawn(command);
        }
        if (name == "warm") {
            return warm(command);
        }
        if (name == "overhead") {
            return overhead(command);
        }
        return failure(QStringLiteral("no such command"));
    }
};

} // namespace

int main(int argc, char *argv[])
{
    const QApplication app(argc, argv);
    Bench bench;
    for (std::string line; std::getline(std::cin, line);) {
        const auto command = parseJson(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
        std::cout << (command ? bench.answer(*command) : failure(command.error().message)).dump() << std::endl;
    }
    return 0;
}
