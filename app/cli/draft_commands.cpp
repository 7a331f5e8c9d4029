// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/text.h"

#include <QRegularExpression>

#include <unistd.h>

namespace studio::cli {

namespace {

void printDraft(const Session &session, const Draft &draft)
{
    session.print(toJson(draft), [&](QTextStream &out) {
        QList<QStringList> rows{{QStringLiteral("STATUS"), draft.status},
                                {QStringLiteral("CODE"), QString::fromLatin1(draft.codeHash)},
                                {QStringLiteral("SAVED"), timeText(draft.updatedAtMs)}};
        if (!draft.deployId.isEmpty()) {
            rows << QStringList{QStringLiteral("COMPILE"), draft.deployId};
        }
        if (!draft.error.isEmpty()) {
            rows << QStringList{QStringLiteral("ERROR"), draft.error};
        }
        writeTable(out, rows);
    });
}

Task<int> save(Session &session, AppId id, QString code)
{
    const auto draft = co_await session.platform().saveDraft(id, code, session.stop.get_token());
    if (!draft) {
        co_return std::unexpected(draft.error());
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

QString withoutColours(QString text)
{
    static const QRegularExpression escapes(QStringLiteral("\x1b\\[[0-9;]*m"));
    return text.remove(escapes);
}

Task<int> compile(Session &session, AppId id, bool follow)
{
    const bool colours = isatty(STDERR_FILENO) != 0;
    const auto shown = [colours](const QString &line) { return colours ? line : withoutColours(line); };
    CompileObserver observer;
    if (follow) {
        observer.line = [&session, shown](const QString &line) { session.say(shown(line)); };
    } else {
        observer.diagnostic = [&session, shown](const Diagnostic &found) {
            if (found.severity == Severity::Error) {
                session.say(shown(found.rendered.trimmed()));
            }
        };
    }
    const auto draft = co_await session.platform().compileDraft(id, observer, session.stop.get_token());
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
    session.print(toJson(*version), [&](QTextStream &out) {
        out << "Published " << id.toString() << " version " << version->number << ".\n";
    });
    co_return 0;
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

    const auto code = std::make_shared<std::string>();
    add("save", "Save code as the draft; compiles nothing",
        [=, &session](const AppId &id) { return save(session, id, toQString(*code)); })
        ->add_option("-c,--code", *code, "A project folder, a .zip or a .tar.gz")
        ->required();
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
