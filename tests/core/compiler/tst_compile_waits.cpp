// SPDX-License-Identifier: GPL-3.0-or-later
// Projects share a build directory, which cargo locks: what that means for another project is said or avoided.
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/held_build.h"

#include <QCoroTask>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int compileTimeout = 300'000; ///< in ms; the first compile ever may be in it

} // namespace

class TestCompileWaits : public QObject
{
    Q_OBJECT

    Compiler m_compiler{testPaths()};
    const TestProject m_holder{"holder"};
    std::unique_ptr<HeldBuild> m_held;
    std::optional<Result<Artifact>> m_holding;

    Result<Artifact> compiled(const TestProject &project, Told &told)
    {
        return QCoro::waitFor(m_compiler.compile(project.request(), told.observer()));
    }

    /// Compiles a project whose build script does not end, with the build directory locked.
    void hold()
    {
        m_held = std::make_unique<HeldBuild>(m_holder.path());
        QCoro::connect(m_compiler.compile(m_holder.request(), {}), this,
                       [this](const Result<Artifact> &result) { m_holding = result; });
        QTRY_VERIFY_WITH_TIMEOUT(m_held->hasBegun() || m_holding, compileTimeout);
        QVERIFY(!m_holding);
    }

private Q_SLOTS:
    void cleanup()
    {
        if (m_held) {
            m_held->release();
            QTRY_VERIFY_WITH_TIMEOUT(m_holding, compileTimeout);
        }
        m_held.reset();
        m_holding.reset();
    }

    void an_unchanged_project_does_not_wait()
    {
        const TestProject project("unchanged");
        Told first;
        const auto before = compiled(project, first);
        QVERIFY2(before, before ? "" : qPrintable(before.error().message));
        hold();
        Told second;
        const auto again = compiled(project, second); // or never
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QVERIFY(!m_holding);
        QCOMPARE(again->sha256, before->sha256);
        QCOMPARE(again->sourceHash, before->sourceHash);
        QCOMPARE(again->crates, before->crates);
        QCOMPARE(again->libraryPaths, before->libraryPaths);
        QCOMPARE(answerOf(*again), QByteArray("\"unchanged\""));
    }

    void a_changed_one_says_what_it_waits_for()
    {
        const TestProject project("one");
        Told first;
        QVERIFY(compiled(project, first));
        project.add(QStringLiteral("src/lib.rs"), handlerSaying("two"));
        hold();
        Told told;
        std::optional<Result<Artifact>> done;
        QCoro::connect(m_compiler.compile(project.request(), told.observer()), this,
                       [&](const Result<Artifact> &result) { done = result; });
        QTRY_VERIFY_WITH_TIMEOUT(told.text().contains(QStringLiteral("Waiting for another compile")) || done,
                                 compileTimeout);
        QVERIFY(!done);
        m_held->release();
        QTRY_VERIFY_WITH_TIMEOUT(done, compileTimeout);
        QVERIFY2(*done, *done ? "" : qPrintable(done->error().message));
        QCOMPARE(answerOf(**done), QByteArray("\"two\""));
    }

    void warnings_are_said_again()
    {
        const TestProject project;
        project.add(QStringLiteral("src/lib.rs"), "fn unused() {}\n" + handlerSaying("warned"));
        for (int i = 0; i < 2; ++i) {
            Told told;
            QVERIFY(compiled(project, told));
            QCOMPARE(told.diagnostics.size(), 1);
        }
    }

    void what_is_gone_from_the_cache_is_built_again()
    {
        const TestProject project("again");
        Told first;
        const auto before = compiled(project, first);
        QVERIFY(before);
        int removed = 0; // a person may empty the cache at any time
        for (const QString &name : QDir(testCache() + QStringLiteral("/projects")).entryList(QDir::Dirs)) {
            const QString target =
                testCache() + QStringLiteral("/projects/") + name + QStringLiteral("/native-dev/target");
            const QDir programs(target + QStringLiteral("/x86_64-unknown-linux-gnu/debug"));
            if (programs.exists(QStringLiteral("hello"))) {
                removed += QFile::remove(programs.filePath(QStringLiteral("hello"))) ? 1 : 0;
            }
        }
        QVERIFY(removed > 0);
        Told second;
        const auto again = compiled(project, second);
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
        QCOMPARE(answerOf(*again), QByteArray("\"again\""));
    }
};

QTEST_GUILESS_MAIN(TestCompileWaits)
#include "tst_compile_waits.moc"
