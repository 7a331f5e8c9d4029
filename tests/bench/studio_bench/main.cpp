// SPDX-License-Identifier: GPL-3.0-or-later
// Driven by tests/bench/run.py: one JSON command a line on stdin, one JSON answer a line on stdout. Times are in
// milliseconds unless a name says otherwise.
#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/base/user_file.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_invoker.h"
#include "core/project/project.h"
#include "core/runner/instance_wait.h"
#include "core/workspace/dev_loop.h"
#include "tests/bench/studio_bench/answer_bench.h"
#include "tests/bench/studio_bench/cancel_bench.h"
#include "tests/bench/studio_bench/collection_bench.h"
#include "tests/bench/studio_bench/console_bench.h"
#include "tests/bench/studio_bench/dependencies_bench.h"
#include "tests/bench/studio_bench/editor_bench.h"
#include "tests/bench/studio_bench/executions_bench.h"
#include "tests/bench/studio_bench/find_bench.h"
#include "tests/bench/studio_bench/open_editor.h"
#include "tests/bench/studio_bench/project_bench.h"
#include "tests/bench/studio_bench/raw_client.h"
#include "tests/bench/studio_bench/spawn.h"
#include "tests/bench/studio_bench/store_bench.h"
#include "ui/common/fonts.h"
#include "ui/common/theme.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/response_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTextStream>

#include <algorithm>
#include <iostream>
#include <thread>

using namespace studio;
using namespace studio::bench;

namespace {

double sinceMs(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

QString text(const Json &json, const char *key)
{
    return json.contains(key) ? toQString(json[key].utf8()) : QString();
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

/// When a view with text was first drawn, and the text then.
class FirstPaint : public QObject
{
public:
    explicit FirstPaint(QPlainTextEdit *view) : m_view(view) { view->viewport()->installEventFilter(this); }

    [[nodiscard]] qint64 microseconds() const { return m_microseconds; } ///< since 1970; 0 when it was not
    [[nodiscard]] QString text() const { return m_text; }

protected:
    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() != QEvent::Paint || m_microseconds != 0 || m_view->document()->isEmpty()) {
            return false;
        }
        m_view->viewport()->removeEventFilter(this);
        m_text = m_view->toPlainText();
        QCoreApplication::sendEvent(object, event); // draws it
        using namespace std::chrono;
        m_microseconds = duration_cast<std::chrono::microseconds>(system_clock::now().time_since_epoch()).count();
        return true;
    }

private:
    QPlainTextEdit *m_view;
    QString m_text;
    qint64 m_microseconds = 0;
};

/// Whether the body of an answer was drawn after it came. One for each call, made before it.
class AnswerPaint : public QObject
{
public:
    explicit AnswerPaint(InvokePane *pane) : m_pane(pane)
    {
        pane->findChild<ResponseView *>()->body()->viewport()->installEventFilter(this);
    }
    bool isSent = false;
    bool isDone = false;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        isDone = isDone || (isSent && !m_pane->isWaiting() && event->type() == QEvent::Paint);
        return false;
    }

private:
    InvokePane *m_pane;
};

struct Bench
{
    Compiler compiler{userPaths()};
    HttpClient client;
    DevLoop loop{&compiler};
    LocalInvoker invoker{nullptr, nullptr, &client};
    std::unique_ptr<Runner> runner{handlerRunner(userPaths().cache)};
    std::unique_ptr<Instance> served;

    Bench() { invoker.setDevSource(loop.source()); }

    /// Writes the file, compiles, starts, calls: the answer must hold the new text.
    Json editAnswer(const Json &command)
    {
        QElapsedTimer clock;
        clock.start();
        const auto saved = saveUserFile(text(command, "file"), QByteArray::fromStdString(command["content"].utf8()));
        if (!saved) {
            return failure(saved.error().message);
        }
        const auto ran = QCoro::waitFor(loop.run());
        if (!ran) {
            return failure(ran.error().message + ran.error().detail);
        }
        const double running = sinceMs(clock);
        const auto answer = QCoro::waitFor(invoker.invoke(
            {}, {InvokeTarget::DevInstance}, {.headers = {{"content-type", "application/json"}}, .body = "{}"}));
        const double total = sinceMs(clock);
        if (!answer) {
            return failure(answer.error().message);
        }
        if (!answer->response.body.contains(QByteArray::fromStdString(command["expect"].utf8()))) {
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

    /// From the runner's start of an instance to the last byte of its first answer.
    Json start(const Json &command)
    {
        QElapsedTimer clock;
        clock.start();
        const auto started = runner->start({.program = text(command, "program"),
                                            .target = RustTarget::Native,
                                            .libraryPaths = {},
                                            .functionId = QStringLiteral("org/hello"),
                                            .environment = {},
                                            .memoryBytes = 512 << 20});
        if (!started) {
            return failure(started.error().message);
        }
        RawClient raw((*started)->port());
        const QByteArray answer = raw.post(R"({"message": "hi"})");
        const double ms = sinceMs(clock);
        return answer.startsWith("HTTP/1.1 200") ? Json{{"ms", ms}} : failure(QString::fromUtf8(answer));
    }

    /// Starts a release artifact as the platform does and keeps it until `end`.
    Json run(const Json &command)
    {
        auto started = runner->start({.program = text(command, "program"),
                                      .target = targetOf(command),
                                      .libraryPaths = {},
                                      .functionId = QStringLiteral("org/hello"),
                                      .environment = {}});
        if (!started) {
            return failure(started.error().message);
        }
        served = std::move(*started);
        QCoro::waitFor(waitUntilStarted(served.get()));
        if (served->state() != InstanceState::Ready) {
            return failure(served->failure().message);
        }
        return {{"port", served->port()}, {"pid", served->pid()}};
    }

    /// The median call over one kept connection: to a program started for it, or to the port that is given.
    static Json warm(const Json &command)
    {
        if (command.contains("port")) {
            // Elsewhere, so that what the instance writes is read here meanwhile.
            const auto port = static_cast<quint16>(command["port"].number());
            const QByteArray host = command["host"].text(QStringLiteral("localhost")).toUtf8();
            return *QCoro::waitFor(onWorker([port, host, count = command["calls"].number(3000)]() -> Result<Json> {
                return calls(port, count, host);
            }));
        }
        const Spawned child(text(command, "program"), text(command, "libraries"));
        Json answer = calls(child.port(), command["calls"].number(3000));
        answer["rssKb"] = child.residentKb();
        return answer;
    }

    static Json calls(quint16 port, int count, const QByteArray &host = "localhost")
    {
        RawClient raw(port, host);
        std::vector<double> times;
        for (int i = 0; i < count; ++i) {
            QElapsedTimer clock;
            clock.start();
            if (!raw.post(R"({"message": "hi there"})").startsWith("HTTP/1.1 200")) {
                return failure(QStringLiteral("the call failed"));
            }
            if (i >= 200) {
                times.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
            }
        }
        return {{"us", median(times)}};
    }

    /// From Send pressed in the invoke pane to the answer being there, and to its body painted, against the raw client,
    /// in turn, on the instance that runs.
    Json overhead(const Json &command)
    {
        InvokePane pane;
        pane.setTargets({{QStringLiteral("dev"), {}, &invoker, {}, {InvokeTarget::DevInstance}}});
        pane.resize(380, 600);
        pane.setPayload(R"({"message": "hi there"})");
        pane.show();
        RawClient raw(static_cast<quint16>(loop.port()));
        std::vector<double> ours;
        std::vector<double> floor;
        std::vector<double> shown;
        std::unique_ptr<AnswerPaint> paint;
        for (int i = 0; i < command["calls"].number(500); ++i) {
            QElapsedTimer clock;
            clock.start();
            if (paint) {
                paint->isSent = true;
            }
            pane.sendNow();
            while (pane.isWaiting()) { // it may have been answered at once
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            }
            ours.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
            if (pane.lastInvocation().response.status != 200) {
                return failure(QStringLiteral("the call failed"));
            }
            if (paint) { // what shows answers is made for the first one
                (void)waitFor([&] { return paint->isDone; }, 5'000);
                shown.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
            }
            paint = std::make_unique<AnswerPaint>(&pane);
            clock.restart();
            (void)raw.post(R"({"message": "hi there"})");
            floor.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e3);
        }
        return {{"us", median(ours)}, {"paintedUs", median(shown)}, {"floorUs", median(floor)}};
    }

    Json runLoop()
    {
        const auto ran = QCoro::waitFor(loop.run());
        return ran ? Json{{"ok", true}} : failure(ran.error().message + ran.error().detail);
    }

    /// The handler writes the time at which it does to its stream, and goes on for a while. What shows answers is made
    /// for the first one, which is not measured.
    Json firstByte()
    {
        InvokePane pane;
        pane.setTargets({{QStringLiteral("dev"), {}, &invoker, {}, {InvokeTarget::DevInstance}}});
        pane.resize(380, 600);
        pane.show();
        const auto send = [&] {
            pane.sendNow();
            while (pane.isWaiting()) {
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            }
        };
        send();
        auto *const view = pane.findChild<ResponseView *>();
        if (!view) {
            return failure(QStringLiteral("the handler does not answer"));
        }
        pane.clearAnswer();
        QCoreApplication::processEvents();
        FirstPaint paint(view->body());
        send();
        const qint64 written = paint.text().section(u'\n', 0, 0).toLongLong();
        return written > 0 && paint.microseconds() > 0
                   ? Json{{"ms", static_cast<double>(paint.microseconds() - written) / 1000.0}}
                   : failure(QStringLiteral("no stream was shown: ") + paint.text());
    }

    Json answer(const Json &command)
    {
        const std::string name = command["cmd"].utf8();
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
        if (name == "cancel") {
            return cancelCompiles(compiler, command);
        }
        if (name == "spawn") {
            return spawn(command);
        }
        if (name == "start") {
            return start(command);
        }
        if (name == "run") {
            return run(command);
        }
        if (name == "end") {
            served.reset();
            return {{"ok", true}};
        }
        if (name == "warm") {
            return warm(command);
        }
        if (name == "run-loop") {
            return runLoop();
        }
        if (name == "first-byte") {
            return firstByte();
        }
        if (name == "overhead") {
            return overhead(command);
        }
        if (name == "fill-store") {
            return fillStore(command);
        }
        if (name == "record-calls") {
            return recordCalls(command);
        }
        if (name == "find-in-project") {
            return findInProject(command);
        }
        if (name == "show-executions") {
            return showExecutions(command);
        }
        if (name == "app-log") {
            return showAppLog();
        }
        if (name == "instance-log") {
            return showInstanceLog(command);
        }
        if (name == "console") {
            return showLines(command);
        }
        if (name == "large-answer") {
            return showLargeAnswer(command);
        }
        if (name == "long-payload") {
            return typeLongPayload(command);
        }
        if (name == "collection") {
            return openCollection(command);
        }
        if (name == "dependencies") {
            return showDependencies(command);
        }
        if (name == "complete") {
            return complete(command);
        }
        if (name == "analyzer-setup") {
            return analyzerSetup(command);
        }
        if (name == "type-keys") {
            return typeKeys(command);
        }
        if (name == "use-project") {
            return useProject(command);
        }
        if (name == "rename-uses") {
            return renameUses(command);
        }
        if (name == "search-store") {
            return searchStore(command);
        }
        return failure(QStringLiteral("no such command"));
    }
};

} // namespace

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    QApplication::setFont(interfaceFont()); // as in the studio's window: how it is drawn is a part of what is measured
    Theme::apply(false);
    QApplication::setQuitOnLastWindowClosed(false); // a pane that was measured goes
    Bench bench;
    // The commands come from another thread: an instance that runs between two of them is read all the time.
    std::thread commands([&bench] {
        for (std::string line; std::getline(std::cin, line);) {
            const auto command = parseJson(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
            Json answer;
            QMetaObject::invokeMethod(
                qApp, [&] { answer = command ? bench.answer(*command) : failure(command.error().message); },
                Qt::BlockingQueuedConnection);
            std::cout << answer.toUtf8().constData() << std::endl;
        }
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    const int code = QApplication::exec();
    commands.join();
    return code;
}
