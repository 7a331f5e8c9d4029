// SPDX-License-Identifier: GPL-3.0-or-later
// Trials of the open project: the question of trust, one after the other, cancelled, and found again.
#include "core/trial/crate_trial.h"
#include "core/workspace/crate_trials.h"
#include "tests/support/marked_processes.h"
#include "tests/support/one_workspace.h"

#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Dependency helper(const QString &name)
{
    return {.key = name, .package = name, .requirement = {}, .source = u"path "_s + name};
}

} // namespace

class TestCrateTrials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("tried");
        m_studio = std::make_unique<OneWorkspace>();
        addCrate(u"near"_s, {});
        QVERIFY(m_studio->workspace.open(m_project->path()));
    }
    void cleanup()
    {
        m_studio.reset();
        m_project.reset();
    }

    void nothing_runs_without_trust()
    {
        addCrate(u"near"_s,
                 "fn main() { std::fs::write(\"" + m_project->path(u"ran"_s).toUtf8() + "\", \"\").unwrap(); }");
        trials()->start({helper(u"near"_s)}, {RustTarget::Native});
        QVERIFY(!trials()->isRunning());
        QVERIFY(!trials()->isPending(helper(u"near"_s), RustTarget::Native));
        trials()->setTrust({.get = [] { return std::optional(false); }, .set = {}});
        trials()->start({helper(u"near"_s)}, {RustTarget::Native});
        QVERIFY(!trials()->isRunning());
        QVERIFY(!QFileInfo::exists(m_project->path(u"ran"_s)));
    }

    void the_answer_is_the_one_of_the_window()
    {
        std::optional<bool> answer;
        trials()->setTrust({.get = [&] { return answer; }, .set = [&](bool isTrusted) { answer = isTrusted; }});
        QVERIFY(!trials()->trust());
        trials()->allow();
        QCOMPARE(answer, std::optional(true));
        QCOMPARE(trials()->trust(), std::optional(true));
    }

    void what_was_found_is_found_again_by_another_window()
    {
        trials()->allow();
        QSignalSpy progress(trials(), &CrateTrials::progressChanged);
        trials()->start({helper(u"near"_s)}, {RustTarget::Native});
        QVERIFY(trials()->isRunning());
        QVERIFY(trials()->isPending(helper(u"near"_s), RustTarget::Native));
        QVERIFY(trials()->isRunning(helper(u"near"_s), RustTarget::Native));
        Dependency withFeature = helper(u"near"_s); // the same package, another trial
        withFeature.features << u"wide"_s;
        QVERIFY(!trials()->isRunning(withFeature, RustTarget::Native));
        QVERIFY(!trials()->isRunning(helper(u"near"_s), RustTarget::Wasm));
        QTRY_VERIFY_WITH_TIMEOUT(!trials()->isRunning(), 300'000);
        QVERIFY(!trials()->isRunning(helper(u"near"_s), RustTarget::Native));
        QVERIFY(progress.size() > 2);
        QCOMPARE(trials()->failure(helper(u"near"_s), RustTarget::Native), QString());
        const CrateVerdict *const verdict = trials()->verdict(helper(u"near"_s), RustTarget::Native);
        QVERIFY(verdict && verdict->compiles);
        QVERIFY(!trials()->verdict(helper(u"near"_s), RustTarget::Wasm));
        QVERIFY(!trials()->verdict(helper(u"near"_s), RustTarget::Native, u"9.9.9"_s));
        OneWorkspace other;
        QVERIFY(other.workspace.open(m_project->path()));
        other.workspace.crateTrials()->load();
        QTRY_VERIFY(other.workspace.crateTrials()->verdict(helper(u"near"_s), RustTarget::Native));
        QCOMPARE(*other.workspace.crateTrials()->verdict(helper(u"near"_s), RustTarget::Native), *verdict);
        const TestProject broken("broken");
        broken.add(u"Cargo.toml"_s, "[package");
        QVERIFY(other.workspace.open(broken.path()));
        QVERIFY(!other.workspace.crateTrials()->verdict(helper(u"near"_s), RustTarget::Native));
        QVERIFY(other.workspace.open(m_project->path())); // and its verdicts are read again
        other.workspace.crateTrials()->load();
        QTRY_VERIFY(other.workspace.crateTrials()->verdict(helper(u"near"_s), RustTarget::Native));
        other.compiler.setWantedToolchain(u"9.99.9"_s); // there is none
        const bool isOther = !QCoro::waitFor(other.compiler.toolchain(RustTarget::Native));
        other.workspace.crateTrials()->askToolchain();
        if (isOther) {
            QTRY_VERIFY(!other.workspace.crateTrials()->verdict(helper(u"near"_s), RustTarget::Native));
        }
    }

    void a_trial_is_cancelled_with_those_behind_it()
    {
        const QByteArray mark = newMark();
        addCrate(u"near"_s, "fn main() { std::process::Command::new(\"sleep\").arg(\"3600\").env(\"M\", \"" + mark +
                                "\").status().unwrap(); }");
        trials()->allow();
        trials()->start({helper(u"near"_s), helper(u"other"_s)}, {RustTarget::Native, RustTarget::Wasm});
        QTRY_VERIFY_WITH_TIMEOUT(!markedProcesses(mark).isEmpty(), 300'000);
        QCOMPARE(trials()->progress().waiting, 3);
        trials()->stop();
        QTRY_VERIFY(!trials()->isRunning());
        QVERIFY(haveEnded(mark));
        QVERIFY(!trials()->verdict(helper(u"near"_s), RustTarget::Native));
        QCOMPARE(trials()->failure(helper(u"near"_s), RustTarget::Native), QString());
    }

    void a_trial_that_is_begun_right_after_cancel_runs()
    {
        trials()->allow();
        trials()->start({helper(u"near"_s)}, {RustTarget::Native});
        QSignalSpy changed(trials(), &CrateTrials::changed);
        trials()->stop();
        QCOMPARE(changed.size(), 1);
        QVERIFY(!trials()->isPending(helper(u"near"_s), RustTarget::Native));
        trials()->start({helper(u"near"_s)}, {RustTarget::Native});
        QTRY_VERIFY_WITH_TIMEOUT(!trials()->isRunning(), 300'000);
        QVERIFY(trials()->verdict(helper(u"near"_s), RustTarget::Native));
    }

    void what_waits_is_not_tried_when_trust_is_taken_back()
    {
        std::optional<bool> answer = true;
        trials()->setTrust({.get = [&] { return answer; }, .set = {}});
        trials()->start({helper(u"absent"_s), helper(u"near"_s)}, {RustTarget::Native});
        answer = false;
        QTRY_VERIFY_WITH_TIMEOUT(!trials()->isRunning(), 300'000);
        QVERIFY(!trials()->verdict(helper(u"near"_s), RustTarget::Native));
        QVERIFY(!trials()->isPending(helper(u"near"_s), RustTarget::Native));
    }

    void what_cannot_be_tried_says_why()
    {
        trials()->allow();
        trials()->start({helper(u"absent"_s)}, {RustTarget::Native});
        QTRY_VERIFY_WITH_TIMEOUT(!trials()->isRunning(), 300'000);
        const CrateVerdict *const verdict = trials()->verdict(helper(u"absent"_s), RustTarget::Native);
        const QString why = verdict ? verdict->error : trials()->failure(helper(u"absent"_s), RustTarget::Native);
        QVERIFY2(why.contains(u"absent"_s), qPrintable(why));
    }

private:
    [[nodiscard]] CrateTrials *trials() const { return m_studio->workspace.crateTrials(); }
    void addCrate(const QString &name, const QByteArray &buildScript) const
    {
        m_project->add(name + u"/Cargo.toml"_s, "[package]\nname = \"" + name.toUtf8() + "\"\nversion = \"1.0.0\"\n");
        m_project->add(name + u"/src/lib.rs"_s, {});
        if (!buildScript.isEmpty()) {
            m_project->add(name + u"/build.rs"_s, buildScript);
        }
    }

    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<OneWorkspace> m_studio;
};

QTEST_GUILESS_MAIN(TestCrateTrials)
#include "tst_crate_trials.moc"
