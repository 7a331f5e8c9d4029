// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/test_runs.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/compiler/analyzer_project.h"
#include "core/compiler/cargo_run.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/navigation.h"
#include "core/workspace/place_shift.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace studio {

namespace {

constexpr qsizetype maxTestProblems = 500;
constexpr qsizetype maxPlaces = 10'000;

/// Where the begin of a line is after an edit; where all around it was replaced, as by Replace all, it stays.
int shiftedLine(int line, const TextChange &change)
{
    const TextPlace begin{line, 0};
    if (change.range.start < begin && begin < change.range.end) {
        return line;
    }
    PlaceShift shift;
    shift.add(change);
    const auto now = shift.shifted({begin, begin});
    return now ? now->start.line : line;
}

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
        m_names.clear();
        m_places.clear();
        showProblems();
        Q_EMIT changed();
    });
    connect(workspace->documents(), &DocumentStore::documentEdited, this, &TestRuns::followEdit);
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
    beginResults(test);
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
        .progress = [shown](const compiler::CargoProgress &bar) { shown->setProgress(bar.done, bar.total, bar.unit); }};
    const auto end = co_await whileAlive(this, compiler::runCargo(run, listener, stop));
    co_return end.transform([](const compiler::CargoEnd &how) { return how.exit.code == 0 && how.exit.signal == 0; });
}

/// While they come, so that the first of many is not seen after the last.
void TestRuns::take(const TestCommand &test, const QString &name, const TestResult &result)
{
    const QString key = keyOf(test, name);
    TestResult now = result;
    now.file = projectFile(now.file);
    m_names[key] = name;
    TestResult &known = m_results[key];
    if (known != now) {
        known = now;
        Q_EMIT changed();
    }
}

/// A module's tests are run with it.
void TestRuns::beginResults(const TestCommand &test)
{
    const QString within = keyOf(test, test.name + QLatin1String("::"));
    for (auto one = m_results.begin(); test.isModule && one != m_results.end(); ++one) {
        if (one.key().startsWith(within)) {
            *one = {};
        }
    }
    m_results[keyOf(test, test.name)] = {};
    showProblems();
}

/// What did not come to its end has no result.
void TestRuns::endResults(const TestCommand &test)
{
    const QString own = keyOf(test, test.name);
    m_results.removeIf([&](const QHash<QString, TestResult>::iterator &one) {
        return one->state == TestResult::State::Running &&
               (one.key() == own || (test.isModule && one.key().startsWith(own + QLatin1String("::"))));
    });
    showProblems();
}

void TestRuns::setPlace(const TestCommand &test, const QString &path, int line)
{
    const QString key = keyOf(test, test.name);
    if (m_places.size() < maxPlaces || m_places.contains(key)) {
        m_places[key] = {.path = path, .line = line};
    }
}

/// The path of a file of the project as it is opened; empty for one of a library.
QString TestRuns::projectFile(const QString &file) const
{
    const QString folder = m_workspace->folder();
    const QString path = file.isEmpty() ? QString() : QDir::cleanPath(QDir(folder).absoluteFilePath(file));
    return path.startsWith(folder + u'/') && QFileInfo(path).isFile() ? path : QString();
}

/// The problems go with the lines that they are at.
void TestRuns::followEdit(const QString &path, const TextChange &change)
{
    if (change.range.start.line == change.range.end.line && !change.text.contains('\n')) {
        return;
    }
    for (TestResult &one : m_results) {
        if (one.file == path) {
            one.line = shiftedLine(one.line - 1, change) + 1;
        }
    }
    for (Place &one : m_places) {
        if (one.path == path) {
            one.line = shiftedLine(one.line, change);
        }
    }
    showProblems();
}

void TestRuns::showProblems()
{
    QHash<QString, QList<Diagnostic>> problems; // by file
    const QDir folder(m_workspace->folder());
    qsizetype count = 0;
    for (auto one = m_results.cbegin(); one != m_results.cend() && count < maxTestProblems; ++one) {
        const Place begin = m_places.value(one.key());
        const QString path = one->file.isEmpty() ? begin.path : one->file;
        if (one->state != TestResult::State::Failed || one->message.isEmpty() || path.isEmpty()) {
            continue;
        }
        const int line = one->file.isEmpty() ? begin.line + 1 : one->line;
        const QString file = folder.relativeFilePath(path);
        problems[file].append({.severity = Severity::Error,
                               .code = {},
                               .message = tr("%1 failed: %2").arg(m_names.value(one.key()), one->message.simplified()),
                               .file = file,
                               .line = line,
                               .column = one->file.isEmpty() ? 1 : one->column,
                               .endLine = line,
                               .endColumn = 0,
                               .rendered = {},
                               .help = {}});
        ++count;
    }
    QStringList files = problems.keys();
    for (const QString &file : std::as_const(m_problemFiles)) {
        files << (problems.contains(file) ? QStringList() : QStringList(file));
    }
    m_problemFiles = problems.keys();
    std::ranges::sort(files);
    for (const QString &file : std::as_const(files)) {
        QList<Diagnostic> &all = problems[file];
        std::ranges::sort(all, {}, [](const Diagnostic &one) { return std::tuple(one.line, one.column, one.message); });
        QList<Diagnostic> known = m_workspace->diagnostics()->of(DiagnosticList::Source::Tests);
        known.removeIf([&](const Diagnostic &one) { return one.file != file; });
        if (known != all) {
            m_workspace->diagnostics()->replace(DiagnosticList::Source::Tests, file, all);
        }
    }
}

void TestRuns::finish(const TestCommand &test, const Result<bool> &ran, const TestOutput &output)
{
    const qsizetype failed = output.count(TestResult::State::Failed);
    const qsizetype passed = output.count(TestResult::State::Passed);
    if (test.isModule && output.hasBegun() && ran) {
        m_results[keyOf(test, test.name)].state = *ran ? TestResult::State::Passed : TestResult::State::Failed;
    }
    endResults(test);
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
