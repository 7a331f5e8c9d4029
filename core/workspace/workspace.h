// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"
#include "core/base/task.h"
#include "core/model/app.h"

#include <QObject>

#include <memory>

namespace studio {

class BuildActions;
class BuildOutput;
class CompileHistory;
class Compiler;
class ComputeService;
class CrateSearch;
class CrateTrials;
class DevLoop;
class DiagnosticExplanations;
class DiagnosticList;
class DocumentStore;
class ManifestEditor;
class Navigation;
class ProjectWatch;
class RequestRuns;
class SavedRequests;
namespace lsp {
class AnswerSource;
}

/// One open project, without a window: its documents, its manifest, what is wrong with it, where it is published, and
/// what Run, Compile and Publish do. Views observe it and its parts, which live as long as the workspace; it knows no
/// view. Main thread.
///
///     Workspace workspace({.compiler = &compiler, .loop = &loop, .platform = &platform});
///     workspace.open(folder);
///     co_await workspace.actions()->run();
class Workspace : public QObject
{
    Q_OBJECT

public:
    /// All must outlive the workspace.
    struct Services
    {
        Compiler *compiler = nullptr;
        DevLoop *loop = nullptr;
        ComputeService *platform =
            nullptr; ///< where handlers run, and are published unless setPlatform() says otherwise
    };

    explicit Workspace(const Services &services, QObject *parent = nullptr);
    ~Workspace() override;

    /// Opens another project in the place of the one that is open. NotFound: there is no such folder; nothing is
    /// changed then. A Cargo.toml that is missing or cannot be read is no error, because it can be mended here:
    /// projectError() tells it.
    Result<void> open(const QString &folder);
    /// What is wrong with the project as it was opened: no Cargo.toml, or none that can be read; where a manifest is,
    /// that lies elsewhere. ManifestEditor::readError() tells how it is now.
    [[nodiscard]] const std::optional<Error> &projectError() const;
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] QString folder() const;      ///< absolute and canonical; empty where none is open
    [[nodiscard]] QString name() const;        ///< of the package; of the folder, where Cargo.toml has none
    [[nodiscard]] QString handlerFile() const; ///< absolute: where the handler stands, or would
    [[nodiscard]] QString absolutePath(const QString &relative) const;

    /// Where it is published.
    [[nodiscard]] AppId appId() const;
    /// What its dev instance and its settings on this machine belong to.
    [[nodiscard]] AppId localAppId() const;
    [[nodiscard]] RustTarget target() const;
    void setTarget(RustTarget target); ///< for the next compile; what runs goes on until then

    [[nodiscard]] ComputeService *platform() const; ///< where Publish, versions and calls are; never null
    [[nodiscard]] QString platformName() const;     ///< "the embedded platform", or the remote's name
    [[nodiscard]] bool isPlatformRemote() const;
    [[nodiscard]] ComputeService *localPlatform() const; ///< of this machine, whichever platform() is; never null
    /// A remote, which must live until another one is set; null for the embedded platform.
    void setPlatform(ComputeService *remote, const QString &organization = {}, const QString &name = {});

    [[nodiscard]] DocumentStore *documents() const;
    [[nodiscard]] ManifestEditor *manifest() const;
    [[nodiscard]] CrateSearch *crateSearch() const;
    [[nodiscard]] CrateTrials *crateTrials() const;
    [[nodiscard]] Compiler *compiler() const; ///< never null
    /// Completions and descriptions in Cargo.toml, and in .json files that have a schema.
    [[nodiscard]] QList<lsp::AnswerSource *> answerSources() const;
    [[nodiscard]] DiagnosticList *diagnostics() const;
    [[nodiscard]] DiagnosticExplanations *explanations() const;
    [[nodiscard]] BuildOutput *output() const;
    [[nodiscard]] BuildActions *actions() const;
    [[nodiscard]] ProjectWatch *watch() const;
    [[nodiscard]] CompileHistory *history() const;
    [[nodiscard]] DevLoop *loop() const;
    [[nodiscard]] Navigation *navigation() const;
    [[nodiscard]] SavedRequests *savedRequests() const;
    [[nodiscard]] RequestRuns *requestRuns() const;

Q_SIGNALS:
    void closing();                     ///< another project is about to be opened: save what is kept of this one
    void opened(const QString &folder); ///< folder(), name() and all the rest are those of the new project
    void appIdChanged();                ///< the package was renamed, or the organization is another
    void targetChanged(studio::RustTarget target);
    void platformChanged(); ///< platform() is another: what is shown of it is to be read again

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio
