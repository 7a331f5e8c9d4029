// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/studio_bench/editor_bench.h"

#include "core/compiler/analyzer_project.h"
#include "tests/bench/studio_bench/open_editor.h"
#include "ui/editor/code_editor.h"

#include <vector>

namespace studio::bench {

namespace {

constexpr int keys = 300;
constexpr int keyPauseMs = 40; ///< of one who types fast

/// The time from the key to the end of the turn in which the text was painted.
double typeOne(QWidget *editor, Painted &painted, QChar character)
{
    QElapsedTimer clock;
    painted.isDone = false;
    clock.start();
    press(editor, character);
    (void)waitFor([&] { return painted.isDone; });
    return msOf(clock);
}

Json measure(CodeEditor *editor)
{
    Painted painted(editor->viewport());
    std::vector<double> times;
    const Turns turns;
    const QString typed = QStringLiteral("let x = order; ");
    for (int i = 0; i < keys; ++i) {
        times.push_back(typeOne(editor, painted, typed[i % typed.size()]));
        rest(i % 10 == 9 ? thoughtPauseMs : keyPauseMs);
    }
    std::vector<double> gaps = turns.gaps();
    std::erase_if(gaps, [](double gap) { return gap <= 1; });
    return {{"keyMs", sorted(std::move(times))}, {"gapMs", sorted(std::move(gaps))}};
}

} // namespace

Json typeKeys(const Json &command)
{
    OpenEditor open;
    if (const auto opened = open.open(command["folder"].text(), command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    open.editor()->goTo(static_cast<int>(command["line"].number(1)), 1);
    return waitFor([&] { return open.isReady(); }) ? measure(open.editor())
                                                   : Json{{"error", "rust-analyzer did not get ready"}};
}

Json complete(const Json &command)
{
    QElapsedTimer clock;
    clock.start();
    OpenEditor open;
    if (const auto opened = open.open(command["folder"].text(), command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    open.editor()->goTo(static_cast<int>(command["line"].number(1)), static_cast<int>(command["column"].number(1)));
    const bool isFirst =
        waitFor([&] { return open.analysis.state() == RustAnalysis::State::Ready && askServer(open, {}).second > 0; });
    const double firstMs = msOf(clock);
    if (!isFirst || command["onlyFirst"].boolean(false)) {
        return isFirst ? Json{{"firstMs", firstMs}} : Json{{"error", "rust-analyzer completed nothing"}};
    }
    (void)waitFor([&] { return open.isReady(); });
    rest(thoughtPauseMs);
    Json measured = completeDots(open);
    measured["firstMs"] = firstMs;
    return measured;
}

Json analyzerSetup(const Json &command)
{
    OpenEditor open;
    if (const auto opened = open.open(command["folder"].text(), command["file"].text()); !opened) {
        return {{"error", opened.error().message}};
    }
    (void)waitFor([&] { return open.analysis.project() != nullptr; });
    const AnalyzerProject *const project = open.analysis.project();
    if (!project) {
        return {{"error", "there is no manifest for rust-analyzer"}};
    }
    Json environment = Json::object();
    for (const QString &name : project->environment.keys()) {
        environment[toUtf8(name)] = project->environment.value(name);
    }
    return {{"settings", analyzerSettings(*project, open.workspace.target(), false)}, {"environment", environment}};
}

} // namespace studio::bench
