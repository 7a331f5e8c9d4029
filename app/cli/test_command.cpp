// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/collection_place.h"
#include "app/cli/session.h"
#include "app/cli/text.h"
#include "core/base/display.h"
#include "core/base/user_file.h"
#include "core/collection/collection_reader.h"
#include "core/collection/request_sender.h"
#include "core/collection/run_report.h"
#include "core/project/project.h"
#include "core/remote/load_transport.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace studio::cli {

namespace {

using namespace collection;

struct TestArguments
{
    std::string folder;
    std::string app;
    std::string environment;
    std::vector<std::string> variables; ///< "NAME=value"
    std::vector<std::string> tags;      ///< with commas between them, or given again
    std::vector<std::string> excludedTags;
    std::string junit;
    std::string tap;
    bool bail = false;
};

/// Whatever keeps a collection from being read ends with 2, as an argument that is wrong.
std::unexpected<Error> unreadable(const Error &error)
{
    const bool isStopped = error.code == ErrorCode::Cancelled;
    return fail(isStopped ? error.code : ErrorCode::InvalidArgument, error.message, error.detail);
}

Result<Values> variablesOf(const std::vector<std::string> &given)
{
    Values values;
    for (const std::string &one : given) {
        const QString text = toQString(one);
        const qsizetype sign = text.indexOf(u'=');
        if (sign <= 0) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("“%1” is not a variable. Write NAME=value.").arg(text));
        }
        values.insert(text.first(sign), text.sliced(sign + 1));
    }
    return values;
}

QStringList tagsOf(const std::vector<std::string> &given)
{
    QStringList tags;
    for (const std::string &one : given) {
        for (const QString &tag : toQString(one).split(u',', Qt::SkipEmptyParts)) {
            tags << tag.trimmed();
        }
    }
    return tags;
}

/// Secrets are in no file. Of the command's own environment only what is meant for it is taken: a collection that
/// others wrote must not send away what else is there.
Values secretsOf(const Collection &collection)
{
    Values secrets;
    for (const Environment &environment : collection.environments) {
        for (const Variable &variable : environment.variables) {
            const QByteArray name = "IGNITE_SECRET_" + variable.name.toUtf8();
            if (variable.isSecret && qEnvironmentVariableIsSet(name)) {
                secrets.insert(variable.name, qEnvironmentVariable(name));
            }
        }
    }
    return secrets;
}

/// The app that is named, or that of the project around the collection; nothing where there is no project.
Result<std::optional<AppId>> appOf(const Session &session, const TestArguments &arguments, const QString &root)
{
    if (!arguments.app.empty()) {
        return session.appId(toQString(arguments.app)).transform([](const AppId &id) { return std::optional(id); });
    }
    QDir folder(root);
    do {
        if (const auto project = readProject(folder.path())) {
            return session.appId(project->name).transform([](const AppId &id) { return std::optional(id); });
        }
    } while (folder.cdUp());
    return std::optional<AppId>();
}

/// "failed   orders/create.yml  404, 3.1 ms", and below it what does not hold.
void sayOutcome(const RequestOutcome &request, QTextStream &out)
{
    const bool passed = request.verdict == RequestOutcome::Passed;
    out << (passed ? "passed  " : "failed  ") << terminalText(request.path);
    if (request.status > 0) {
        out << "  " << request.status << ", " << durationText(request.microseconds);
    }
    out << '\n';
    for (const CheckResult &check : request.checks) {
        if (!check.holds) {
            out << "        " << terminalText(check.text + QStringLiteral(": ") + check.message) << '\n';
        }
    }
    if (!request.error.isEmpty()) {
        out << "        " << terminalText(request.error) << '\n';
    }
    if (request.hasScripts) {
        out << "        its scripts were not run\n";
    }
    out.flush();
}

QString summaryOf(const RunOutcome &outcome)
{
    const qsizetype passed = outcome.count(RequestOutcome::Passed);
    const qsizetype skipped = outcome.count(RequestOutcome::NotRun);
    const qsizetype failed = outcome.requests.size() - passed - skipped;
    QString text = QStringLiteral("%1 passed, %2 failed").arg(passed).arg(failed);
    return skipped > 0 ? text + QStringLiteral(", %1 not run").arg(skipped) : text;
}

Result<void> writeReports(const TestArguments &arguments, const RunOutcome &outcome, const QString &name)
{
    if (!arguments.junit.empty()) {
        if (auto saved = saveUserFile(toQString(arguments.junit), junitReport(outcome, name)); !saved) {
            return saved;
        }
    }
    return arguments.tap.empty() ? Result<void>() : saveUserFile(toQString(arguments.tap), tapReport(outcome));
}

void printRun(const Session &session, const RunOutcome &outcome, const CollectionReading &reading,
              const QString &environment)
{
    Json json = runAsJson(outcome);
    json["collection"] = reading.collection.root.name;
    if (!environment.isEmpty()) {
        json["environment"] = environment;
    }
    Json warnings = Json::array();
    for (const ReadWarning &warning : reading.warnings) {
        warnings.push_back(Json(warning.text()));
    }
    json["warnings"] = warnings;
    session.print(json, [&](QTextStream &out) { out << summaryOf(outcome) << '\n'; });
}

/// Says what was not run: a job that runs nothing, or not all, must not look as if it passed.
int exitCodeOf(const Session &session, const RunOutcome &outcome, const CollectionReading &reading)
{
    constexpr int notAll = 2;
    if (!reading.warnings.isEmpty()) {
        session.say(QStringLiteral("Some files were passed over: %1.").arg(reading.warnings.size()));
    }
    if (outcome.requests.isEmpty()) {
        session.say(QStringLiteral("No request was chosen."));
    }
    return !reading.warnings.isEmpty() || outcome.requests.isEmpty() ? notAll : outcome.holds() ? 0 : 1;
}

Task<int> runTests(Session &session, TestArguments arguments)
{
    const auto place = collectionPlace(toQString(arguments.folder));
    const auto variables = variablesOf(arguments.variables);
    if (!place || !variables) {
        co_return std::unexpected(place ? variables.error() : place.error());
    }
    auto reading =
        co_await onWorker([root = place->root, stop = session.stop.get_token()] { return readCollection(root, stop); });
    if (!reading) {
        co_return unreadable(reading.error());
    }
    for (const ReadWarning &warning : std::as_const(reading->warnings)) {
        session.say(QStringLiteral("warning: %1").arg(warning.text()));
    }
    const auto app = appOf(session, arguments, place->root);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    RunOptions options{.environment = toQString(arguments.environment),
                       .global = {},
                       .overrides = *variables,
                       .secrets = secretsOf(reading->collection),
                       .tags = tagsOf(arguments.tags),
                       .excludedTags = tagsOf(arguments.excludedTags),
                       .below = place->below,
                       .bail = arguments.bail};
    QTextStream out(stdout);
    std::function<void(const RequestOutcome &)> told;
    if (!session.options.isDocument()) {
        told = [&out](const RequestOutcome &request) { sayOutcome(request, out); };
    }
    const auto collection = std::make_shared<const Collection>(reading->collection);
    // The platform is only made where a request goes to the app: it may be that all go to addresses.
    const RequestSender toApp = [&session, app = *app](PreparedRequest prepared, std::stop_token stop) {
        return senderToApp(app ? &session.platform() : nullptr, app)(std::move(prepared), std::move(stop));
    };
    const auto outcome = co_await runCollection(collection, options, senderTo(toApp, senderToAddress(loadTransport)),
                                                told, session.stop.get_token());
    if (!outcome) {
        co_return unreadable(outcome.error());
    }
    printRun(session, *outcome, *reading, options.environment);
    if (const auto written = writeReports(arguments, *outcome, collection->root.name); !written) {
        co_return std::unexpected(written.error());
    }
    co_return exitCodeOf(session, *outcome, *reading);
}

} // namespace

void addTestCommand(CLI::App &parser, Session &session, const Choose &choose)
{
    const auto arguments = std::make_shared<TestArguments>();
    auto *command = parser.add_subcommand("test", "Send the saved requests of a project and check the answers");
    command
        ->add_option("folder", arguments->folder,
                     "The project, its requests, or a folder of them; this folder by default")
        ->type_name("FOLDER");
    command->add_option("--app", arguments->app,
                        "Called by requests to a path, org:app; by default that of the project");
    command->add_option("--env", arguments->environment, "Environment of the collection whose variables are used")
        ->type_name("NAME");
    command
        ->add_option("--env-var", arguments->variables,
                     "Value of a variable in place of the environment's, NAME=value; may be given again")
        ->allow_extra_args(false)
        ->type_name("NAME=VALUE");
    command->add_option("--tags", arguments->tags, "Only requests with one of these tags, with commas between them")
        ->allow_extra_args(false)
        ->type_name("TAGS");
    command->add_option("--exclude-tags", arguments->excludedTags, "No requests with one of these tags")
        ->allow_extra_args(false)
        ->type_name("TAGS");
    command->add_flag("--bail", arguments->bail, "Send nothing more after the first request that fails");
    command->add_option("--report-junit", arguments->junit, "Write the result as JUnit's XML")->type_name("FILE");
    command->add_option("--report-tap", arguments->tap, "Write the result in the Test Anything Protocol")
        ->type_name("FILE");
    command->footer(
        "Ends with 0 where all hold, 1 where some do not, 2 where the requests or one of their files cannot be read, "
        "or none is chosen; what can be run was run then. A request to "
        "a path, such as /items, calls the active version of the app. Redirects are not followed. The "
        "value of a secret NAME of the environment is the environment variable IGNITE_SECRET_NAME, or that "
        "of --env-var.");
    command->callback([=, &session] { choose([=, &session] { return runTests(session, *arguments); }); });
}

} // namespace studio::cli
