// SPDX-License-Identifier: GPL-3.0-or-later
// Updates of a lockfile with the real cargo.
#include "core/workspace/crate_trials.h"
#include "core/workspace/dependency_tidy.h"
#include "core/workspace/dependency_updates.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "tests/support/one_workspace.h"
#include "tests/support/ordinary_user.h"

#include <QSignalSpy>
#include <QTimer>

#include <fcntl.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray oldLockfile = "version = 4\n\n[[package]]\nname = \"itoa\"\nversion = \"1.0.18\"\n"
                               "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";

QByteArray package(const QByteArray &name, const QByteArray &version, const QByteArray &source = "registry+x")
{
    return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\nsource = \"" + source + "\"\n";
}

const LockChange *changeOf(const UpdatePlan &plan, const QString &name)
{
    const auto found = std::ranges::find(plan.changes, name, &LockChange::name);
    return found == plan.changes.end() ? nullptr : &*found;
}

} // namespace

class TestDependencyUpdates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("updated");
        m_project->add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"1\" # kept\n"));
        m_project->add(u"Cargo.lock"_s, oldLockfile);
        m_studio = std::make_unique<OneWorkspace>();
        QVERIFY(m_studio->workspace.open(m_project->path()));
        m_studio->workspace.crateTrials()->allow();
        m_updates = std::make_unique<DependencyUpdates>(&m_studio->workspace);
    }
    void cleanup()
    {
        m_updates.reset();
        m_studio.reset();
        m_project.reset();
    }

    void lockfiles_are_compared_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("changes");
        QTest::newRow("the same") << package("a", "1.0.0") << package("a", "1.0.0") << QStringList();
        QTest::newRow("newer") << package("a", "1.9.0") << package("a", "1.10.0") << QStringList(u"a 1.9.0 → 1.10.0"_s);
        QTest::newRow("older") << package("a", "1.10.0") << package("a", "1.9.0")
                               << QStringList(u"a 1.10.0 → 1.9.0 older"_s);
        QTest::newRow("new and gone") << package("a", "1.0.0") << package("b", "2.0.0")
                                      << QStringList({u"a 1.0.0 → "_s, u"b  → 2.0.0"_s});
        QTest::newRow("one of two versions")
            << package("a", "1.0.0") + package("a", "2.0.0") << package("a", "1.0.0") + package("a", "2.1.0")
            << QStringList(u"a 2.0.0 → 2.1.0"_s);
        QTest::newRow("of another source") << package("a", "1.0.0") << package("a", "1.0.0", "git+https://b")
                                           << QStringList({u"a  → 1.0.0"_s, u"a 1.0.0 → "_s});
        QTest::newRow("nothing before") << QByteArray() << package("a", "1.0.0") << QStringList(u"a  → 1.0.0"_s);
    }
    void lockfiles_are_compared()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const auto changes = lockChanges(before, after, m_project->path());
        QVERIFY(changes);
        QStringList told;
        for (const LockChange &one : *changes) {
            told << u"%1 %2 → %3%4"_s.arg(one.name, one.from, one.to, one.isOlder ? u" older"_s : QString());
        }
        QTEST(told, "changes");
        QVERIFY(!lockChanges("[[package", after, {}));
    }

    void an_update_is_planned_written_and_undone()
    {
        const auto plan = QCoro::waitFor(m_updates->plan({.packages = {u"itoa"_s}}));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        const LockChange *const itoa = changeOf(*plan, u"itoa"_s);
        QVERIFY(itoa);
        QCOMPARE(itoa->from, u"1.0.18"_s);
        QVERIFY(!itoa->to.isEmpty() && !itoa->isOlder);
        QVERIFY2(itoa->link.startsWith(u"https://"_s), qPrintable(itoa->link));
        QCOMPARE(lockfile(), oldLockfile); // only planned
        QSignalSpy changed(m_updates.get(), &DependencyUpdates::changed);
        QVERIFY(!m_updates->canUndo());
        const auto applied = QCoro::waitFor(m_updates->apply(*plan));
        QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
        QVERIFY(lockfile().contains("name = \"itoa\"\nversion = \"" + itoa->to.toUtf8()));
        QVERIFY(m_updates->canUndo());
        QCOMPARE(changed.size(), 1);
        QVERIFY(QCoro::waitFor(m_updates->undo()));
        QCOMPARE(lockfile(), oldLockfile);
        QVERIFY(!m_updates->canUndo());
    }

    void a_lockfile_that_was_made_is_removed_by_undo()
    {
        QVERIFY(QFile::remove(m_project->path(u"Cargo.lock"_s)));
        auto plan = QCoro::waitFor(m_updates->plan({}));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        QVERIFY(!plan->before);
        QVERIFY(QCoro::waitFor(m_updates->apply(*plan)));
        QCOMPARE(lockfile(), plan->lockfile);
        QVERIFY(QCoro::waitFor(m_updates->undo()));
        QVERIFY(!QFileInfo::exists(m_project->path(u"Cargo.lock"_s)));
    }

    void a_lockfile_that_cannot_be_removed_is_told()
    {
        const QString path = m_project->path(u"Cargo.lock"_s);
        QVERIFY(QFile::remove(path));
        const UpdatePlan plan{.folder = m_studio->workspace.folder(),
                              .changes = {{.name = u"itoa"_s, .from = {}, .to = u"1.0.19"_s, .link = {}}},
                              .raised = {},
                              .lockfile = oldLockfile,
                              .before = std::nullopt,
                              .manifest = QString::fromUtf8(manifestText())};
        QVERIFY(QCoro::waitFor(m_updates->apply(plan)));
        QVERIFY(QFile::setPermissions(m_project->path(),
                                      QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));
        {
            const OrdinaryUser user;
            const auto undone = QCoro::waitFor(m_updates->undo());
            QVERIFY2(!undone && undone.error().message.contains(u"could not be removed"_s),
                     undone ? "" : qPrintable(undone.error().message));
        }
        QVERIFY(QFile::setPermissions(m_project->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(m_updates->canUndo());
        QCOMPARE(lockfile(), oldLockfile);
        QVERIFY(QCoro::waitFor(m_updates->undo()));
        QVERIFY(!QFileInfo::exists(path));
    }

    void a_roll_back_that_fails_is_told()
    {
        const QString path = m_project->path(u"Cargo.lock"_s);
        QVERIFY(QFile::remove(path));
        const QByteArray text = manifest("[dependencies]\nitoa = \"=1.0.18\"\n");
        m_project->add(u"Cargo.toml"_s, text);
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
        const Dependency itoa = m_studio->workspace.manifest()->manifest().dependencies.front();
        const UpdatePlan plan{.folder = m_studio->workspace.folder(),
                              .changes = {{.name = u"itoa"_s, .from = {}, .to = u"1.0.19"_s, .link = {}}},
                              .raised = {{itoa, u"1.0.19"_s}},
                              .lockfile = oldLockfile,
                              .before = std::nullopt,
                              .manifest = QString::fromUtf8(text)};
        m_studio->workspace.documents()->setOpener([&](const QString &) -> Result<void> {
            QFile::remove(path);
            QDir().mkpath(path + u"/in/the/way"_s);
            return fail(ErrorCode::FailedPrecondition, u"It is read-only."_s);
        });
        const auto applied = QCoro::waitFor(m_updates->apply(plan));
        QVERIFY(!applied);
        QCOMPARE(applied.error().message,
                 u"It is read-only. Cargo.lock could not be put back: Cargo.lock could not be removed."_s);
        m_studio->workspace.documents()->setOpener({});
        QVERIFY(QDir(path).removeRecursively());
    }

    void a_requirement_is_raised_as_an_edit_of_the_manifest()
    {
        m_project->add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"=1.0.18\" # kept\n"));
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
        const Dependency itoa = m_studio->workspace.manifest()->manifest().dependencies.front();
        const auto plan = QCoro::waitFor(m_updates->plan({.packages = {u"itoa"_s}, .raised = {{itoa, u"1.0.19"_s}}}));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        QVERIFY(changeOf(*plan, u"itoa"_s));
        QVERIFY(manifestText().contains("=1.0.18"));
        QVERIFY(QCoro::waitFor(m_updates->apply(*plan)));
        QVERIFY2(manifestText().endsWith("[dependencies]\nitoa = \"1.0.19\" # kept\n"), manifestText().constData());
        QVERIFY(QCoro::waitFor(m_updates->undo()));
        QVERIFY(manifestText().endsWith("[dependencies]\nitoa = \"=1.0.18\" # kept\n"));
        QCOMPARE(lockfile(), oldLockfile);
    }

    void a_raised_crate_is_named_by_the_version_that_is_locked()
    {
        m_project->add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"=1.0.18\"\n"));
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
        const Dependency itoa = m_studio->workspace.manifest()->manifest().dependencies.front();
        for (const bool isRecursive : {false, true}) {
            const auto plan = QCoro::waitFor(m_updates->plan(
                {.packages = {u"itoa@1.0.18"_s}, .isRecursive = isRecursive, .raised = {{itoa, u"1.0.19"_s}}}));
            QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
            QVERIFY(changeOf(*plan, u"itoa"_s));
            QCOMPARE(changeOf(*plan, u"itoa"_s)->from, u"1.0.18"_s);
        }
    }

    void an_undo_leaves_requirements_that_were_changed_since_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("another") << QByteArray("[dependencies]\nitoa = \"1.0.19, <3\"\n");
        QTest::newRow("gone") << QByteArray("[dependencies]\nryu = \"1\"\n");
    }
    void an_undo_leaves_requirements_that_were_changed_since()
    {
        QFETCH(QByteArray, text);
        m_project->add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"=1.0.18\"\n"));
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
        const Dependency itoa = m_studio->workspace.manifest()->manifest().dependencies.front();
        const auto plan = QCoro::waitFor(m_updates->plan({.packages = {u"itoa"_s}, .raised = {{itoa, u"1.0.19"_s}}}));
        QVERIFY(plan && QCoro::waitFor(m_updates->apply(*plan)));
        m_project->add(u"Cargo.toml"_s, manifest(text));
        const auto undone = QCoro::waitFor(m_updates->undo());
        QVERIFY2(undone, undone ? "" : qPrintable(undone.error().message));
        QCOMPARE(manifestText(), manifest(text));
        QCOMPARE(lockfile(), oldLockfile);
        QVERIFY(!m_updates->canUndo());
    }

    void an_update_whose_manifest_cannot_be_written_writes_nothing()
    {
        const QByteArray text = manifest("[dependencies]\nitoa = \"=1.0.18\"\nryu = \"=1.0.0\"\n");
        m_project->add(u"Cargo.toml"_s, text);
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
        const QList<Dependency> both = m_studio->workspace.manifest()->manifest().dependencies;
        const UpdatePlan plan{.folder = m_studio->workspace.folder(),
                              .changes = {{.name = u"itoa"_s, .from = u"1.0.18"_s, .to = u"1.0.19"_s, .link = {}}},
                              .raised = {{both[0], u"1.0.19"_s}, {both[1], u"1.0.1"_s}},
                              .lockfile = oldLockfile + "# new\n",
                              .before = oldLockfile,
                              .manifest = QString::fromUtf8(text)};
        int edits = 0;
        QByteArray lockfileThen;
        m_studio->workspace.documents()->setOpener([&](const QString &) -> Result<void> {
            ++edits;
            lockfileThen = lockfile();
            return fail(ErrorCode::FailedPrecondition, u"read-only"_s);
        });
        QVERIFY(!QCoro::waitFor(m_updates->apply(plan)));
        QCOMPARE(edits, 1);
        QCOMPARE(lockfileThen, plan.lockfile);
        QCOMPARE(manifestText(), text);
        QCOMPARE(lockfile(), oldLockfile);
        QVERIFY(!m_updates->canUndo());
        m_studio->workspace.documents()->setOpener({});
        QVERIFY(QCoro::waitFor(m_updates->apply(plan)));
        QVERIFY(manifestText().endsWith("itoa = \"1.0.19\"\nryu = \"1.0.1\"\n"));
    }

    void what_was_changed_meanwhile_is_not_overwritten_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("manifest") << u"Cargo.toml"_s;
        QTest::newRow("lockfile") << u"Cargo.lock"_s;
    }
    void what_was_changed_meanwhile_is_not_overwritten()
    {
        QFETCH(QString, file);
        const auto plan = QCoro::waitFor(m_updates->plan({.packages = {u"itoa"_s}}));
        QVERIFY(plan);
        const QByteArray changed = test::readFile(m_project->path(file)) + "# by another\n";
        m_project->add(file, changed);
        const auto applied = QCoro::waitFor(m_updates->apply(*plan));
        QVERIFY(!applied && applied.error().code == ErrorCode::FailedPrecondition);
        QCOMPARE(test::readFile(m_project->path(file)), changed);
    }

    void an_undo_leaves_a_lockfile_that_was_changed_since()
    {
        const auto plan = QCoro::waitFor(m_updates->plan({.packages = {u"itoa"_s}}));
        QVERIFY(plan && QCoro::waitFor(m_updates->apply(*plan)));
        const QByteArray changed = lockfile() + "# by another\n";
        m_project->add(u"Cargo.lock"_s, changed);
        const auto undone = QCoro::waitFor(m_updates->undo());
        QVERIFY(!undone && undone.error().code == ErrorCode::FailedPrecondition);
        QCOMPARE(lockfile(), changed);
    }

    void a_registry_that_never_answers_is_left_by_a_stop()
    {
        const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof address;
        QCOMPARE(::bind(silent, reinterpret_cast<const sockaddr *>(&address), size), 0);
        ::listen(silent, 8);
        ::getsockname(silent, reinterpret_cast<sockaddr *>(&address), &size);
        const Variable proxy("CARGO_HTTP_PROXY", "http://127.0.0.1:" + QByteArray::number(ntohs(address.sin_port)));
        std::stop_source stop;
        QTimer whenAsked;
        connect(&whenAsked, &QTimer::timeout, this, [&] {
            const int asked = ::accept4(silent, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (asked >= 0) {
                stop.request_stop();
            }
        });
        ::fcntl(silent, F_SETFL, O_NONBLOCK);
        whenAsked.start(20);
        const auto plan = QCoro::waitFor(m_updates->plan({}, stop.get_token()));
        QVERIFY2(!plan && plan.error().code == ErrorCode::Cancelled, plan ? "" : qPrintable(plan.error().message));
        ::close(silent);
        QCOMPARE(lockfile(), oldLockfile);
    }

    void a_manifest_that_is_broken_is_an_error()
    {
        m_project->add(u"Cargo.toml"_s, "[package");
        const auto plan = QCoro::waitFor(m_updates->plan({}));
        QVERIFY(!plan && plan.error().code == ErrorCode::InvalidArgument);
    }

private:
    [[nodiscard]] QByteArray lockfile() const { return test::readFile(m_project->path(u"Cargo.lock"_s)); }
    [[nodiscard]] QByteArray manifestText() const { return test::readFile(m_project->path(u"Cargo.toml"_s)); }

    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<OneWorkspace> m_studio;
    std::unique_ptr<DependencyUpdates> m_updates;
};

QTEST_GUILESS_MAIN(TestDependencyUpdates)
#include "tst_dependency_updates.moc"
