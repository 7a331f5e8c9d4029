// SPDX-License-Identifier: GPL-3.0-or-later
// What cargo and rustc print as JSON, and what looks like it.
#include "core/compiler/build_reader.h"
#include "core/compiler/cargo_messages.h"
#include "core/compiler/rustc_advice.h"

#include <QTest>

using namespace studio;
using namespace studio::compiler;

namespace {

const QByteArray span = R"({"file_name":"src/lib.rs","byte_start":1,"byte_end":2,"line_start":3,"line_end":3,)"
                        R"("column_start":5,"column_end":8,"is_primary":true,"text":[],"label":"here",)"
                        R"("suggested_replacement":null,"suggestion_applicability":null,"expansion":null})";

QByteArray message(const QByteArray &spans, const QByteArray &children = "[]")
{
    return R"({"reason":"compiler-message","package_id":"path+file:///p#hello@0.1.0","manifest_path":"/p/Cargo.toml",)"
           R"("target":{"kind":["lib"],"name":"hello"},"message":{"$message_type":"diagnostic","rendered":"error: x\n",)"
           R"("level":"error","message":"x","code":{"code":"E0425","explanation":null},"spans":)" +
           spans + R"(,"children":)" + children + "}}";
}

/// A place in line 3 of src/lib.rs, and what to write there.
QByteArray replacing(int column, int endColumn, const QByteArray &text, const QByteArray &applicability)
{
    return R"({"file_name":"src/lib.rs","line_start":3,"line_end":3,"column_start":)" + QByteArray::number(column) +
           R"(,"column_end":)" + QByteArray::number(endColumn) +
           R"(,"is_primary":true,"text":[{"text":"    let a = b;","highlight_start":1,"highlight_end":2}],)"
           R"("label":null,"suggested_replacement":")" +
           text + R"(","suggestion_applicability":")" + applicability + R"(","expansion":null})";
}

QByteArray child(const QByteArray &level, const QByteArray &words, const QByteArrayList &spans)
{
    return R"({"level":")" + level + R"(","message":")" + words + R"(","code":null,"spans":[)" + spans.join(',') +
           R"(],"children":[],"rendered":null})";
}

Diagnostic diagnosticOf(const QByteArray &line)
{
    const auto read = readCargoMessage(line, QStringLiteral("/p"));
    const auto *said = std::get_if<CompilerMessage>(&read);
    return said ? said->diagnostic : Diagnostic{.message = QStringLiteral("not read"), .help = {}};
}

/// The span inside `depth` calls of a macro.
QByteArray expanded(int depth)
{
    QByteArray all = span;
    for (int at = 0; at < depth; ++at) {
        QByteArray outer = QByteArray(span).replace("src/lib.rs", "/registry/macro.rs");
        outer.replace(R"("expansion":null)",
                      R"("expansion":{"span":)" + all + R"(,"macro_decl_name":"m!","def_site_span":)" + span + "}");
        all = outer;
    }
    return all;
}

const QByteArray artifact = R"({"reason":"compiler-artifact","package_id":"path+file:///p#hello@0.1.0",)"
                            R"("manifest_path":"/p/Cargo.toml","target":{"kind":["bin"],"name":"hello"},)"
                            R"("filenames":["/t/hello"],"executable":"/t/hello","fresh":true})";

} // namespace

class TestCargoMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_message_is_read()
    {
        const auto read = readCargoMessage(message("[" + span + "]"), QStringLiteral("/p"));
        const auto *said = std::get_if<CompilerMessage>(&read);
        QVERIFY(said);
        QCOMPARE(said->diagnostic.code, QStringLiteral("E0425"));
        QCOMPARE(said->diagnostic.file, QStringLiteral("src/lib.rs"));
        QCOMPARE(said->diagnostic.line, 3);
        QCOMPARE(said->diagnostic.column, 5);
        QCOMPARE(said->spans.size(), 1);
        QCOMPARE(said->spans[0].label, QStringLiteral("here"));
        const auto built = readCargoMessage(artifact, QStringLiteral("/p"));
        QVERIFY(std::holds_alternative<BuiltTarget>(built));
        QCOMPARE(std::get<BuiltTarget>(built).package, QStringLiteral("hello 0.1.0"));
        QVERIFY(std::holds_alternative<std::monostate>(
            readCargoMessage(R"({"reason":"build-finished","success":true})", QStringLiteral("/p"))));
    }

    void a_place_in_a_macro_is_followed_to_the_author()
    {
        // rustc stops at 128 calls in each other.
        const auto read = readCargoMessage(message("[" + expanded(128) + "]"), QStringLiteral("/p"));
        const auto *said = std::get_if<CompilerMessage>(&read);
        QVERIFY(said);
        QCOMPARE(said->diagnostic.file, QStringLiteral("src/lib.rs"));
        QCOMPARE(said->spans[0].macros.size(), 128);
    }

    void notes_and_suggestions_are_carried()
    {
        const QByteArrayList children{
            child("note", "defined here", {span}), child("help", "be quick", {}),
            child("help", "borrow",
                  {replacing(13, 13, "&", "MachineApplicable"), replacing(14, 14, "!", "MaybeIncorrect")}),
            child("help", "rename", {replacing(9, 10, "_a", "MachineApplicable")})};
        const Diagnostic found = diagnosticOf(message("[" + span + "]", "[" + children.join(',') + "]"));
        QCOMPARE(found.spans.size(), 1);
        QCOMPARE(found.spans[0].label, QStringLiteral("here"));
        QVERIFY(found.spans[0].isPrimary);
        QCOMPARE(found.notes.size(), 2);
        QCOMPARE(found.notes[0].message, QStringLiteral("defined here"));
        QCOMPARE(found.notes[0].spans[0].line, 3);
        QVERIFY(!found.notes[0].isHelp && found.notes[1].isHelp);
        QCOMPARE(found.suggestions.size(), 2);
        QCOMPARE(found.suggestions[0].message, QStringLiteral("borrow"));
        QCOMPARE(found.suggestions[0].edits.size(), 2);
        QVERIFY(!found.suggestions[0].isCertain); // one of its parts is not
        QVERIFY(found.suggestions[1].isCertain);
        const DiagnosticEdit edit = found.suggestions[1].edits[0];
        QCOMPARE(edit, (DiagnosticEdit{.file = QStringLiteral("src/lib.rs"),
                                       .line = 3,
                                       .column = 9,
                                       .endLine = 3,
                                       .endColumn = 10,
                                       .text = QStringLiteral("_a"),
                                       .sourceLines = QStringLiteral("    let a = b;")}));
    }

    void alternatives_are_told_apart()
    {
        const QByteArray two = child(
            "help", "import one of these",
            {replacing(1, 1, "use a::X;", "MachineApplicable"), replacing(1, 1, "use b::X;", "MachineApplicable")});
        const Diagnostic found = diagnosticOf(message("[" + span + "]", "[" + two + "]"));
        QCOMPARE(found.suggestions.size(), 2);
        QCOMPARE(found.suggestions[1].edits.value(0).text, QStringLiteral("use b::X;"));
        QVERIFY(!found.suggestions[0].isCertain); // which of them is for the author to say
    }

    void a_suggestion_in_a_macro_or_without_its_text_is_none()
    {
        const QByteArray foreign = replacing(1, 2, "x", "MachineApplicable").replace("src/lib.rs", "/registry/m.rs");
        const QByteArray blind =
            replacing(1, 2, "x", "MachineApplicable")
                .replace(R"([{"text":"    let a = b;","highlight_start":1,"highlight_end":2}])", "[]");
        const Diagnostic found = diagnosticOf(message("[" + span + "]", "[" + child("help", "there", {foreign}) + "," +
                                                                            child("help", "blind", {blind}) + "]"));
        QVERIFY(found.suggestions.isEmpty());
        QCOMPARE(found.notes.size(), 2); // they stay words
    }

    void names_of_macros_are_carried()
    {
        const Diagnostic found = diagnosticOf(message("[" + expanded(3) + "]"));
        QCOMPARE(found.spans.value(0).macros, QStringList(3, QStringLiteral("m!")));
        QCOMPARE(diagnosticOf(message("[" + expanded(100) + "]")).spans.value(0).macros.size(), 16);
    }

    void what_has_no_end_is_cut()
    {
        const QByteArray words = "w" + QByteArray(100'000, 'x');
        const QByteArrayList notes(200, child("note", words, {}));
        QByteArrayList spans(200, span);
        const Diagnostic found = diagnosticOf(message("[" + spans.join(',') + "]", "[" + notes.join(',') + "]"));
        QCOMPARE(found.spans.size(), 50);
        QCOMPARE(found.notes.size(), 50);
        QVERIFY(found.notes[0].message.size() < 5'000);
        const QByteArray large = child("help", "large", {replacing(1, 2, words, "MachineApplicable")});
        QVERIFY(diagnosticOf(message("[]", "[" + large + "]")).suggestions.isEmpty());
        QByteArrayList parts;
        for (int at = 0; at < 1'000; ++at) {
            parts << replacing(2 * at + 1, 2 * at + 2, "y", "MachineApplicable");
        }
        QVERIFY(diagnosticOf(message("[]", "[" + child("help", "many", parts) + "]")).suggestions.isEmpty());
        const QByteArrayList helps(200, child("help", "one", {replacing(1, 2, "y", "MachineApplicable")}));
        QCOMPARE(diagnosticOf(message("[]", "[" + helps.join(',') + "]")).suggestions.size(), 30);
    }

    void what_has_another_shape_is_text_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QByteArray &line, const QByteArray &text = {}) {
            QTest::newRow(name) << line << QString::fromUtf8(text.isEmpty() ? line : text);
        };
        row("printed by a macro", "looking at handler");
        row("empty", "");
        row("an object of its own", R"({"hello": "world"})");
        row("a list", "[1]");
        row("cut off", message("[]").chopped(1));
        row("another reason", R"({"reason":"compiler-massage"})");
        row("a reason that is a number", R"({"reason":3})");
        row("no message", R"({"reason":"compiler-message","manifest_path":"/p/Cargo.toml"})");
        row("a message of a macro's own",
            R"({"reason":"compiler-message","manifest_path":"/p","message":{"$message_type":3}})",
            R"({"$message_type":3})");
        const auto inner = [](const QByteArray &whole) {
            const qsizetype from = whole.indexOf(R"({"$message_type")");
            return whole.sliced(from, whole.size() - from - 1);
        };
        const QByteArray primary =
            message("[" + QByteArray(span).replace(R"("is_primary":true)", R"("is_primary":3)") + "]");
        row("a flag that is a number", primary, inner(primary));
        const QByteArray line =
            message("[" + QByteArray(span).replace(R"("line_start":3)", R"("line_start":"3x")") + "]");
        row("a line that is a text", line, inner(line));
        const QByteArray negative =
            message("[" + QByteArray(span).replace(R"("line_start":3)", R"("line_start":-3)") + "]");
        row("a line before the first", negative, inner(negative));
        const QByteArray large =
            message("[" + QByteArray(span).replace(R"("line_start":3)", R"("line_start":99999999999)") + "]");
        row("a line that is too large", large, inner(large));
        row("spans that are no list", message("7"), inner(message("7")));
        row("a span that is a text", message(R"(["x"])"), inner(message(R"(["x"])")));
        row("children that are an object", message("[]", "{}"), inner(message("[]", "{}")));
        row("a child without spans", message("[]", R"([{"level":"note","message":"x"}])"),
            inner(message("[]", R"([{"level":"note","message":"x"}])")));
        const QByteArray level = message("[]").replace(R"("level":"error")", R"("level":"doom")");
        row("a level that is none", level, inner(level));
        row("files that are a text", QByteArray(artifact).replace(R"(["/t/hello"])", R"("/t/hello")"));
        row("a file that is a number", QByteArray(artifact).replace(R"(["/t/hello"])", "[1]"));
        row("kinds that are a flag", QByteArray(artifact).replace(R"(["bin"])", "true"));
    }
    void what_has_another_shape_is_text()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const QString, text);
        const auto read = readCargoMessage(line, QStringLiteral("/p"));
        QVERIFY(std::holds_alternative<PrintedText>(read));
        QCOMPARE(std::get<PrintedText>(read).text, text);
    }

    void a_deep_line_is_text()
    {
        const QByteArray deep = message(QByteArray("[").repeated(200'000));
        QVERIFY(std::holds_alternative<PrintedText>(readCargoMessage(deep, QStringLiteral("/p"))));
    }

    void messages_without_an_end_are_kept_up_to_a_limit_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::addColumn<QString>("manifest");
        QTest::addColumn<qsizetype>("size");
        QTest::newRow("errors of the author's")
            << RustTarget::Native << QStringLiteral("/b/Cargo.toml") << qsizetype(1);
        QTest::newRow("errors of a crate on Wasm")
            << RustTarget::Wasm << QStringLiteral("/r/x-1.0.0/Cargo.toml") << qsizetype(1);
        QTest::newRow("large errors of the author's")
            << RustTarget::Native << QStringLiteral("/b/Cargo.toml") << qsizetype(1 << 20);
        QTest::newRow("large errors of a crate on Wasm")
            << RustTarget::Wasm << QStringLiteral("/r/x-1.0.0/Cargo.toml") << qsizetype(1 << 20);
    }
    void messages_without_an_end_are_kept_up_to_a_limit()
    {
        QFETCH(RustTarget, target);
        QFETCH(QString, manifest);
        QFETCH(qsizetype, size);
        BuildJob job;
        job.folder.source = QStringLiteral("/b");
        job.folder.target = QStringLiteral("/t");
        job.request.target = target;
        qsizetype listed = 0;
        qsizetype notes = 0;
        CompileObserver observer;
        observer.diagnostic = [&](const Diagnostic &) { ++listed; };
        observer.line = [&](const QString &line) {
            notes += line.contains(QStringLiteral("note: Only the first")) ? 1 : 0;
        };
        BuildOutcome outcome;
        BuildReader reader(job, observer, outcome);
        auto read = readCargoMessage(message("[" + span + "]"), QStringLiteral("/p"));
        auto &said = std::get<CompilerMessage>(read);
        said.manifest = manifest;
        said.diagnostic.rendered = QString(size, u'x');
        auto built = readCargoMessage(artifact, QStringLiteral("/p"));
        for (qsizetype at = 0; at < (size == 1 ? 30'000 : 40); ++at) {
            reader.read(read);
            reader.read(built);
        }
        const qsizetype kept = size == 1 ? BuildReader::maxProblems : BuildReader::maxCharacters / (size + 1);
        QCOMPARE(outcome.errors.size(), kept);
        QCOMPARE(listed, target == RustTarget::Wasm ? 0 : kept);
        QCOMPARE(notes, 1);
        QVERIFY(outcome.foreignLines.size() <= kept);
        QVERIFY(outcome.built.crates.size() <= BuildReader::maxTargets);
        // What cargo itself made is not lost among what was printed.
        std::get<BuiltTarget>(built).manifest = QStringLiteral("/b/Cargo.toml");
        reader.read(built);
        QCOMPARE(outcome.built.program, QStringLiteral("/t/hello"));
    }

    void advice_on_send_is_left_out_where_a_browser_is_needed()
    {
        CompilerMessage said;
        said.diagnostic.message = QStringLiteral("future cannot be sent between threads safely");
        said.notes = {
            {.level = QStringLiteral("note"),
             .message = QStringLiteral("future is not `Send` as this value is used across an await"),
             .spans = {{.line = 4, .isPrimary = true, .label = QStringLiteral("await occurs here, with `client`")},
                       {.line = 3, .label = QStringLiteral("has type `Rc<reqwest::Client>` which is not `Send`")}}},
            {.level = QStringLiteral("note"),
             .message = QStringLiteral("required by a bound in `Context::__answer_async`"),
             .spans = {}}};
        CompilerMessage native = said;
        advise(native, false);
        QVERIFY2(native.diagnostic.message.contains(QStringLiteral("is held across the `.await`")),
                 qPrintable(native.diagnostic.message));
        CompilerMessage browser = said;
        advise(browser, true);
        QCOMPARE(browser.diagnostic.message, said.diagnostic.message);
    }

    void metadata_of_another_shape_is_an_error()
    {
        const QByteArray good =
            R"({"packages":[{"manifest_path":"/p/Cargo.toml","targets":[{"kind":["lib"],"name":"hello",)"
            R"("src_path":"/p/src/lib.rs"},{"kind":["proc-macro"],"name":"m","src_path":"/p/m.rs"}]}]})";
        const auto targets = readMetadata(good, QStringLiteral("/p"));
        QVERIFY2(targets, targets ? "" : qPrintable(targets.error().detail));
        QCOMPARE(targets->size(), 1);
        QCOMPARE(targets->front().source, QStringLiteral("src/lib.rs"));
        for (const auto &[from, to] : {std::pair<QByteArray, QByteArray>{R"(["lib"])", "3"},
                                       {R"("name":"hello")", R"("name":[])"},
                                       {R"("packages":[)", R"("packages":[7,)"},
                                       {R"("packages":)", R"("package":)"},
                                       {"}]}]}", "}]}]"}}) {
            const auto broken = readMetadata(QByteArray(good).replace(from, to), QStringLiteral("/p"));
            QVERIFY2(!broken, from);
            QCOMPARE(broken.error().code, ErrorCode::Internal);
        }
    }
};

QTEST_GUILESS_MAIN(TestCargoMessages)
#include "tst_cargo_messages.moc"
