// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compile_view.h"
#include "app/cli/published_version.h"
#include "app/cli/session.h"
#include "app/cli/text.h"

namespace studio::cli {

namespace {

void printDraft(const Session &session, const Draft &draft)
{
    session.print(draftInfoJson(draft), [&](QTextStream &out) {
        QList<QStringList> rows{{QStringLiteral("STATUS"), draftStatusName(draft.status)},
                                {QStringLiteral("CODE"), QString::fromLatin1(draft.codeHash)},
                                {QStringLiteral("SAVED"), timeText(draft.updatedAtMs)}};
        if (!draft.deployId.isEmpty()) {
            rows << QStringList{QStringLiteral("COMPILE"), draft.deployId};
        }
        if (!draft.error.isEmpty()) {
            rows << QStringList{QStringLiteral("ERROR"), draft.error};
        }
        for (const auto &[name, schema] : {std::pair(QStringLiteral("INPUT"), draft.inputSchema),
                                           std::pair(QStringLiteral("OUTPUT"), draft.outputSchema)}) {
            if (!schema.isEmpty()) {
                rows << QStringList{name, schema};
            }
        }
        writeTable(out, rows);
    });
}

/// What `draft save` takes.
struct SaveArguments
{
    std::string code;
    std::vector<std::string> dependencies;
    bool respectGitignore = false;
    std::string runtime;
    std::string target;
    std::optional<std::string> inputSchema;
    std::optional<std::string> outputSchema;
};

Result<DraftSource> sourceFrom(const SaveArguments &arguments)
{
    DraftSource source(toQString(arguments.code));
    for (const std::string &dependency : arguments.dependencies) {
        source.dependencies << toQString(dependency);
    }
    source.respectGitignore = arguments.respectGitignore;
    if (!arguments.target.empty()) {
        source.target = arguments.target == "wasm" ? RustTarget::Wasm : RustTarget::Native;
    }
    for (const auto &[given, kept] : {std::pair(&arguments.inputSchema, &source.inputSchema),
                                      std::pair(&arguments.outputSchema, &source.outputSchema)}) {
        if (!*given) {
            continue;
        }
        const auto schema = schemaFrom(toQString(given->value()));
        if (!schema) {
            return std::unexpected(schema.error());
        }
        *kept = *schema;
    }
    return source;
}

Task<int> save(Session &session, AppId id, SaveArguments arguments)
{
    const auto source = sourceFrom(arguments);
    if (!source) {
        co_return std::unexpected(source.error());
    }
    ProgressLine progress;
    progress.show(QStringLiteral("Packing %1").arg(source->code));
    const auto draft = co_await session.platform().saveDraft(id, *source, session.stop.get_token());
    progress.clear();
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    for (const QString &note : draft->notes) {
        session.say(QStringLiteral("note: %1").arg(note));
    }
    printDraft(session, *draft);
    co_return 0;
}

Task<int> info(Session &session, AppId id)
{
    const auto draft = co_await session.platform().draftInfo(id);
    if (!draft && draft.error().code == ErrorCode::NotFound) {
        // The app may be there without a draft, which is an answer and no failure.
        if (const auto app = co_await session.platform().getApp(id); !app) {
            co_return std::unexpected(app.error());
        }
        session.print(Json{{"status", "no draft"}}, [](QTextStream &out) { out << "no draft\n"; });
        co_return 0;
    }
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    printDraft(session, *draft);
    co_return 0;
}

Task<int> compile(Session &session, AppId id, bool follow)
{
    const auto progress = std::make_shared<ProgressLine>();
    const auto draft = co_await session.platform().compileDraft(id, compileObserver(session, progress, follow),
                                                                session.stop.get_token());
    progress->clear();
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    printDraft(session, *draft);
    co_return 0;
}

Task<int> publish(Session &session, AppId id, QString note)
{
    const auto version = co_await session.platform().publishDraft(id, note);
    if (!version) {
        co_return std::unexpected(version.error());
    }
    co_return co_await printPublished(session, *version);
}

void addSaveOptions(CLI::App &saving, const std::shared_ptr<SaveArguments> &arguments)
{
    saving.add_option("-c,--code", arguments->code, "A project folder, a .zip, a .tar.gz, or one .rs file")->required();
    saving
        .add_option("-d,--dependency", arguments->dependencies,
                    "A crate for the Cargo.toml that is made around one .rs file: serde, serde@1, serde=1, "
                    "'serde -F derive' and what else cargo add takes, or a line of TOML; may be given again. A folder "
                    "and an archive have a Cargo.toml of their own: write it there")
        ->allow_extra_args(false)
        ->type_name("CRATE");
    saving.add_flag("--respect-gitignore", arguments->respectGitignore,
                    "Leave out of a folder the files that git ignores; else they are packed and counted in a note");
    saving.add_option("--runtime", arguments->runtime, "Runtime")->check(CLI::IsMember({"rust"}));
    saving.add_option("--rust-target", arguments->target, "native or wasm; becomes the app's target")
        ->check(CLI::IsMember({"native", "wasm"}));
    saving.add_option("--input-schema", arguments->inputSchema,
                      "JSON Schema of what the handler takes: the text, or a file; '' for none");
    saving.add_option("--output-schema", arguments->outputSchema,
                      "JSON Schema of what it answers: the text, or a file; '' for none");
}

} // namespace

void addDraftCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *draft = parser.add_subcommand("draft", "Save, compile and publish an app's draft");
    draft->require_subcommand(1);
    const auto name = std::make_shared<std::string>();
    // Every draft command begins with the app's id.
    const auto add = [=, &session](const char *verb, const char *help, auto command) {
        auto *sub = draft->add_subcommand(verb, help);
        sub->add_option("id", *name, "org:app")->required();
        sub->callback([=, &session] {
            choose([=, &session]() -> Task<int> {
                const auto id = session.appId(toQString(*name));
                if (!id) {
                    return [](Error error) -> Task<int> { co_return std::unexpected(error); }(id.error());
                }
                return command(*id);
            });
        });
        return sub;
    };

    const auto arguments = std::make_shared<SaveArguments>();
    addSaveOptions(*add("save", "Save code as the draft; compiles nothing",
                        [=, &session](const AppId &id) { return save(session, id, *arguments); }),
                   arguments);
    add("info", "Show the draft", [&session](const AppId &id) { return info(session, id); })->alias("status");
    const auto follow = std::make_shared<bool>(false);
    add("compile", "Compile the draft for release", [=, &session](const AppId &id) {
        return compile(session, id, *follow);
    })->add_flag("--follow", *follow, "Show the compiler's log while it runs");
    const auto note = std::make_shared<std::string>();
    add("publish", "Freeze the compiled draft as the next version and make it active", [=, &session](const AppId &id) {
        return publish(session, id, toQString(*note));
    })->add_option("--note", *note, "What is new in it");
}

} // namespace studio::cli
