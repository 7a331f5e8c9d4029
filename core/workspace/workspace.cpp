// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/workspace.h"

#include "core/api/compute_service.h"
#include "core/base/names.h"
#include "core/compiler/compiler.h"
#include "core/project/project.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/compile_history.h"
#include "core/workspace/crate_lookup.h"
#include "core/workspace/crate_search.h"
#include "core/workspace/crate_trials.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_explanations.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/diagnostic_prints.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_answers.h"
#include "core/workspace/manifest_checks.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/navigation.h"
#include "core/workspace/project_watch.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/schema_answers.h"

#include <QDir>
#include <QFileInfo>

namespace studio {

class Workspace::Private
{
public:
    Private(Workspace *owner, const Services &theServices)
        : q(owner)
        , services(theServices)
        , manifest(&documents, theServices.compiler)
        , crates(theServices.compiler)
        , explanations(owner, theServices.compiler)
    {
    }

    void takeName();
    [[nodiscard]] QString folderName() const { return QFileInfo(folder).fileName(); }

    Workspace *q;
    Services services;
    QString folder;
    std::optional<Error> projectError;
    QString packageName;
    QString handlerFile = QStringLiteral("src/lib.rs"); ///< relative
    ComputeService *remote = nullptr;
    QString organization = defaultOrganization; ///< of the platform
    QString remoteName;
    DocumentStore documents;
    DiagnosticList diagnostics;
    BuildOutput output;
    ManifestEditor manifest;
    Navigation navigation;
    CrateLookup crates;
    CrateSearch crateSearch{&crates};
    DiagnosticExplanations explanations;
    SavedRequests savedRequests;
    RequestRuns requestRuns{&savedRequests};
    // Last: they use all others.
    std::unique_ptr<ManifestAnswers> manifestAnswers;
    std::unique_ptr<ManifestChecks> manifestChecks;
    std::unique_ptr<SchemaAnswers> schemaAnswers;
    std::unique_ptr<DiagnosticPrints> prints;
    std::unique_ptr<BuildActions> actions;
    std::unique_ptr<ProjectWatch> watch;
    std::unique_ptr<CompileHistory> history;
    std::unique_ptr<CrateTrials> trials;
};

/// The package may be renamed while the project is open.
void Workspace::Private::takeName()
{
    if (!manifest.readError() && packageName != manifest.manifest().packageName) {
        packageName = manifest.manifest().packageName;
        services.loop->setProject(folder, q->localAppId().functionId());
        Q_EMIT q->appIdChanged();
    }
}

Workspace::Workspace(const Services &services, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, services))
{
    d->manifestAnswers = std::make_unique<ManifestAnswers>(this, &d->crates);
    d->manifestChecks = std::make_unique<ManifestChecks>(this, &d->crates, services.compiler);
    d->schemaAnswers = std::make_unique<SchemaAnswers>(this);
    d->prints = std::make_unique<DiagnosticPrints>(this);
    d->actions = std::make_unique<BuildActions>(this, services.platform, services.compiler);
    d->watch = std::make_unique<ProjectWatch>(this);
    d->history = std::make_unique<CompileHistory>(
        this, services.compiler ? services.compiler->paths().data + QStringLiteral("/compiles") : QString());
    d->trials = std::make_unique<CrateTrials>(this, services.compiler);
    connect(&d->manifest, &ManifestEditor::manifestChanged, this, [this] { d->takeName(); });
    // What is looked at is the project's own app, until another one is chosen.
    const auto lookAtOwnApp = [this] {
        if (isOpen()) {
            d->navigation.setApp(appId());
        }
    };
    connect(this, &Workspace::opened, this, lookAtOwnApp);
    connect(this, &Workspace::appIdChanged, this, lookAtOwnApp);
    connect(this, &Workspace::platformChanged, this, lookAtOwnApp);
    connect(d->actions.get(), &BuildActions::runBegun, this, lookAtOwnApp);
    connect(&d->documents, &DocumentStore::documentSaved, this, [this](const QString &path) {
        const QString relative = path.startsWith(d->folder + u'/') ? path.sliced(d->folder.size() + 1) : QString();
        if (isOpen() && !relative.isEmpty() && !d->savedRequests.holds(relative)) {
            d->services.loop->noticeChange();
        }
    });
}

Workspace::~Workspace() = default;

Result<void> Workspace::open(const QString &folder)
{
    const auto project = readProject(folder);
    if (!project && project.error().code == ErrorCode::NotFound) {
        return std::unexpected(project.error());
    }
    const QString canonical = project ? project->folder : QFileInfo(folder).canonicalFilePath();
    if (isOpen()) {
        Q_EMIT closing();
    }
    if (d->folder != canonical) {
        d->diagnostics.clear();
        d->requestRuns.reset(); // secrets of one project are not sent by another
    }
    d->folder = canonical;
    d->projectError = project ? std::nullopt : std::optional(project.error());
    d->packageName = project ? project->name : QString();
    d->handlerFile = project && !project->handlerFile.isEmpty() ? project->handlerFile : QStringLiteral("src/lib.rs");
    d->services.loop->setProject(d->folder, localAppId().functionId());
    d->manifest.setFolder(d->folder);
    d->savedRequests.setProject(d->folder);
    Q_EMIT opened(d->folder);
    return {};
}

const std::optional<Error> &Workspace::projectError() const
{
    return d->projectError;
}

bool Workspace::isOpen() const
{
    return !d->folder.isEmpty();
}

QString Workspace::folder() const
{
    return d->folder;
}

QString Workspace::name() const
{
    return d->packageName.isEmpty() ? d->folderName() : d->packageName;
}

QString Workspace::handlerFile() const
{
    return absolutePath(d->handlerFile);
}

QString Workspace::absolutePath(const QString &relative) const
{
    return QDir(d->folder).absoluteFilePath(relative);
}

AppId Workspace::appId() const
{
    return {d->organization, name()};
}

AppId Workspace::localAppId() const
{
    return {defaultOrganization, name()};
}

RustTarget Workspace::target() const
{
    return d->services.loop->target();
}

void Workspace::setTarget(RustTarget target)
{
    if (d->services.loop->target() != target) {
        d->services.loop->setTarget(target);
        Q_EMIT targetChanged(target);
    }
}

ComputeService *Workspace::platform() const
{
    return d->remote ? d->remote : d->services.platform;
}

ComputeService *Workspace::localPlatform() const
{
    return d->services.platform;
}

QString Workspace::platformName() const
{
    return d->remote ? d->remoteName : tr("the embedded platform");
}

bool Workspace::isPlatformRemote() const
{
    return d->remote != nullptr;
}

void Workspace::setPlatform(ComputeService *remote, const QString &organization, const QString &name)
{
    const AppId before = appId();
    d->remote = remote;
    d->organization = remote ? organization : defaultOrganization;
    d->remoteName = name;
    Q_EMIT platformChanged();
    if (before != appId()) {
        Q_EMIT appIdChanged();
    }
}

DocumentStore *Workspace::documents() const
{
    return &d->documents;
}

CrateSearch *Workspace::crateSearch() const
{
    return &d->crateSearch;
}

Compiler *Workspace::compiler() const
{
    return d->services.compiler;
}

CrateTrials *Workspace::crateTrials() const
{
    return d->trials.get();
}

ManifestEditor *Workspace::manifest() const
{
    return &d->manifest;
}

QList<lsp::AnswerSource *> Workspace::answerSources() const
{
    return {d->manifestAnswers.get(), d->schemaAnswers.get()};
}

DiagnosticList *Workspace::diagnostics() const
{
    return &d->diagnostics;
}

DiagnosticExplanations *Workspace::explanations() const
{
    return &d->explanations;
}

BuildOutput *Workspace::output() const
{
    return &d->output;
}

BuildActions *Workspace::actions() const
{
    return d->actions.get();
}

CompileHistory *Workspace::history() const
{
    return d->history.get();
}

ProjectWatch *Workspace::watch() const
{
    return d->watch.get();
}

DevLoop *Workspace::loop() const
{
    return d->services.loop;
}

Navigation *Workspace::navigation() const
{
    return &d->navigation;
}

SavedRequests *Workspace::savedRequests() const
{
    return &d->savedRequests;
}

RequestRuns *Workspace::requestRuns() const
{
    return &d->requestRuns;
}

} // namespace studio
