// SPDX-License-Identifier: GPL-3.0-or-later
// `execution export` and `execution replay`.
#include "app/cli/compile_view.h"
#include "app/cli/execution_list.h"
#include "app/cli/text.h"
#include "core/base/environment.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/replay/replay.h"

#include <QDir>
#include <QFileInfo>

namespace studio::cli {

namespace {

constexpr int exitDiffers = 1; ///< of a replay whose answers are others, as `ignite test` has it

struct ExportArguments
{
    std::string id;
    std::string file;
    bool force = false;
};

struct ReplayArguments
{
    std::vector<std::string> what;
    std::string target;
    std::vector<std::string> environment;
};

Task<int> exportOne(Session &session, ExportArguments arguments)
{
    const QString path = QDir::current().absoluteFilePath(toQString(arguments.file));
    if (QFileInfo::exists(path) && !arguments.force) {
        co_return fail(ErrorCode::AlreadyExists,
                       QStringLiteral("%1 is there already. Say --force to overwrite it.").arg(path));
    }
    const auto note = co_await exportExecution(&session.platform(), toQString(arguments.id), path, QDir::tempPath());
    if (!note) {
        co_return std::unexpected(note.error());
    }
    if (!note->isEmpty()) {
        session.say(QStringLiteral("warning: ") + *note);
    }
    session.print(Json{{"file", toUtf8(path)}, {"note", toUtf8(*note)}},
                  [&](QTextStream &out) { out << "Exported to " << path << ".\n"; });
    co_return 0;
}

Result<InvokeTarget> targetFrom(const QString &text)
{
    if (text == QLatin1String("active")) {
        return InvokeTarget{InvokeTarget::Active};
    }
    if (text == QLatin1String("draft")) {
        return InvokeTarget{InvokeTarget::Draft};
    }
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber || number < 1) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("“%1” is not a target. There are active, draft and the numbers of versions.").arg(text));
    }
    return InvokeTarget{InvokeTarget::Numbered, number};
}

/// What ran, unless another target is named.
Result<InvokeTarget> targetOf(const Execution &execution, const QString &wanted)
{
    if (!wanted.isEmpty()) {
        return targetFrom(wanted);
    }
    return execution.version > 0 ? InvokeTarget{InvokeTarget::Numbered, execution.version}
                                 : InvokeTarget{InvokeTarget::Draft};
}

Result<FileReplayer::Environment> environmentFrom(const std::vector<std::string> &words)
{
    FileReplayer::Environment environment;
    for (const std::string &word : words) {
        const QString text = toQString(word);
        const qsizetype equals = text.indexOf(u'=');
        if (equals <= 0) {
            return fail(ErrorCode::InvalidArgument, QStringLiteral("“%1” is not NAME=value.").arg(text));
        }
        environment.append({text.first(equals), text.sliced(equals + 1)});
    }
    return environment;
}

Task<Replay> replayFile(Session &session, QString path, FileReplayer::Environment environment)
{
    const std::stop_token stop = session.stop.get_token();
    const auto file = co_await onWorker([path, stop] { return readExecutionFile(path, QDir::tempPath(), stop); });
    if (!file) {
        co_return std::unexpected(file.error());
    }
    QStringList absent = file->absent;
    for (const auto &[name, value] : environment) {
        absent.removeAll(name);
    }
    if (!absent.isEmpty()) {
        session.say(QStringLiteral("note: the file has no values of %1; give them with --env")
                        .arg(absent.join(QStringLiteral(", "))));
    }
    const Paths paths = userPaths();
    Compiler compiler(paths);
    HttpClient client;
    FileReplayer replayer(paths, &compiler, &client);
    const auto progress = std::make_shared<ProgressLine>();
    co_return co_await replayer.replay(*file, std::move(environment), compileObserver(session, progress, false), stop);
}

Task<Replay> replayRecord(Session &session, QString id, QString target)
{
    const auto execution = co_await session.platform().getExecution(id);
    const auto where = execution.and_then([&](const Execution &one) { return targetOf(one, target); });
    if (!where) {
        co_return std::unexpected(where.error());
    }
    co_return co_await replayExecution(&session.platform(), *execution, execution->app, *where,
                                       session.stop.get_token());
}

Json replayJson(const Replay &replay)
{
    Json changes = Json::array();
    for (const JsonChange &change : replay.comparison.changes.changes) {
        static constexpr std::array kinds{"added", "removed", "changed", "moved"};
        changes.push_back(Json{{"kind", kinds[static_cast<std::size_t>(change.kind)]},
                               {"path", toUtf8(change.path)},
                               {"from", toUtf8(change.from)},
                               {"before", toUtf8(change.before)},
                               {"after", toUtf8(change.after)}});
    }
    return {{"executionId", toUtf8(replay.before.id)},
            {"replayedAs", toUtf8(replay.after.executionId)},
            {"same", replay.comparison.isSame()},
            {"statusBefore", replay.comparison.statusBefore},
            {"statusAfter", replay.comparison.statusAfter},
            {"bodySame", replay.comparison.isBodySame},
            {"changes", std::move(changes)}};
}

/// Each is told when it is done; what fails is told too, and the others go on.
Task<int> replayAll(Session &session, ReplayArguments arguments)
{
    const auto environment = environmentFrom(arguments.environment);
    if (!environment) {
        co_return std::unexpected(environment.error());
    }
    int code = 0;
    std::optional<Error> failure;
    for (const std::string &each : arguments.what) {
        const QString what = toQString(each);
        const bool isFile = isExecutionFile(what) || QFileInfo(what).isFile();
        const auto replay = isFile ? co_await replayFile(session, what, *environment)
                                   : co_await replayRecord(session, what, toQString(arguments.target));
        if (session.stop.stop_requested()) {
            co_return cancelled();
        }
        if (!replay) {
            session.sayError(replay.error());
            failure = failure.value_or(replay.error());
            continue;
        }
        code = replay->comparison.isSame() ? code : exitDiffers;
        session.print(replayJson(*replay), [&](QTextStream &out) {
            out << replay->before.id << " → " << replay->after.executionId << "  " << comparisonText(replay->comparison)
                << '\n';
            for (const JsonChange &change : replay->comparison.changes.changes) {
                out << "  " << changeText(change) << '\n';
            }
        });
    }
    co_return failure ? exitCode(failure->code) : code;
}

} // namespace

void addExecutionReplay(CLI::App &execution, Session &session, const Choose &choose)
{
    auto *exporting =
        execution.add_subcommand("export", "Write one execution with its sources to a file that another studio opens");
    const auto exported = std::make_shared<ExportArguments>();
    exporting->add_option("id", exported->id, "The execution's id")->required();
    exporting->add_option("file", exported->file, "Where to; such as call.ignite-execution")->required();
    exporting->add_flag("--force", exported->force, "Overwrite a file that is there");
    exporting->callback([=, &session] { choose([=, &session] { return exportOne(session, *exported); }); });

    auto *replaying =
        execution.add_subcommand("replay", "Send the request of executions again and compare the answers");
    replaying->description("Send the request of executions again and compare the answers. An exported file is compiled "
                           "and run on this machine. Exits with 1 where an answer differs");
    const auto replayed = std::make_shared<ReplayArguments>();
    replaying->add_option("what", replayed->what, "Ids, or exported files")->required();
    replaying->add_option("--target", replayed->target,
                          "active, draft or a version's number, instead of what ran; of ids only");
    replaying
        ->add_option("--env", replayed->environment,
                     "NAME=value for ctx.env(), which exported files do not have; may be given again")
        ->expected(1);
    replaying->callback([=, &session] { choose([=, &session] { return replayAll(session, *replayed); }); });
}

} // namespace studio::cli
