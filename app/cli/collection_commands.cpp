// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/collection_place.h"
#include "app/cli/session.h"
#include "app/cli/text.h"
#include "core/base/user_file.h"
#include "core/interchange/collection_import.h"
#include "core/interchange/hurl_export.h"

#include <QDir>
#include <QFileInfo>

namespace studio::cli {

namespace {

using namespace interchange;

struct ImportArguments
{
    std::string path;
    std::string format;
    std::string folder = "requests";
};

struct ExportArguments
{
    std::string file;
    std::string format = "hurl";
    std::string folder;
    std::string environment;
};

Json warningTexts(const QList<collection::ReadWarning> &warnings)
{
    Json texts = Json::array();
    for (const collection::ReadWarning &warning : warnings) {
        texts.push_back(Json(warning.text()));
    }
    return texts;
}

void sayWarnings(const Session &session, const QList<collection::ReadWarning> &warnings)
{
    for (const collection::ReadWarning &warning : warnings) {
        session.say(QStringLiteral("warning: %1").arg(warning.text()));
    }
}

/// Names of secrets that an import asks for.
QStringList secretNames(const collection::Collection &collection)
{
    QStringList names;
    for (const collection::Environment &environment : collection.environments) {
        for (const collection::Variable &variable : environment.variables) {
            if (variable.isSecret && !variable.isDisabled) {
                names << variable.name;
            }
        }
    }
    names.removeDuplicates();
    return names;
}

template <typename Texts> Json textList(const Texts &texts)
{
    Json list = Json::array();
    for (const QString &text : texts) {
        list.push_back(Json(text));
    }
    return list;
}

void printImport(const Session &session, const ImportedCollection &imported, const QStringList &files,
                 const QString &folder)
{
    const int requests = collection::requestCount(imported.collection.root);
    const QStringList secrets = secretNames(imported.collection);
    Json json{{"format", QString(importFormatName(imported.format))},
              {"name", imported.collection.root.name},
              {"folder", folder},
              {"requests", requests},
              {"environments", static_cast<int>(imported.collection.environments.size())},
              {"files", textList(files)},
              {"secrets", textList(secrets)},
              {"warnings", warningTexts(imported.warnings)}};
    session.print(json, [&](QTextStream &out) {
        for (const QString &file : files) {
            out << terminalText(file) << '\n';
        }
        out << requests << " requests and " << imported.collection.environments.size() << " environments of "
            << terminalText(imported.collection.root.name) << " (" << importFormatName(imported.format) << ") are in "
            << terminalText(folder) << '\n';
        if (!secrets.isEmpty()) {
            out << "Secrets to give as IGNITE_SECRET_NAME: " << terminalText(secrets.join(QStringLiteral(", ")))
                << '\n';
        }
    });
}

Task<int> importRequests(Session &session, ImportArguments arguments)
{
    const QString path = toQString(arguments.path);
    const auto format = importFormatNamed(toQString(arguments.format));
    auto imported = co_await onWorker(
        [path, format, stop = session.stop.get_token()] { return importCollection(path, format, stop); });
    if (!imported) {
        co_return std::unexpected(imported.error());
    }
    sayWarnings(session, imported->warnings);
    const QString folder = toQString(arguments.folder);
    const auto files = co_await onWorker([made = imported->collection, folder] { return writeImported(made, folder); });
    if (!files) {
        co_return std::unexpected(files.error());
    }
    printImport(session, *imported, *files, folder);
    co_return 0;
}

Result<void> writeNew(const QString &file, const QByteArray &content)
{
    if (QFileInfo::exists(file) || QFileInfo(file).isSymLink()) {
        return fail(ErrorCode::AlreadyExists, QStringLiteral("There is a file %1 already.").arg(file));
    }
    return saveUserFile(file, content);
}

Task<int> exportRequests(Session &session, ExportArguments arguments)
{
    const auto place = collectionPlace(toQString(arguments.folder));
    if (!place) {
        co_return std::unexpected(place.error());
    }
    const QString environment = toQString(arguments.environment);
    QList<collection::ReadWarning> warnings;
    auto made = co_await onWorker([&warnings, root = place->root, environment, stop = session.stop.get_token()] {
        return collection::readCollection(root, stop).and_then([&](const collection::CollectionReading &reading) {
            warnings = reading.warnings;
            return exportHurl(reading.collection, environment);
        });
    });
    if (!made) {
        co_return std::unexpected(made.error());
    }
    warnings += made->warnings;
    sayWarnings(session, warnings);
    const QString file = toQString(arguments.file);
    if (!file.isEmpty()) {
        if (const auto written = writeNew(file, made->text); !written) {
            co_return std::unexpected(written.error());
        }
    }
    Json json{{"format", "hurl"},
              {"secrets", textList(made->secrets)},
              {"variables", textList(made->values)},
              {"warnings", warningTexts(warnings)}};
    json[file.isEmpty() ? "text" : "file"] = file.isEmpty() ? Json(made->text) : Json(file);
    session.print(json, [&](QTextStream &out) {
        out << (file.isEmpty() ? terminalText(QString::fromUtf8(made->text), true)
                               : terminalText(file) + QStringLiteral(" is written.\n"));
    });
    co_return 0;
}

} // namespace

void addCollectionCommands(CLI::App &parser, Session &session, const Choose &choose)
{
    auto *group =
        parser.add_subcommand("collection", "Saved requests: take them over from other programs, give them away");
    group->require_subcommand(1);

    const auto importing = std::make_shared<ImportArguments>();
    auto *command = group->add_subcommand("import", "Make saved requests of those of another program");
    command
        ->add_option("path", importing->path,
                     "A folder of Bruno's, an .http or Hurl file, a collection of Postman or a description by OpenAPI")
        ->required()
        ->type_name("FOLDER");
    std::vector<std::string> formats;
    for (const ImportFormat format : importFormats()) {
        formats.emplace_back(importFormatName(format).data());
    }
    command->add_option("--format", importing->format, "What it is, where that is not found out")
        ->check(CLI::IsMember(formats));
    command->add_option("--to", importing->folder, "Folder for the requests, requests by default")->type_name("FOLDER");
    command->footer(
        "No file is written over: in a folder that has saved requests already they get a folder of their own. Values "
        "of "
        "secrets are not taken over, but become variables without a value; scripts and what else has no counterpart is "
        "told as a warning.");
    command->callback([=, &session] { choose([=, &session] { return importRequests(session, *importing); }); });

    const auto exporting = std::make_shared<ExportArguments>();
    command = group->add_subcommand("export", "Write the saved requests as a file for another program");
    command->add_option("file", exporting->file, "The file; printed where none is named")->type_name("FILE");
    command->add_option("--format", exporting->format, "hurl by default")->check(CLI::IsMember({"hurl"}));
    command->add_option("--from", exporting->folder, "The project, or its requests; this folder by default")
        ->type_name("FOLDER");
    command->add_option("--env", exporting->environment, "Environment whose variables are set in the file")
        ->type_name("NAME");
    command->footer("What the other program cannot say is a comment in the file and a warning. The comments at its top "
                    "name the secrets and variables that it needs to run.");
    command->callback([=, &session] { choose([=, &session] { return exportRequests(session, *exporting); }); });
}

} // namespace studio::cli
