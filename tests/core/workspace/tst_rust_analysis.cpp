// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace with the real rust-analyzer: what it is given, what comes back, and what it may run.
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/trusted_folders.h"
#include "core/workspace/workspace.h"
#include "tests/support/one_workspace.h"

#include <QSignalSpy>

#include <csignal>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int analyzerTimeout = 240'000; ///< crates may be checked for the first time

/// A document in which a test types.
class Typed final : public OpenDocument
{
public:
    Typed(DocumentStore *store, QString path) : m_store(store), m_path(std::move(path))
    {
        m_text = readFile(m_path);
        m_store->opened(m_path, this);
    }
    ~Typed() override { m_store->closed(m_path); }

    [[nodiscard]] QString text() const override { return QString::fromUtf8(m_text); }
    [[nodiscard]] qint64 size() const override { return text().toUtf8().size(); }
    [[nodiscard]] bool isDirty() const override { return m_isDirty; }
    [[nodiscard]] bool isReadOnly() const override { return false; }
    void replaceText(const QString &text) override { replace(QString::fromUtf8(m_text), text); }
    Task<bool> save() override
    {
        writeFile(m_path, m_text);
        m_isDirty = false;
        m_store->saved(m_path);
        co_return true;
    }

    void replace(const QString &before, const QString &after)
    {
        const qsizetype from = m_text.indexOf(before.toUtf8());
        const qsizetype to = from + before.toUtf8().size();
        const TextChange change{{placeAt(from), placeAt(to)}, after.toUtf8()};
        m_text.replace(from, to - from, change.text);
        m_isDirty = true;
        m_store->edited(m_path, change);
    }
    [[nodiscard]] TextPlace behind(const QByteArray &mark) const { return placeAt(m_text.indexOf(mark) + mark.size()); }

private:
    [[nodiscard]] TextPlace placeAt(qsizetype offset) const
    {
        const QByteArray before = m_text.first(offset);
        return {static_cast<int>(before.count('\n')), static_cast<int>(offset - before.lastIndexOf('\n') - 1)};
    }

    DocumentStore *m_store;
    QString m_path;
    QByteArray m_text;
    bool m_isDirty = false;
};

struct Studio : OneWorkspace
{
    RustAnalysis analysis{&workspace, paths};

    [[nodiscard]] QList<Diagnostic> found() const
    {
        return workspace.diagnostics()->of(DiagnosticList::Source::LanguageServer);
    }
    [[nodiscard]] bool isFound(const QString &code) const
    {
        return std::ranges::contains(found(), code, &Diagnostic::code);
    }
    QStringList completed(const QString &path, TextPlace place)
    {
        std::optional<Result<lsp::CompletionList>> answer;
        const RpcCall call = analysis.client()->completion(
            path, place, u"."_s, [&](const Result<lsp::CompletionList> &list) { answer = list; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), analyzerTimeout); }();
        if (answer && !*answer) {
            qWarning() << answer->error().message;
        }
        QStringList names;
        for (const lsp::CompletionItem &item : answer && *answer ? (*answer)->items : QList<lsp::CompletionItem>()) {
            names << item.filterText;
        }
        return names;
    }
};

} // namespace

class TestRustAnalysis : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<Studio> m_studio;

    [[nodiscard]] RustAnalysis &analysis() const { return m_studio->analysis; }
    [[nodiscard]] QString file() const { return folder() + u"/src/lib.rs"_s; }
    [[nodiscard]] QString folder() const { return QFileInfo(m_project->path()).canonicalFilePath(); }

private Q_SLOTS:
    void init()
    {
        m_studio = std::make_unique<Studio>();
        m_project = std::make_unique<TestProject>("one");
    }
    void cleanup()
    {
        m_studio.reset();
        m_project.reset();
    }

    void what_is_typed_is_known_and_what_is_wrong_is_listed()
    {
        QCOMPARE(analysis().state(), RustAnalysis::State::Off);
        QVERIFY(m_studio->workspace.open(m_project->path()));
        QCOMPARE(analysis().trust(), std::nullopt);
        analysis().setTrust(true);
        QCOMPARE(analysis().trust(), true);
        Typed editor(m_studio->workspace.documents(), file());
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
        QVERIFY(!analysis().failure() && !analysis().manifestError());
        QVERIFY(analysis().memoryUsed() > (10 << 20));

        editor.replace(u"    Ok("_s, u"    _req.\n    Ok("_s);
        QVERIFY(m_studio->completed(file(), editor.behind("_req.")).contains(u"field"_s));
        // A syntax error is the server's own, and needs no save.
        editor.replace(u"    _req.\n"_s, u"    let = 1;\n"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_studio->found().isEmpty(), analyzerTimeout);
        QCOMPARE(m_studio->found().front().file, u"src/lib.rs"_s);
        editor.replace(u"    let = 1;\n"_s, u"    let _n: u8 = \"ä\";\n"_s);
        QVERIFY(QCoro::waitFor(editor.save()));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->isFound(u"E0308"_s), analyzerTimeout);
        QCOMPARE(m_studio->found().front().line, 5);
        QCOMPARE(m_studio->found().front().column, 18);
        editor.replace(u"    let _n: u8 = \"ä\";\n"_s, QString());
        QVERIFY(QCoro::waitFor(editor.save()));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->found().isEmpty(), analyzerTimeout);
    }

    /// A build script that leaves a trace is not run by opening the folder, nor by looking into it.
    void nothing_of_a_project_runs_before_it_is_trusted()
    {
        const QString trace = m_studio->home.filePath(u"trace"_s);
        m_project->add(u"build.rs"_s, "fn main() { std::fs::write(\"" + trace.toUtf8() + "\", \"ran\").unwrap(); }\n");
        QVERIFY(m_studio->workspace.open(m_project->path()));
        Typed editor(m_studio->workspace.documents(), file());
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
        editor.replace(u"    Ok("_s, u"    String::new().\n    Ok("_s);
        QVERIFY(m_studio->completed(file(), editor.behind("new().")).contains(u"len"_s)); // what works without it
        editor.replace(u"    String::new().\n"_s, QString());
        QVERIFY(QCoro::waitFor(editor.save()));
        QVERIFY(!QFile::exists(trace));
        analysis().setTrust(true);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(trace), analyzerTimeout);
    }

    void a_manifest_that_breaks_leaves_the_last_good_one()
    {
        QVERIFY(m_studio->workspace.open(m_project->path()));
        Typed editor(m_studio->workspace.documents(), file());
        Typed manifest(m_studio->workspace.documents(), folder() + u"/Cargo.toml"_s);
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
        manifest.replace(u"[package]"_s, u"[package"_s);
        QVERIFY(QCoro::waitFor(manifest.save()));
        QTRY_VERIFY_WITH_TIMEOUT(analysis().manifestError().has_value(), analyzerTimeout);
        editor.replace(u"    Ok("_s, u"    String::new().\n    Ok("_s);
        QVERIFY(m_studio->completed(file(), editor.behind("new().")).contains(u"len"_s));
        manifest.replace(u"[package"_s, u"[package]"_s);
        QVERIFY(QCoro::waitFor(manifest.save()));
        QTRY_VERIFY_WITH_TIMEOUT(!analysis().manifestError(), analyzerTimeout);
    }

    void a_project_whose_manifest_is_mended_gets_its_server()
    {
        m_project->add(u"Cargo.toml"_s, "[package\n");
        QVERIFY(m_studio->workspace.open(m_project->path()));
        QTRY_VERIFY_WITH_TIMEOUT(analysis().manifestError().has_value(), analyzerTimeout);
        QVERIFY(!analysis().failure()); // the editor of Cargo.toml says it
        Typed manifestText(m_studio->workspace.documents(), folder() + u"/Cargo.toml"_s);
        manifestText.replace(u"[package\n"_s, QString::fromUtf8(manifest()));
        QVERIFY(QCoro::waitFor(manifestText.save()));
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
    }

    void a_server_that_is_killed_comes_back_with_what_is_open()
    {
        QVERIFY(m_studio->workspace.open(m_project->path()));
        Typed editor(m_studio->workspace.documents(), file());
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
        editor.replace(u"    Ok("_s, u"    String::new().\n    Ok("_s);
        ::kill(static_cast<pid_t>(analysis().processId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Waiting, analyzerTimeout);
        QVERIFY(analysis().failure()->message.contains(u"SIGKILL"_s));
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
        QVERIFY(m_studio->completed(file(), editor.behind("new().")).contains(u"len"_s));
    }

    void it_can_be_switched_off_and_on()
    {
        analysis().setOptions({.isOn = false});
        QVERIFY(m_studio->workspace.open(m_project->path()));
        QCOMPARE(analysis().state(), RustAnalysis::State::Off);
        QCOMPARE(analysis().processId(), 0);
        analysis().setOptions({.check = u"off"_s});
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
        const qint64 process = analysis().processId();
        QVERIFY(process > 0);
        analysis().setOptions({.check = u"clippy"_s}); // the same process is told
        QCOMPARE(analysis().processId(), process);
        analysis().setOptions({.isOn = false});
        QCOMPARE(analysis().state(), RustAnalysis::State::Off);
    }

    void another_project_has_its_own_server()
    {
        QVERIFY(m_studio->workspace.open(m_project->path()));
        const TestProject other("two");
        QVERIFY(m_studio->workspace.open(other.path())); // in the middle of the first one's start
        Typed editor(m_studio->workspace.documents(), QFileInfo(other.path()).canonicalFilePath() + u"/src/lib.rs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(analysis().state(), RustAnalysis::State::Ready, analyzerTimeout);
        editor.replace(u"    Ok("_s, u"    _req.\n    Ok("_s);
        const QString path = QFileInfo(other.path()).canonicalFilePath() + u"/src/lib.rs"_s;
        QVERIFY(m_studio->completed(path, editor.behind("_req.")).contains(u"field"_s));
    }

    void trust_is_remembered_for_each_folder()
    {
        const TrustedFolders folders(m_studio->home.filePath(u"trusted"_s));
        QCOMPARE(folders.answer(u"/a"_s), std::nullopt);
        QVERIFY(folders.setAnswer(u"/a"_s, true));
        QVERIFY(folders.setAnswer(u"/b"_s, false));
        const TrustedFolders later(m_studio->home.filePath(u"trusted"_s));
        QCOMPARE(later.answer(u"/a"_s), true);
        QCOMPARE(later.answer(u"/b"_s), false);
        QCOMPARE(later.answer(u"/a/b"_s), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestRustAnalysis)
#include "tst_rust_analysis.moc"
