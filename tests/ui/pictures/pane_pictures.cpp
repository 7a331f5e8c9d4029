// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pictures/pane_pictures.h"

#include "core/manifest/manifest.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/console/error_explainer.h"
#include "ui/console/problems_pane.h"
#include "ui/dependencies/crate_field.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/dependencies/dependency_list.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/project/project_tree.h"
#include "ui/timing/timing_pane.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace studio::test {

namespace {

constexpr QSize bottom{900, 190};
constexpr QSize side{230, 240};
constexpr QSize middle{640, 260};
constexpr qint64 then = 1'767'348'300'000; ///< 2 January 2026, 10:05

QString longWord()
{
    return u"a_name_that_is_much_longer_than_what_there_is_room_for_"_s.repeated(3);
}

void write(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

/// A folder that is gone with the widget.
QString folderOf(QObject *owner)
{
    auto *const folder = new QTemporaryDir;
    QObject::connect(owner, &QObject::destroyed, [folder] { delete folder; });
    return folder->path();
}

PanePicture project(const QString &state, const QStringList &files)
{
    return {u"project-"_s + state, side,
            [files] {
                auto tree = std::make_unique<ProjectTree>();
                const QString folder = folderOf(tree.get());
                for (const QString &file : files) {
                    write(folder + u'/' + file, {});
                }
                tree->setFolder(folder);
                return tree;
            },
            [rows = files.isEmpty() ? 0 : files.size() + 1](QWidget *tree) {
                const auto *const view = qobject_cast<QTreeView *>(tree);
                qsizetype shown = 0;
                for (QModelIndex at = view->model()->index(0, 0, view->rootIndex()); at.isValid();
                     at = view->indexBelow(at)) {
                    ++shown;
                }
                return shown == rows; // src is unfolded
            }};
}

PanePicture timing(const QString &state, const CompileTiming &last, const QList<CompileRecord> &records = {},
                   bool isHistory = false)
{
    return {u"timing-"_s + state, bottom, [=] {
                auto pane = std::make_unique<TimingPane>();
                pane->show(last, records);
                pane->showHistory(isHistory);
                return pane;
            }};
}

CompileTiming coldCompile()
{
    return {.steps = {{CompileStep::Prepare, 12},
                      {CompileStep::Compile, 5'600},
                      {CompileStep::Link, 240},
                      {CompileStep::Keep, 30}},
            .units = {{u"serde"_s, u"1.0.228"_s, {}, false, 0, 2'400, 1'700},
                      {u"quote"_s, u"1.0.47"_s, u"build script"_s, false, 0, 700, 0},
                      {u"quote"_s, u"1.0.47"_s, u"build script"_s, true, 710, 60, 0},
                      {longWord(), u"0.1.0"_s, {}, false, 800, 3'200, 2'100},
                      {u"tokio"_s, u"1.50.0"_s, {}, false, 2'410, 2'300, 1'900},
                      {u"hello"_s, u"0.1.0"_s, u"bin ignite-handler"_s, false, 4'800, 900, 0}},
            .milliseconds = 5'882,
            .isGood = true,
            .artifactBytes = 2'900'000,
            .target = RustTarget::Native,
            .profile = Profile::Dev};
}

QList<CompileRecord> someCompiles()
{
    QList<CompileRecord> records;
    for (int i = 0; i < 24; ++i) {
        records.append({.timeMs = then + i * 60'000LL,
                        .target = i % 5 == 0 ? RustTarget::Wasm : RustTarget::Native,
                        .profile = i % 8 == 7 ? Profile::Release : Profile::Dev,
                        .isGood = i % 6 != 5,
                        .compileMs = 300.0 + 90 * (i % 7),
                        .answerMs = i % 6 != 5 ? 420.0 + 95 * (i % 7) : 0,
                        .artifactBytes = i % 6 != 5 ? 2'900'000 + 10'000 * i : 0,
                        .units = 1 + i % 3,
                        .version = i % 8 == 7 ? i / 8 + 1 : 0,
                        .commit = u"3a82587"_s});
    }
    return records;
}

PanePicture dependencies(const QString &state, const QString &crates,
                         const std::function<void(DependenciesPane *)> &change = {})
{
    return {u"dependencies-"_s + state, side, [=] {
                auto pane = std::make_unique<DependenciesPane>();
                const auto manifest = parseManifest(u"[package]\nname = \"hello\"\nversion = \"0.1.0\"\n"_s + crates);
                pane->setManifest(manifest.value());
                if (change) {
                    change(pane.get());
                }
                return pane;
            }};
}

PanePicture editor(const QString &state, const QStringList &names, const std::function<void(EditorTabs *)> &change = {})
{
    return {u"editor-"_s + state, middle, [=] {
                auto tabs = std::make_unique<EditorTabs>(folderOf(qApp));
                const QString folder = folderOf(tabs.get());
                for (const QString &name : names) {
                    write(folder + u'/' + name,
                          "use ignite::prelude::*;\n\n/// Greets.\n#[ignite::main]\nasync fn handler(req: Request) -> "
                          "Result<impl IntoResponse> {\n    let count = 12;\n    Ok(json!({ \"message\": \"hi\", "
                          "\"count\": count }))\n}\n");
                    (void)tabs->open(folder + u'/' + name);
                }
                if (tabs->current()) {
                    tabs->current()->goTo(2, 1); // in no word: its occurrences would be marked some time later
                }
                if (change) {
                    change(tabs.get());
                }
                return tabs;
            }};
}

PanePicture console(const QString &state, const QByteArrayList &lines)
{
    return {u"console-"_s + state, bottom,
            [=] {
                auto pane = std::make_unique<ConsolePane>();
                for (const QByteArray &line : lines) {
                    const bool isHandler = line.startsWith("handler");
                    pane->view()->append(line,
                                         {.kind = isHandler ? LineKind::HandlerStderr : LineKind::Compile,
                                          .timeMs = then,
                                          .executionId = isHandler ? "019b7d3a-5c00-7000-8000-000000000001" : ""});
                }
                return pane;
            },
            [count = lines.size()](QWidget *pane) { // it is shown with the next frame
                return count == 0 || qobject_cast<ConsolePane *>(pane)->view()->isVisible();
            }};
}

PanePicture problems(const QString &state, const QStringList &messages)
{
    return {u"problems-"_s + state, bottom, [=] {
                auto pane = std::make_unique<ProblemsPane>();
                Severity severity = Severity::Error;
                int line = 6;
                for (const QString &message : messages) {
                    pane->append(
                        {.severity = severity,
                         .code = u"E0425"_s,
                         .message = message,
                         .file = u"src/lib.rs"_s,
                         .line = line,
                         .column = 19,
                         .endLine = line,
                         .endColumn = 24,
                         .rendered = u"\x1b[31merror[E0425]\x1b[0m: %1\n --> src/lib.rs:%2:19"_s.arg(message).arg(line),
                         .help = {}});
                    severity = Severity::Warning;
                    line += 3;
                }
                return pane;
            }};
}

/// Several files, one of them unfolded to what rustc says beside.
PanePicture problemsUnfolded()
{
    return {u"problems-unfolded"_s, {900, 300}, [] {
                auto pane = std::make_unique<ProblemsPane>();
                const auto problem = [](const QString &file, Severity severity, int line, const QString &code,
                                        const QString &message) {
                    return Diagnostic{.severity = severity,
                                      .code = code,
                                      .message = message,
                                      .file = file,
                                      .line = line,
                                      .column = 22,
                                      .endLine = line,
                                      .endColumn = 35,
                                      .help = {}};
                };
                Diagnostic mismatch = problem(u"src/lib.rs"_s, Severity::Error, 3, u"E0308"_s, u"mismatched types"_s);
                mismatch.rendered = u"\x1b[31merror[E0308]\x1b[0m: mismatched types\n --> src/lib.rs:3:22"_s;
                mismatch.spans = {{.file = u"src/lib.rs"_s,
                                   .line = 3,
                                   .column = 22,
                                   .isPrimary = true,
                                   .label = u"expected `&String`, found `String`"_s,
                                   .macros = {u"json!"_s}}};
                mismatch.notes = {{.message = u"expected reference `&String`"_s, .spans = {}}};
                mismatch.suggestions = {{.message = u"consider borrowing here"_s,
                                         .isCertain = true,
                                         .edits = {{.file = u"src/lib.rs"_s,
                                                    .line = 3,
                                                    .column = 22,
                                                    .endLine = 3,
                                                    .endColumn = 22,
                                                    .text = u"&"_s,
                                                    .sourceLines = {}}}}};
                pane->setAll({mismatch,
                              problem(u"src/lib.rs"_s, Severity::Note, 9, u"ignite::standard_output"_s,
                                      u"`println!` writes to standard output, which the platform does not keep"_s),
                              problem(u"src/"_s + longWord() + u".rs"_s, Severity::Warning, 5, u"unused_variables"_s,
                                      u"unused variable: `count`"_s)});
                auto *const tree = pane->findChild<QTreeView *>();
                const QModelIndex first = tree->model()->index(0, 0, tree->model()->index(0, 0));
                tree->expand(first);
                tree->setCurrentIndex(first);
                return pane;
            }};
}

PanePicture explanation(const QString &state, const Result<QString> &said)
{
    return {u"explanation-"_s + state,
            {640, 320},
            [said] {
                return std::make_unique<ErrorExplanation>(
                    u"E0308"_s, [said](const QString &, const std::stop_token &) -> Task<QString> { co_return said; });
            },
            [](QWidget *shown) { return !qobject_cast<ErrorExplanation *>(shown)->isWaiting(); }};
}

} // namespace

QList<PanePicture> panePictures()
{
    return {
        project(u"empty"_s, {}),
        project(u"filled"_s, {u"src/lib.rs"_s, u"src/orders.rs"_s, u"Cargo.toml"_s}),
        project(u"long"_s, {u"src/"_s + longWord() + u".rs"_s, longWord() + u".toml"_s}),
        timing(u"empty"_s, {}),
        timing(u"filled"_s, coldCompile()),
        timing(u"history"_s, coldCompile(), someCompiles(), true),
        dependencies(u"empty"_s, {}),
        dependencies(u"filled"_s,
                     u"[dependencies]\nignite = \"*\"\nserde_json = \"1\"\n[dev-dependencies]\ntempfile = \"3\"\n"_s),
        dependencies(u"long"_s, u"[dependencies]\n"_s + longWord() + u" = \"1.2.3-alpha.20260102\"\n"_s),
        dependencies(u"error"_s, u"[dependencies]\nignite = \"*\"\n"_s,
                     [](DependenciesPane *pane) { pane->setError(u"The registry has no crate serde_jsn."_s); }),
        dependencies(u"selected"_s,
                     u"[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nnear = { path = "
                     "\"../near\", optional = true }\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n"_s,
                     [](DependenciesPane *pane) {
                         Dependency serde;
                         serde.package = u"serde"_s;
                         serde.requirement = u"1"_s;
                         pane->setFacts({{DependencyFacts::keyOf(serde),
                                          {.locked = u"1.0.200"_s,
                                           .newest = u"2.0.0"_s,
                                           .newestCompatible = u"1.0.228"_s,
                                           .isOutdated = true,
                                           .isIndexed = true}}});
                         auto *const list = pane->findChild<DependencyList *>();
                         list->setCurrentItem(list->topLevelItem(0)->child(0));
                         pane->setDetails({.package = u"serde"_s,
                                           .version = u"1.0.200"_s,
                                           .features = {{.name = u"default"_s, .turnsOn = {u"std"_s}},
                                                        {.name = u"derive"_s, .turnsOn = {u"serde_derive"_s}},
                                                        {.name = u"rc"_s},
                                                        {.name = u"std"_s, .requiredBy = {u"serde_json"_s}}},
                                           .description = u"A serialization framework"_s,
                                           .license = u"MIT OR Apache-2.0"_s,
                                           .repository = u"https://example.org/serde"_s,
                                           .documentation = u"https://docs.rs/serde"_s});
                     }),
        dependencies(
            u"unreadable"_s, u"[dependencies]\nignite = \"*\"\nserde_json = \"1\"\n"_s,
            [](DependenciesPane *pane) { pane->setUnreadable(u"Cargo.toml, line 7, column 3: expected a value."_s); }),
        dependencies(u"typed"_s, u"[dependencies]\nignite = \"*\"\n"_s,
                     [](DependenciesPane *pane) {
                         pane->resize(side);
                         pane->show();
                         pane->findChild<QToolButton *>()->click();
                         auto *const field = pane->findChild<CrateField *>();
                         field->line()->setText(u"serd"_s);
                         pane->setSuggestions(u"serd"_s, {{.name = u"serde"_s,
                                                           .version = u"1.0.228"_s,
                                                           .description = u"A generic serialization framework"_s},
                                                          {.name = u"serde_json"_s, .version = u"1.0.145"_s},
                                                          {.name = u"serde_yaml"_s}});
                     }),
        dependencies(u"disabled"_s, u"[dependencies]\nignite = \"*\"\n"_s,
                     [](DependenciesPane *pane) {
                         pane->findChild<QToolButton *>()->click();
                         pane->findChild<CrateField *>()->line()->setText(u"serde"_s);
                         pane->setBusy(u"Asking the registry about serde…"_s);
                     }),
        editor(u"empty"_s, {}),
        editor(u"filled"_s, {u"lib.rs"_s}),
        editor(u"long"_s, {u"lib.rs"_s, longWord() + u".rs"_s, u"other_"_s + longWord() + u".rs"_s}),
        editor(u"error"_s, {u"lib.rs"_s},
               [](EditorTabs *tabs) { tabs->current()->markProblem(6, 9, 6, 14, true, u"unused"_s); }),
        editor(u"find"_s, {u"lib.rs"_s}, [](EditorTabs *tabs) { tabs->openFind(true); }),
        console(u"empty"_s, {}),
        console(u"filled"_s,
                {"\x1b[32m   Compiling\x1b[0m hello v0.1.0", "\x1b[33mwarning\x1b[0m: unused variable: `count`",
                 "  --> src/lib.rs:6:9", "handler: a line on stderr"}),
        console(u"long"_s, {longWord().toUtf8().repeated(6), "handler: " + longWord().toUtf8().repeated(2)}),
        problems(u"empty"_s, {}),
        problemsUnfolded(),
        explanation(u"filled"_s,
                    u"Expected type did not match the received type.\n\nErroneous code examples:\n\n```\nfn "
                    "plus_one(x: i32) -> i32 {\n    x + 1\n}\n\nplus_one(\"Not a number\");\n//       "
                    "^^^^^^^^^^^^^^ expected `i32`, found `&str`\n```\n\nThis error occurs when an "
                    "expression was used in a place where the compiler expected another type."_s),
        explanation(u"error"_s, fail(ErrorCode::NotFound, u"Rust 1.93.0 has no explanation of E0308."_s)),
        problems(u"filled"_s, {u"cannot find value `cout` in this scope"_s, u"unused variable: `count`"_s}),
        problems(u"long"_s, {u"cannot find value `%1` in this scope"_s.arg(longWord())}),
    };
}

} // namespace studio::test
