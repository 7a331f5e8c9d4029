// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/analyzer_project.h"

#include "core/compiler/build_folder.h"
#include "core/compiler/cargo_settings.h"
#include "core/compiler/files.h"
#include "core/compiler/sdk_layout.h"
#include "core/manifest/analyzer_manifest.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

namespace studio {

namespace {

using namespace compiler;

constexpr int maxFiles = 20'000; ///< that targets are looked for in

/// The Rust files where Cargo looks for targets, relative.
QStringList rustFiles(const QString &folder)
{
    QStringList files;
    const QDir root(folder);
    for (const char *part : {"src", "examples", "tests", "benches"}) {
        QDirIterator walk(root.filePath(QString::fromLatin1(part)), {QStringLiteral("*.rs")}, QDir::Files,
                          QDirIterator::Subdirectories);
        while (walk.hasNext() && files.size() < maxFiles) {
            files << root.relativeFilePath(walk.next());
        }
    }
    if (QFileInfo::exists(root.filePath(QStringLiteral("build.rs")))) {
        files << QStringLiteral("build.rs");
    }
    return files;
}

BuildFolder analyzerFolder(const Paths &paths, const AnalyzerRequest &request)
{
    const CompileRequest compile{.projectKey = request.projectKey, .sourceFolder = request.sourceFolder};
    BuildFolder folder = buildFolderOf(paths, compile, request.toolchain);
    folder.root = folder.project + QStringLiteral("/analyzer");
    folder.source = folder.root;
    folder.target = folder.root + QStringLiteral("/target");
    folder.build += QStringLiteral("-check"); // of all analyzers: crates are checked once
    folder.temporary = folder.root + QStringLiteral("/tmp");
    return folder;
}

/// The versions that the last compile had; else the author's, else those that the SDK was tested with.
Result<void> seedLockfile(const BuildFolder &folder, const AnalyzerRequest &request, const SdkLayout &sdk)
{
    const QString ours = folder.root + QStringLiteral("/Cargo.lock");
    const QString compiled = folder.project + QStringLiteral("/Cargo.lock");
    const QString authors = request.sourceFolder + QStringLiteral("/Cargo.lock");
    const bool isOld = QFileInfo(compiled).lastModified() > QFileInfo(ours).lastModified();
    if (QFileInfo::exists(ours) && !isOld) {
        return {};
    }
    const QString from = QFileInfo::exists(compiled) ? compiled : QFileInfo::exists(authors) ? authors : sdk.lockfile;
    const auto content = readFile(from);
    if (!content) {
        return std::unexpected(content.error());
    }
    return writeIfChanged(ours, *content).transform([](bool) {});
}

QProcessEnvironment environmentOf(const BuildFolder &folder, const AnalyzerRequest &request)
{
    const CompileRequest compile{.projectKey = request.projectKey,
                                 .sourceFolder = request.sourceFolder,
                                 .target = request.target,
                                 .profile = Profile::Dev};
    QProcessEnvironment environment = cargoEnvironment(folder, compile, request.toolchain, request.manifest.toUtf8(),
                                                       QProcessEnvironment::systemEnvironment());
    for (const char *name : {"RUSTC_WRAPPER", "CARGO_TERM_COLOR", "CARGO_TERM_PROGRESS_WHEN",
                             "CARGO_TERM_PROGRESS_WIDTH", "CARGO_ENCODED_RUSTFLAGS"}) {
        environment.remove(QString::fromLatin1(name)); // the server has its own wrapper and reads cargo's output
    }
    environment.insert(QStringLiteral("CARGO"), request.toolchain.cargo);
    const QString programs = QFileInfo(request.toolchain.cargo).absolutePath();
    environment.insert(QStringLiteral("PATH"), programs + QLatin1Char(':') + environment.value(QStringLiteral("PATH")));
    return environment;
}

/// Tests are run on this machine, whatever the handler is for.
BuildFolder testsFolder(const Paths &paths, const AnalyzerRequest &request)
{
    BuildFolder folder = analyzerFolder(paths, request);
    const CompileRequest compile{.projectKey = request.projectKey, .sourceFolder = request.sourceFolder};
    folder.build = buildFolderOf(paths, compile, request.toolchain).build;
    folder.target = folder.root + QStringLiteral("/tests");
    return folder;
}

/// As in a compile, so that its crates are taken.
QStringList testArguments()
{
    return {QStringLiteral("--target"), targetTriple(RustTarget::Native),
            QStringLiteral("--config"), QStringLiteral("profile.dev.package.ignite.incremental=false"),
            QStringLiteral("--config"), QStringLiteral("profile.dev.package.ignite-macros.incremental=false")};
}

QProcessEnvironment testEnvironmentOf(const BuildFolder &folder, const AnalyzerRequest &request)
{
    const CompileRequest compile{.projectKey = request.projectKey,
                                 .sourceFolder = request.sourceFolder,
                                 .target = RustTarget::Native,
                                 .profile = Profile::Dev};
    QProcessEnvironment environment = cargoEnvironment(folder, compile, request.toolchain, request.manifest.toUtf8(),
                                                       QProcessEnvironment::systemEnvironment());
    environment.insert(QStringLiteral("CARGO"), request.toolchain.cargo);
    return environment;
}

QString platformVersion()
{
    return platformRust().toString().section(u'.', 0, 1);
}

Result<CheckCopy> checkCopyFor(const BuildFolder &folder, const AnalyzerRequest &request, const SdkLayout &sdk)
{
    CheckCopy copy = request.checkCopy;
    copy.lockfile = folder.root + QStringLiteral("/Cargo.lock");
    copy.sdkPath = sdk.crate;
    copy.platformRust = platformVersion();
    copy.paths = checkedPaths(request.sourceFolder);
    if (copy.lock && QFileInfo(copy.folder).path() == folder.root) {
        return copy;
    }
    return lockCheckFolder(copy, folder.root).transform([&] { return copy; });
}

/// `cargo check` of the copy, with the messages that a language server reads. The environment names the folders.
Json checkCommand(const AnalyzerProject &project, RustTarget target, const QString &check)
{
    Json command = Json::array({project.environment.value(QStringLiteral("CARGO")), check, "--manifest-path",
                                project.checkCopy.folder + QStringLiteral("/Cargo.toml"), "--all-targets",
                                "--keep-going", "--message-format=json-diagnostic-rendered-ansi"});
    if (target == RustTarget::Wasm) {
        command.push_back("--target");
        command.push_back(targetTriple(target));
    }
    return command;
}

Json checkedPathsJson(const CheckCopy &copy)
{
    Json paths = Json::object();
    for (const auto &[from, to] : copy.paths.asKeyValueRange()) {
        paths[from.toStdString()] = to;
    }
    return paths;
}

} // namespace

Result<AnalyzerProject> prepareAnalyzerProject(const Paths &paths, const AnalyzerRequest &request)
{
    const BuildFolder folder = analyzerFolder(paths, request);
    const auto sdk = layOutSdk(paths, SdkVariant::Linked);
    if (!sdk) {
        return std::unexpected(sdk.error());
    }
    for (const QString &path : {folder.root, folder.temporary}) {
        if (const auto made = makeFolder(path); !made) {
            return std::unexpected(made.error());
        }
    }
    if (const auto made = makeBuildFolder(folder); !made) {
        return std::unexpected(made.error());
    }
    const auto text = analyzerManifest(request.manifest, {.folder = request.sourceFolder,
                                                          .files = rustFiles(request.sourceFolder),
                                                          .sdkPath = sdk->crate,
                                                          .platformRust = platformVersion()});
    if (!text) {
        return std::unexpected(text.error());
    }
    if (const auto seeded = seedLockfile(folder, request, *sdk); !seeded) {
        return std::unexpected(seeded.error());
    }
    const QString manifest = folder.root + QStringLiteral("/Cargo.toml");
    if (const auto written = writeIfChanged(manifest, text->toUtf8()); !written) {
        return std::unexpected(written.error());
    }
    const auto copy = checkCopyFor(folder, request, *sdk);
    if (!copy) {
        return std::unexpected(copy.error());
    }
    const BuildFolder tests = testsFolder(paths, request);
    return AnalyzerProject{.manifest = manifest,
                           .targetFolder = folder.target,
                           .checkCopy = *copy,
                           .environment = environmentOf(folder, request),
                           .testEnvironment = testEnvironmentOf(tests, request),
                           .testArguments = testArguments()};
}

Json analyzerSettings(const AnalyzerProject &project, RustTarget target, bool isTrusted, const QString &check)
{
    Json cargo{
        {"targetDir", project.targetFolder}, {"buildScripts", Json{{"enable", isTrusted}}}, {"allTargets", true}};
    if (target == RustTarget::Wasm) {
        cargo["target"] = targetTriple(target);
    }
    const QString command = check == QLatin1String("clippy") ? check : QStringLiteral("check");
    return {{"linkedProjects", Json::array({project.manifest})},
            {"cargo", std::move(cargo)},
            {"procMacro", Json{{"enable", isTrusted}}},
            {"checkOnSave", false}, // it is told when the copy is up to date
            {"check", Json{{"overrideCommand", checkCommand(project, target, command)}}},
            {"diagnostics", Json{{"remapPrefix", checkedPathsJson(project.checkCopy)}}},
            {"files", Json{{"watcher", "server"}}},
            {"workspace", Json{{"symbol", Json{{"search", Json{{"kind", "all_symbols"}, {"limit", 400}}}}}}},
            {"completion", Json{{"fullFunctionSignatures", Json{{"enable", false}}}}}};
}

} // namespace studio
