// SPDX-License-Identifier: GPL-3.0-or-later
// The packages of a project, and those that nothing uses, with the real cargo.
#include "core/workspace/crate_trials.h"
#include "core/workspace/dependency_tidy.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "tests/support/one_workspace.h"

#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray oldLockfile = "version = 4\n\n[[package]]\nname = \"itoa\"\nversion = \"1.0.18\"\n"
                               "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";

/// Typed, not saved.
class Typed : public OpenDocument
{
public:
    explicit Typed(QString text) : m_text(std::move(text)) {}
    [[nodiscard]] QString text() const override { return m_text; }
    [[nodiscard]] qint64 size() const override { return m_text.size(); }
    [[nodiscard]] bool isDirty() const override { return true; }
    [[nodiscard]] bool isReadOnly() const override { return false; }
    void replaceText(const QString &text) override { m_text = text; }
    Task<bool> save() override { co_return true; }

private:
    QString m_text;
};

} // namespace

class TestDependencyTidy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("tidied");
        m_project->add(u"Cargo.toml"_s, manifest("[dependencies]\nitoa = \"1\" # kept\n"));
        m_project->add(u"Cargo.lock"_s, oldLockfile);
        m_studio = std::make_unique<OneWorkspace>();
        QVERIFY(m_studio->workspace.open(m_project->path()));
        m_studio->workspace.crateTrials()->allow();
    }
    void cleanup()
    {
        m_studio.reset();
        m_project.reset();
    }

    void packages_are_those_of_a_compile()
    {
        const auto graph = QCoro::waitFor(resolvedPackages(&m_studio->workspace));
        QVERIFY2(graph, graph ? "" : qPrintable(graph.error().message));
        QVERIFY(graph->root >= 0);
        QCOMPARE(graph->packages[graph->root].name, u"hello"_s);
        QVERIFY(graph->indexOf(u"itoa"_s, u"1.0.18"_s) >= 0);
        QStringList direct;
        for (const PackageEdge &edge : graph->packages[graph->root].uses) {
            direct << graph->packages[edge.package].name;
        }
        QVERIFY(direct.contains(u"ignite"_s) && direct.contains(u"itoa"_s) && direct.contains(u"tokio"_s));
        QVERIFY(graph->neededBy(graph->root).size() > 20);
    }

    void what_no_code_names_is_unused_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QStringList>("unused");
        QTest::newRow("nothing") << QByteArray() << QStringList({u"itoa"_s, u"ryu-less"_s});
        QTest::newRow("one") << QByteArray("pub fn a() { itoa::Buffer::new(); }\n") << QStringList(u"ryu-less"_s);
    }
    void what_no_code_names_is_unused()
    {
        QFETCH(QByteArray, code);
        addUnused(handlerSaying("x") + code);
        QTEST(unusedKeys(), "unused");
    }

    /// The author's own lint is an error of the author's code.
    void code_that_does_not_compile_is_an_error()
    {
        addUnused("#![deny(unused_crate_dependencies)]\n" + handlerSaying("x"));
        const auto unused = QCoro::waitFor(unusedDependencies(&m_studio->workspace, {}));
        QVERIFY(!unused && unused.error().code == ErrorCode::CompileFailed);
    }

    void nothing_is_compiled_without_trust()
    {
        std::optional<bool> answer;
        m_studio->workspace.crateTrials()->setTrust({.get = [&] { return answer; }, .set = {}});
        for (const std::optional<bool> one : {std::optional<bool>(), std::optional(false)}) {
            answer = one;
            const auto unused = QCoro::waitFor(unusedDependencies(&m_studio->workspace, {}));
            QVERIFY(!unused && unused.error().code == ErrorCode::FailedPrecondition);
        }
    }

    void a_crate_under_a_feature_that_is_off_is_used_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QStringList>("unused");
        QTest::addColumn<bool>("hasNote");
        const QByteArray used = "#[cfg(feature = \"fast\")]\npub fn a() { itoa::Buffer::new(); }\n";
        QTest::newRow("under a feature") << used << QStringList(u"ryu-less"_s) << false;
        QTest::newRow("features that exclude each other")
            << used + "#[cfg(all(feature = \"fast\", feature = \"small\"))]\ncompile_error!(\"one of them\");\n"
            << QStringList({u"itoa?"_s, u"ryu-less?"_s}) << true;
    }
    void a_crate_under_a_feature_that_is_off_is_used()
    {
        QFETCH(QByteArray, code);
        addUnused(handlerSaying("x") + code, "\n[features]\nfast = []\nsmall = []\n");
        const auto unused = QCoro::waitFor(unusedDependencies(&m_studio->workspace, {}));
        QVERIFY2(unused, unused ? "" : qPrintable(unused.error().message));
        QTEST(!unused->note.isEmpty(), "hasNote");
        QTEST(unusedKeys(), "unused");
    }

    void a_crate_whose_features_another_may_need_is_not_sure()
    {
        addUnused(handlerSaying("x"));
        m_project->add(
            u"Cargo.toml"_s,
            manifest("[dependencies]\nignite = \"*\"\nserde = \"1\"\nryu-less = { path = \"near\", features = "
                     "[\"wide\"] }\nuser = { path = \"user\" }\n"));
        m_project->add(u"near/Cargo.toml"_s,
                       "[package]\nname = \"ryu-less\"\nversion = \"1.0.0\"\n[features]\nwide = []\n");
        m_project->add(u"user/Cargo.toml"_s, "[package]\nname = \"user\"\nversion = \"1.0.0\"\n[dependencies]\n"
                                             "ryu-less = { path = \"../near\" }\n");
        m_project->add(u"user/src/lib.rs"_s, {});
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
        QCOMPARE(unusedKeys(), QStringList({u"ryu-less?"_s, u"user"_s}));
    }

    void a_crate_that_one_of_several_targets_names_is_used()
    {
        m_project->add(u"Cargo.toml"_s,
                       manifest("[lib]\npath = \"src/root.rs\"\n\n[dependencies]\nignite = \"*\"\nserde = \"1\"\n"
                                "itoa = \"1\"\nmemchr = \"2\"\nnear = { path = \"near\" }\n"
                                "md-near = { path = \"md-near\" }\n"));
        for (const QString &name : {u"near"_s, u"md-near"_s}) {
            m_project->add(name + u"/Cargo.toml"_s,
                           "[package]\nname = \"" + name.toUtf8() + "\"\nversion = \"1.0.0\"\n" +
                               (name == u"near" ? "" : "[lib]\nname = \"otherwise\"\npath = \"src/lib.rs\"\n"));
            m_project->add(name + u"/src/lib.rs"_s, "pub fn a() {}\n");
        }
        QVERIFY(QFile::remove(m_project->path(u"src/lib.rs"_s)));
        m_project->add(u"src/root.rs"_s, handlerSaying("x"));
        m_project->add(u"src/bin/other.rs"_s, "fn main() { itoa::Buffer::new(); }\n");
        m_project->add(u"tests/one.rs"_s, "#[test]\nfn one() { memchr::memchr(0, &[]); }\n");
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
        QCOMPARE(unusedKeys(), QStringList({u"near"_s, u"md-near"_s}));
        const QString root = m_studio->workspace.folder() + u"/src/root.rs"_s;
        Typed typed(QString::fromUtf8(handlerSaying("x") + "pub fn b() { near::a(); }\n"));
        m_studio->workspace.documents()->opened(root, &typed);
        QCOMPARE(unusedKeys(), QStringList(u"md-near"_s));
        m_studio->workspace.documents()->closed(root);
    }

private:
    [[nodiscard]] QStringList unusedKeys() const
    {
        const auto unused = QCoro::waitFor(unusedDependencies(&m_studio->workspace, {}));
        if (!unused) {
            return {unused.error().message};
        }
        QStringList keys;
        for (const UnusedDependency &one : unused->crates) {
            keys << one.dependency.key + (one.mayBeWanted ? u"?"_s : QString());
        }
        return keys;
    }
    void addUnused(const QByteArray &code, const QByteArray &more = {}) const
    {
        m_project->add(u"Cargo.toml"_s,
                       manifest("[dependencies]\nignite = \"*\"\nserde = \"1\"\nitoa = \"1\"\nryu-less = { path = "
                                "\"near\" }\n\n[dev-dependencies]\nmemchr = \"2\"\n" +
                                more));
        m_project->add(u"near/Cargo.toml"_s, "[package]\nname = \"ryu-less\"\nversion = \"1.0.0\"\n");
        m_project->add(u"near/src/lib.rs"_s, {});
        m_project->add(u"src/lib.rs"_s, code);
        m_studio->workspace.manifest()->setFolder(m_studio->workspace.folder());
    }

    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<OneWorkspace> m_studio;
};

QTEST_GUILESS_MAIN(TestDependencyTidy)
#include "tst_dependency_tidy.moc"
