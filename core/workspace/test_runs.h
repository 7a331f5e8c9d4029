// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/text_change.h"
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
/// printed goes through the workspace's BuildOutput, and Stop ends it. Why a test failed is a problem at the line that
/// panicked, until the test is run again; where that is none of the project's, at the test. Main thread.
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
    /// Where a test begins: what fails in a library's file is shown there. `path` is absolute, `line` from 0.
    void setPlace(const TestCommand &test, const QString &path, int line);

Q_SIGNALS:
    void changed(); ///< isRunning(), or results
    void message(const QString &sentence, bool isError);

private:
    QCoro::Task<void> runNow(TestCommand test);
    Task<bool> execute(const TestCommand &test, TestOutput *output, std::stop_token stop);
    void take(const TestCommand &test, const QString &name, const TestResult &result);
    void finish(const TestCommand &test, const Result<bool> &ran, const TestOutput &output);
    [[nodiscard]] static QString keyOf(const TestCommand &test, const QString &name);
    void beginResults(const TestCommand &test);
    void endResults(const TestCommand &test);
    void followEdit(const QString &path, const TextChange &change);
    void showProblems();
    [[nodiscard]] QString projectFile(const QString &file) const;

    Workspace *m_workspace;
    RustAnalysis *m_analysis;
    /// A line of a file of the project.
    struct Place
    {
        QString path; ///< absolute
        int line = 0; ///< from 0
    };

    QHash<QString, TestResult> m_results; ///< by keyOf(); of files of the project absolute paths, of others none
    QHash<QString, QString> m_names;      ///< of tests, likewise
    QHash<QString, Place> m_places;       ///< where they begin, likewise
    QStringList m_problemFiles;           ///< that have problems
    std::stop_source m_stop;
    bool m_isRunning = false;
};

} // namespace studio
