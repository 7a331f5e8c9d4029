// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/analyzer_project.h"
#include "core/lsp/language_server.h"
#include "core/lsp/lsp_client.h"
#include "core/toolchain/rust_analyzer.h"
#include "tests/support/places.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace studio::lsp;

namespace {

constexpr int patience = 300'000; ///< milliseconds, on a machine where everything is compiled for the first time

constexpr auto source = R"(use ignite::prelude::*;
use serde_json::json;

mod helper;

#[ignite::main]
async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse> {
    let message = req.field::<String>("message").unwrap_or_else(|_| helper::greeting("you"));
    let length = message.len();
    Ok(json!({ "message": message, "length": length, "id": ctx.execution_id(), "first": first_of(&[1, 2], &[&length]) }))
}

/// What is an array, or of one type, becomes a slice, or `dyn`: that is right only for who knows the library.
fn first_of(numbers: &[u32], shown: &[&dyn std::fmt::Display]) -> String {
    format!("{} {}", numbers[0], shown[0])
}
)";

constexpr auto helperSource = R"(/// Says hello.
pub fn greeting(name: &str) -> String {
    format!("Hello, {name}!")
}
)";

/// The place right behind `mark` in a text.
TextPlace behind(const QByteArray &text, const char *mark)
{
    const qsizetype at = text.indexOf(mark) + static_cast<qsizetype>(qstrlen(mark));
    const QByteArray before = text.first(at);
    return {static_cast<int>(before.count('\n')), static_cast<int>(at - before.lastIndexOf('\n') - 1)};
}

} // namespace

/// The real rust-analyzer on a project whose Cargo.toml names neither the SDK nor serde_json.
class TestAnalyzer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto toolchains = QCoro::waitFor(findToolchains());
        QVERIFY(toolchains.has_value());
        // The one that compiles for both targets.
        const auto choice = chooseToolchain(*toolchains, RustTarget::Wasm);
        QVERIFY(choice.has_value());
        const auto analyzer = QCoro::waitFor(findRustAnalyzer(choice->toolchain));
        QVERIFY2(analyzer.has_value(), analyzer ? "" : qPrintable(analyzer.error().message));
        QVERIFY(analyzer->hasStandardSources);
        m_folder = QFileInfo(m_project.path()).canonicalFilePath();
        write(QStringLiteral("Cargo.toml"), manifest);
        write(QStringLiteral("src/main.rs"), source);
        write(QStringLiteral("src/helper.rs"), helperSource);
        Paths paths;
        paths.cache = testCache();
        paths.resources = sourcePath("/resources");
        const auto project = prepareAnalyzerProject(paths, {.projectKey = m_folder,
                                                            .sourceFolder = m_folder,
                                                            .manifest = QString::fromLatin1(manifest),
                                                            .target = RustTarget::Native,
                                                            .toolchain = choice->toolchain});
        QVERIFY2(project.has_value(), project ? "" : qPrintable(project.error().message));
        m_server = std::make_unique<LanguageServer>(LanguageServerSpec{.name = QStringLiteral("rust-analyzer"),
                                                                       .program = analyzer->program,
                                                                       .arguments = {},
                                                                       .folder = m_folder,
                                                                       .environment = project->environment});
        m_copy = project->checkCopy;
        const Json settings = analyzerSettings(*project, RustTarget::Native, true);
        m_client = std::make_unique<LspClient>(m_server.get(),
                                               ClientSetup{.rootFolder = m_folder,
                                                           .initializationOptions = settings,
                                                           .configuration = settings,
                                                           .configurationSection = QStringLiteral("rust-analyzer")});
        connect(m_client.get(), &LspClient::diagnosticsPublished, this,
                [this](const QString &path, int, const QList<lsp::Diagnostic> &diagnostics) {
                    m_diagnostics[path] = diagnostics;
                });
        m_client->open(m_main, QStringLiteral("rust"), source);
        m_server->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_client->state(), LspClient::State::Ready, patience);
        QCOMPARE(m_client->capabilities().positionEncoding, QStringLiteral("utf-8"));
        QTRY_VERIFY_WITH_TIMEOUT(m_client->status() && m_client->status()->isQuiescent, patience);
    }

    void cleanupTestCase()
    {
        m_client.reset();
        m_server.reset();
        // Nothing was written beside the author's files.
        QCOMPARE(QDir(m_folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 (QStringList{QStringLiteral("Cargo.toml"), QStringLiteral("src")}));
    }

    void an_open_file_is_judged_by_what_is_known_when_the_project_is_loaded()
    {
        const QByteArray wrong = QByteArray(source).replace("numbers[0], shown[0])", "numbers[0], shown[0]).len()");
        m_client->replace(m_main, wrong);
        const auto found = [this] {
            QStringList messages;
            for (const lsp::Diagnostic &one : m_diagnostics.value(m_main)) {
                if (one.severity == DiagnosticSeverity::Error) {
                    messages << one.message;
                }
            }
            return messages.join(u'|');
        };
        QTRY_COMPARE_WITH_TIMEOUT(found(), QStringLiteral("expected String, found usize"), patience);
        m_client->replace(m_main, source);
        QTRY_COMPARE_WITH_TIMEOUT(found(), QString(), patience);
    }

    void completion_knows_the_sdk_that_the_manifest_does_not_name()
    {
        const auto list = got<CompletionList>([&](auto done) {
            return m_client->completion(m_main, behind(source, "= req."), QStringLiteral("."), done);
        });
        QStringList labels;
        for (const CompletionItem &item : list.items) {
            labels << item.label;
        }
        QVERIFY2(labels.contains(QStringLiteral("field")), qPrintable(labels.join(u' ')));
        const auto field = *std::ranges::find(list.items, QStringLiteral("field"), &CompletionItem::label);
        const auto resolved = got<CompletionItem>([&](auto done) { return m_client->resolve(field, done); });
        QVERIFY(!resolved.documentation.value.isEmpty());
    }

    void hover_explains_a_function_of_another_module()
    {
        const auto hover =
            got<Hover>([&](auto done) { return m_client->hover(m_main, behind(source, "helper::greet"), done); });
        QVERIFY2(hover.contents.value.contains(QLatin1String("Says hello.")), qPrintable(hover.contents.value));
        QVERIFY(hover.contents.isMarkdown);
    }

    void a_definition_is_in_the_authors_file()
    {
        const auto places = got<Locations>([&](auto done) {
            return m_client->goTo(LspClient::Target::Definition, m_main, behind(source, "helper::greet"), done);
        });
        QCOMPARE(places.size(), 1);
        QCOMPARE(m_client->path(places.front().uri), m_folder + QStringLiteral("/src/helper.rs"));
    }

    void the_macro_of_the_sdk_expands()
    {
        const auto macro = got<ExpandedMacro>(
            [&](auto done) { return m_client->expandMacro(m_main, behind(source, "#[ignite::ma"), done); });
        QVERIFY2(macro.expansion.contains(QLatin1String("fn main")), qPrintable(macro.expansion));
    }

    void a_rename_is_in_both_files()
    {
        const auto edit = got<WorkspaceEdit>([&](auto done) {
            return m_client->rename(m_main, behind(source, "helper::greet"), QStringLiteral("welcome"), done);
        });
        QCOMPARE(edit.files.size(), 2);
    }

    void what_does_not_compile_is_said_of_the_copy_that_is_checked()
    {
        QVERIFY(m_diagnostics.value(m_main).isEmpty());
        QByteArray broken = source;
        broken.replace("message.len()", "message.len() + \"x\"");
        check({{QStringLiteral("src/main.rs"), broken}});
        const auto isSaid = [&] {
            return std::ranges::any_of(m_diagnostics.value(m_main), [](const lsp::Diagnostic &one) {
                return one.code == QLatin1String("E0277") && one.severity == DiagnosticSeverity::Error;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSaid(), patience);
        QVERIFY(!updateCheckCopy(m_copy, m_folder, {{QStringLiteral("src/main.rs"), broken}}).value_or(true));
        check({});
        QTRY_VERIFY_WITH_TIMEOUT(m_diagnostics.value(m_main).isEmpty(), patience);
    }

private:
    static constexpr auto manifest = "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

    void check(const QMap<QString, QByteArray> &unsaved)
    {
        const auto changed = updateCheckCopy(m_copy, m_folder, unsaved);
        QVERIFY2(changed.has_value(), changed ? "" : qPrintable(changed.error().message));
        QVERIFY(*changed);
        m_client->runCheck();
    }

    void write(const QString &path, const QByteArray &content)
    {
        const QString file = m_folder + QLatin1Char('/') + path;
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content);
    }

    template <typename T, typename Ask> T got(Ask ask)
    {
        std::optional<Result<T>> answer;
        const RpcCall call = ask([&](const Result<T> &result) { answer = result; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), patience); }();
        if (!answer || !*answer) {
            qWarning() << (answer ? answer->error().message : QStringLiteral("no answer"));
            return {};
        }
        return **answer;
    }

    QTemporaryDir m_project;
    QString m_folder = QFileInfo(m_project.path()).canonicalFilePath();
    QString m_main = m_folder + QStringLiteral("/src/main.rs");
    std::unique_ptr<LanguageServer> m_server;
    std::unique_ptr<LspClient> m_client;
    CheckCopy m_copy;
    QHash<QString, QList<lsp::Diagnostic>> m_diagnostics;
};

QTEST_GUILESS_MAIN(TestAnalyzer)
#include "tst_analyzer.moc"
