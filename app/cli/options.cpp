// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include <QDir>
#include <QFileInfo>

namespace studio::cli {

namespace {

std::optional<QString> given(const CLI::App &parser, const char *name, const std::string &value)
{
    // Given as empty is given: it hides what the environment says.
    return parser.get_option(name)->count() > 0 ? std::optional(toQString(value)) : std::nullopt;
}

OutputFormat formatOf(const QString &name)
{
    if (name == QLatin1String("json")) {
        return OutputFormat::Json;
    }
    if (name == QLatin1String("yaml")) {
        return OutputFormat::Yaml;
    }
    return name == QLatin1String("wide") ? OutputFormat::Wide : OutputFormat::Table;
}

} // namespace

void addGlobalOptions(CLI::App &parser, GlobalFlags &flags)
{
    const auto add = [&parser](const char *name, std::string &value, const char *help, const char *type) {
        return parser.add_option(name, value, help)->type_name(type)->group("Global flags");
    };
    add("-o,--output", flags.output, "How results are printed; wide adds columns", "FORMAT")
        ->check(CLI::IsMember({"table", "json", "yaml", "wide"}));
    add("--api-endpoint", flags.apiEndpoint, "Gateway to work with; the embedded platform where there is none", "URL");
    add("--token", flags.token, "Bearer token for the gateway; others of this machine can see what is typed here",
        "TOKEN");
    add("--org", flags.organization, "Organization of a bare app name", "NAME");
    add("--timeout", flags.timeout, "Longest time of the whole command, such as 90s or 5m", "TIME");
    add("--config", flags.config, "Configuration file, or its folder", "PATH");
    parser.add_flag("--debug", flags.debug, "Say more about errors")->group("Global flags");
}

OutputFormat typedFormat(const CLI::App &parser)
{
    const auto &typed = parser.get_option("--output")->results();
    return typed.empty() ? OutputFormat::Table : formatOf(toQString(typed.back()));
}

Result<void> applySettings(Session &session, const GlobalFlags &flags)
{
    const CLI::App &parser = *session.parser;
    const auto environment = QProcessEnvironment::systemEnvironment();
    Options &options = session.options;
    options.configPath = configPath(given(parser, "--config", flags.config), environment, QDir::homePath());
    if (parser.get_option("--config")->count() > 0 && !QFileInfo::exists(toQString(flags.config))) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("There is no configuration at %1. Make one with: ignite --config %1 config set KEY "
                                   "VALUE")
                        .arg(toQString(flags.config)));
    }
    const auto file = ConfigFile::read(options.configPath);
    if (!file) {
        return std::unexpected(file.error());
    }
    Flags typed{.apiEndpoint = given(parser, "--api-endpoint", flags.apiEndpoint),
                .token = given(parser, "--token", flags.token),
                .organization = given(parser, "--org", flags.organization),
                .output = given(parser, "--output", flags.output),
                .timeout = given(parser, "--timeout", flags.timeout),
                .debug = flags.debug ? std::optional(true) : std::nullopt};
    const auto settings = resolveSettings(typed, environment, *file);
    if (!settings) {
        return std::unexpected(settings.error());
    }
    options.output = formatOf(settings->output.value);
    options.organization = settings->organization.value;
    options.timeout = settings->timeout;
    options.debug = settings->debug;
    options.apiEndpoint = settings->apiEndpoint.value;
    options.token = settings->token.value;
    return {};
}

} // namespace studio::cli
