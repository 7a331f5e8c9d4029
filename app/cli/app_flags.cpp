// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/app_flags.h"

#include "app/cli/text.h"
#include "core/model/app_limits.h"
#include "core/model/tiers.h"

#include <QRegularExpression>

namespace studio::cli {

namespace {

Result<void> changeEnvironment(App &app, const std::string &given)
{
    static const QRegularExpression shape(QStringLiteral("^([A-Za-z_][A-Za-z0-9_]*)=(.*)$"),
                                          QRegularExpression::DotMatchesEverythingOption);
    const auto match = shape.match(toQString(given));
    if (!match.hasMatch()) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("“%1” sets no variable. Write NAME=value, or NAME= to remove it.").arg(toQString(given)));
    }
    const QString name = match.captured(1);
    app.environment.removeIf([&](const auto &pair) { return pair.first == name; });
    if (!match.captured(2).isEmpty()) {
        app.environment.append({name, match.captured(2)});
    }
    return {};
}

QString environmentText(const App &app)
{
    QStringList names;
    for (const auto &[name, value] : app.environment) {
        names << name;
    }
    return names.isEmpty() ? QStringLiteral("–") : names.join(QStringLiteral(", "));
}

} // namespace

std::shared_ptr<AppFlags> addAppFlags(CLI::App &command, bool isNew)
{
    // What is not given is the default of a new app, and stays as it is otherwise.
    const auto usually = [isNew](const char *help, const char *value) {
        return isNew ? std::string(help) + "; " + value + " by default" : std::string(help);
    };
    auto flags = std::make_shared<AppFlags>();
    command.add_option("--runtime", flags->runtime, "Runtime")->check(CLI::IsMember({"rust"}));
    command.add_option("--rust-target", flags->target, "What to compile to")->check(CLI::IsMember({"native", "wasm"}));
    command.add_option("--toolchain", flags->toolchain, usually("Rust version", "the platform's own"))
        ->type_name("VERSION");
    command
        .add_option("-t,--tier", flags->tier,
                    usually("Resource tier, with its memory and CPU where they are not given", "medium"))
        ->check(CLI::IsMember({"small", "medium", "large", "xlarge"}));
    command.add_option("--memory", flags->memoryMb, usually("Memory in MB", "from the tier"))
        ->check(CLI::Range(minMemoryMb, maxMemoryMb));
    command.add_option("--cpu", flags->cpuMillicores, usually("CPU in millicores", "from the tier"))
        ->check(CLI::Range(minCpuMillicores, maxCpuMillicores));
    command.add_option("--timeout-secs", flags->timeoutSecs, usually("Longest time of one call", "30"))
        ->check(CLI::Range(minTimeoutSecs, maxTimeoutSecs));
    command.add_option("--max-replicas", flags->maxReplicas, usually("Instances at once, one call each", "10"))
        ->check(CLI::Range(1, 1'000));
    command.add_flag("--reserved", flags->reserved, "Ask for reserved capacity; the embedded platform has none");
    command.add_option("--description", flags->description, "Description");
    command.add_option("--env", flags->environment, "NAME=value for ctx.env(); may be given again")
        ->allow_extra_args(false)
        ->type_name("NAME=VALUE");
    command.add_option("--input-schema", flags->inputSchema,
                       "JSON Schema of what the handler takes: the text, or a file; '' for none");
    return flags;
}

Result<App> changedBy(const AppFlags &flags, App app)
{
    std::vector<std::string> texts = flags.environment;
    texts.push_back(flags.description.value_or(std::string()));
    for (const std::string &text : texts) {
        if (!QByteArrayView(text).isValidUtf8()) { // it would be kept as something else
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("“%1” is not UTF-8 text.").arg(QString::fromUtf8(text)));
        }
    }
    if (flags.target) {
        app.target = *flags.target == "wasm" ? RustTarget::Wasm : RustTarget::Native;
    }
    if (flags.tier) {
        app.tier = toQString(*flags.tier);
        std::tie(app.memoryMb, app.cpuMillicores) = limitsOfTier(app.tier);
    }
    app.toolchain = flags.toolchain ? toQString(*flags.toolchain) : app.toolchain;
    app.description = flags.description ? toQString(*flags.description) : app.description;
    app.memoryMb = flags.memoryMb.value_or(app.memoryMb);
    app.cpuMillicores = flags.cpuMillicores.value_or(app.cpuMillicores);
    app.timeoutSecs = flags.timeoutSecs.value_or(app.timeoutSecs);
    app.maxReplicas = flags.maxReplicas.value_or(app.maxReplicas);
    for (const std::string &variable : flags.environment) {
        if (const auto changed = changeEnvironment(app, variable); !changed) {
            return std::unexpected(changed.error());
        }
    }
    if (flags.inputSchema) {
        const auto schema = schemaFrom(toQString(*flags.inputSchema));
        if (!schema) {
            return std::unexpected(schema.error());
        }
        app.inputSchema = *schema;
    }
    return app;
}

void sayNotes(const AppFlags &flags, const Session &session)
{
    if (flags.reserved) {
        session.say(QStringLiteral("note: --reserved changes nothing here: instances start when they are called."));
    }
}

void printApp(const Session &session, const App &app)
{
    session.print(toJson(app), [&](QTextStream &out) {
        QList<QStringList> rows{
            {QStringLiteral("APP"), app.id.toString()},
            {QStringLiteral("TARGET"), targetName(app.target)},
            {QStringLiteral("TIER"),
             QStringLiteral("%1 (%2 MB, %3 m)").arg(app.tier).arg(app.memoryMb).arg(app.cpuMillicores)},
            {QStringLiteral("TIMEOUT"), QStringLiteral("%1 s").arg(app.timeoutSecs)},
            {QStringLiteral("ACTIVE"),
             app.activeVersion > 0 ? QString::number(app.activeVersion) : QStringLiteral("–")},
            {QStringLiteral("CREATED"), timeText(app.createdAtMs)}};
        if (session.options.isWide()) {
            rows << QStringList{QStringLiteral("REPLICAS"), QString::number(app.maxReplicas)}
                 << QStringList{QStringLiteral("TOOLCHAIN"),
                                app.toolchain.isEmpty() ? QStringLiteral("the platform's") : app.toolchain}
                 << QStringList{QStringLiteral("ENV"), environmentText(app)}
                 << QStringList{QStringLiteral("UPDATED"), timeText(app.updatedAtMs)}
                 << QStringList{QStringLiteral("DESCRIPTION"), app.description};
        }
        writeTable(out, rows);
    });
}

} // namespace studio::cli
