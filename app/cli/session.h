// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/names.h"
#include "core/base/paths.h"
#include "core/local/local_platform.h"
#include "core/secrets/secrets.h"

#include <QTextStream>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

namespace studio::cli {

enum class OutputFormat { Table, Wide, Json, Yaml };

/// What the global flags, the environment and the configuration file come to.
struct Options
{
    OutputFormat output = OutputFormat::Table;
    QString organization = defaultOrganization;
    std::chrono::milliseconds timeout{std::chrono::minutes(5)}; ///< of the whole command
    bool debug = false;
    QString apiEndpoint; ///< empty: the embedded platform
    QString token;       ///< empty: the keychain's, where there is one
    QString configPath;

    bool operator==(const Options &) const = default;
    [[nodiscard]] bool isDocument() const { return output == OutputFormat::Json || output == OutputFormat::Yaml; }
    [[nodiscard]] bool isWide() const { return output == OutputFormat::Wide; }
};

/// One run of the command line: the options, the platform (made when first asked for) and what stops it.
class Session
{
public:
    Session();
    ~Session();

    Options options;
    CLI::App *parser = nullptr; ///< that has the global flags
    std::stop_source stop;
    bool needsNoSettings = false; ///< the command runs also where the configuration is wrong
    bool timedOut = false;        ///< why it was stopped
    int signal = 0;               ///< by this one, or by none
    bool isEndless = false;       ///< goes on until it is stopped, whatever --timeout says

    /// The embedded platform, or the one at the endpoint.
    ComputeService &platform();
    /// A studio or `ignite serve` that runs and can be asked to go on with a call after this program has ended; null
    /// when there is none.
    ComputeService *running();

    /// "org:app", or a bare "app" with the organization of the options. InvalidArgument says what a name may hold.
    [[nodiscard]] Result<AppId> appId(const QString &text) const;

    /// Prints a value on stdout: as a JSON or YAML document, or what `table` writes.
    void print(const Json &json, const std::function<void(QTextStream &)> &table) const;
    /// One line on stderr: what would speak to the terminal as pictures, and cut after 4,000 characters.
    void say(const QString &line) const;
    /// The last thing that a command that failed says on stderr: a sentence, or the document that was asked for.
    /// Not again what recordPrintedError() was given last.
    void sayError(const Error &error) const;
    /// That the line is on stderr already.
    void recordPrintedError(const QString &line);

private:
    std::unique_ptr<ComputeService> makePlatform();

    struct Services;
    std::unique_ptr<Services> m_services;
    QString m_printedError;
};

/// What a command does once its arguments are known; the result is the exit code, or the error that decides it.
using Command = std::function<Task<int>()>;
/// Sets the command that runs after parsing.
using Choose = std::function<void(Command)>;

// Each adds its commands to the parser. `session` outlives the program's commands.
void addAppCommands(CLI::App &parser, Session &session, const Choose &choose);
void addDraftCommands(CLI::App &parser, Session &session, const Choose &choose);
void addVersionCommands(CLI::App &parser, Session &session, const Choose &choose);
/// Below the groups that the three before have made.
void addStateCommands(CLI::App &parser, Session &session, const Choose &choose);
void addExecutionCommands(CLI::App &parser, Session &session, const Choose &choose);
void addDevCommand(CLI::App &parser, Session &session, const Choose &choose);
void addServeCommand(CLI::App &parser, Session &session, const Choose &choose);
void addInvokeCommand(CLI::App &parser, Session &session, const Choose &choose);
void addTestCommand(CLI::App &parser, Session &session, const Choose &choose);
void addCollectionCommands(CLI::App &parser, Session &session, const Choose &choose);
void addDeployCommands(CLI::App &parser, Session &session, const Choose &choose);
void addSecretCommands(CLI::App &parser, Session &session, const Choose &choose);
void addConfigCommands(CLI::App &parser, Session &session, const Choose &choose);
/// These read the finished tree.
void addPrintCommands(CLI::App &root, CLI::App &parser, Session &session, const Choose &choose);
/// `ignite __complete WORD… CURRENT`, which the shells' completion scripts call. The exit code.
int printCandidates(const CLI::App &root, const QStringList &words);

} // namespace studio::cli
