// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/test_output.h"

#include <QObject>
#include <QStringList>

namespace studio {

class RustAnalysis;
class Workspace;

/// A test, or a module of tests, as rust-analyzer offers it. A plain value.
struct TestCommand
{
    QString name;          ///< "tests::adds"; of a module, "tests"
    bool isModule = false; ///< all tests whose names begin with `name` and "::"
    QStringList arguments; ///< of cargo: "test", "--package", …
    QStringList ofProgram; ///< of the test program: the name, "--exact"

    bool operator==(const TestCommand &) const = default;
};

/// Runs the project's tests with cargo, for this machine also where the handler is for Wasm. The manifest is the
/// analyzer's, so that the author's files are tested as they lie there; crates are shared with compiles. What is
/// printed goes through the workspace's BuildOutput, and Stop ends it. Main thread.
class TestRuns final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    TestRuns(Workspace *workspace, RustAnalysis *analysis, QObject *parent = nullptr);
    ~TestRuns() override;

    /// Saves first. One run at a time: another one, a Run, a Compile or a Publish ends it. Nothing is run in a folder
    /// that the person does not trust; one that was not asked about is trusted by this, as by Run.
    void run(const TestCommand &test);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// As it ended last, by run(); null where it was not run since the project was opened. A module failed where one of
    /// its tests did.
    [[nodiscard]] const TestResult *result(const TestCommand &test) const;

Q_SIGNALS:
    void changed(); ///< isRunning(), or results
    void message(const QString &sentence, bool isError);

private:
    QCoro::Task<void> runNow(TestCommand test);
    Task<bool> execute(const TestCommand &test, TestOutput *output, std::stop_token stop);
    void take(const TestCommand &test, const QString &name, const TestResult &result);
    void finish(const TestCommand &test, const Result<bool> &ran, const TestOutput &output);
    [[nodiscard]] static QString keyOf(const TestCommand &test, const QString &name);

    Workspace *m_workspace;
    RustAnalysis *m_analysis;
    QHash<QString, TestResult> m_results; ///< by keyOf()
    std::stop_source m_stop;
    bool m_isRunning = false;
};

} // namespace studio
