// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/test_runs.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/compiler/analyzer_project.h"
#include "core/compiler/cargo_run.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/document_store.h"
#include "core/workspace/navigation.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio {

namespace {

QString withoutColours(QString line)
{
    static const QRegularExpression escape(QStringLiteral("\x1b\\[[0-9;]*m"));
    return line.remove(escape);
}

} // namespace

TestRuns::TestRuns(Workspace *workspace, RustAnalysis *analysis, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_analysis(analysis)
{
    const auto end = [this] { m_stop.request_stop(); };
    connect(workspace->actions(), &BuildActions::begun, this, end);
    connect(workspace->actions(), &BuildActions::testsStopping, this, end);
    connect(workspace, &Workspace::closing, this, end);
    connect(workspace, &Workspace::opened, this, [this] {
        m_results.clear();
        Q_EMIT changed();
    });
}

TestRuns::~TestRuns()
{
    m_stop.request_stop();
}

/// The same test of another program of the project, such as one in tests/, is another one.
QString TestRuns::keyOf(const TestCommand &test, const QString &name)
{
    return test.arguments.join(u' ') + u' ' + name;
}

const TestResult *TestRuns::result(const TestCommand &test) const
{
    const auto found = m_results.constFind(keyOf(test, test.name));
    return found == m_results.cend() ? nullptr : &*found;
}

void TestRuns::run(const TestCommand &test)
{
    if (m_analysis->trust() == std::optional(false)) {
        Q_EMIT message(
            tr("Tests are not run, because they are code of a folder that is not trusted. Run the handler, or "
               "trust the folder, to allow it."),
            true);
        return;
    }
    if (!m_analysis->project() || m_workspace->actions()->isWorking() || m_workspace->output()->isRunning()) {
        Q_EMIT message(m_analysis->project() ? tr("Tests can be run once what is being compiled has ended.")
                                             : tr("Tests can be run once rust-analyzer has read the project."),
                       false);
        return;
    }
    detach(runNow(test));
}

QCoro::Task<void> TestRuns::runNow(TestCommand test)
{
    m_stop = std::stop_source();
    const std::stop_token stop = m_stop.get_token();
    m_isRunning = true;
    m_results[keyOf(test, test.name)] = {};
    m_workspace->actions()->setTesting(true);
    if (!m_analysis->trust()) {
        m_analysis->setTrust(true);
    }
    Q_EMIT changed();
    TestOutput output;
    const auto ran = co_await whileAlive(this, execute(test, &output, stop));
    m_isRunning = false;
    m_workspace->actions()->setTesting(false);
    finish(test, ran, output);
}

Task<bool> TestRuns::execute(const TestCommand &test, TestOutput *output, std::stop_token stop)
{
    const auto saved = co_await whileAlive(this, m_workspace->documents()->saveAll());
    if (!saved || !*saved || stop.stop_requested()) {
        co_return saved ? Result<bool>(cancelled()) : saved;
    }
    const AnalyzerProject project = *m_analysis->project();
    m_workspace->navigation()->showLog();
    BuildOutput *const shown = m_workspace->output();
    shown->begin(tr("Test · %1").arg(test.name));
    const compiler::CargoRun run{.spec = {.program = project.testEnvironment.value(QStringLiteral("CARGO")),
                                          .arguments = test.arguments + project.testArguments +
                                                       QStringList{QStringLiteral("--")} + test.ofProgram,
                                          .workingDirectory = QFileInfo(project.manifest).absolutePath(),
                                          .environment = project.testEnvironment},
                                 .source = m_workspace->folder(),
                                 .shownAs = m_workspace->folder()};
    const compiler::CargoListener listener{
        .line =
            [this, shown, test, output](const QString &line) {
                shown->appendLine(line);
                if (const QString name = output->addLine(withoutColours(line)); !name.isEmpty()) {
                    take(test, name, output->results()[name]);
                }
            },
        .message = {},
        .progress = [shown](int done, int total, const QString &unit) { shown->setProgress(done, total, unit); }};
    const auto end = co_await whileAlive(this, compiler::runCargo(run, listener, stop));
    co_return end.transform([](const compiler::CargoEnd &how) { return how.exit.code == 0 && how.exit.signal == 0; });
}

/// While they come, so that the first of many is not seen after the last.
void TestRuns::take(const TestCommand &test, const QString &name, const TestResult &result)
{
    TestResult &known = m_results[keyOf(test, name)];
    if (known != result) {
        known = result;
        Q_EMIT changed();
    }
}

void TestRuns::finish(const TestCommand &test, const Result<bool> &ran, const TestOutput &output)
{
    const qsizetype failed = output.count(TestResult::State::Failed);
    const qsizetype passed = output.count(TestResult::State::Passed);
    if (test.isModule && output.hasBegun() && ran) {
        m_results[keyOf(test, test.name)].state = *ran ? TestResult::State::Passed : TestResult::State::Failed;
    } else if (result(test)->state == TestResult::State::Running) {
        m_results.remove(keyOf(test, test.name)); // it did not come to its end
    }
    const bool isCancelled = !ran && ran.error().code == ErrorCode::Cancelled;
    const QString summary = !ran                 ? ran.error().message
                            : !output.hasBegun() ? tr("The tests could not be compiled.")
                            : failed == 1        ? tr("1 test failed")
                            : failed > 1         ? tr("%n tests failed", nullptr, static_cast<int>(failed))
                            : !*ran              ? tr("The test program ended before its tests had.")
                            : passed == 0        ? tr("No test was run")
                            : passed == 1        ? tr("1 test passed")
                                                 : tr("%n tests passed", nullptr, static_cast<int>(passed));
    if (m_workspace->output()->isRunning()) {
        m_workspace->output()->end(isCancelled   ? BuildOutput::Outcome::Cancelled
                                   : ran && *ran ? BuildOutput::Outcome::Succeeded
                                                 : BuildOutput::Outcome::Failed,
                                   summary);
    }
    Q_EMIT changed();
    const bool isKnownByMarks = ran && output.hasBegun() && failed + passed > 0 && (*ran || failed > 0);
    if (!isCancelled && !isKnownByMarks) { // else the margin, the line and the console say it
        Q_EMIT message(tr("%1: %2").arg(test.name, summary), !ran || !*ran);
    }
}

} // namespace studio
