// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"
#include "core/base/task.h"
#include "core/model/cargo_manifest.h"
#include "core/model/manifest_settings.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace studio {

class Compiler;
class DocumentStore;
struct CratePackage;
struct DependencySpec;

/// A requirement that is to be another.
struct RequirementChange
{
    Dependency dependency; ///< as Cargo.toml has it
    QString requirement;   ///< what it becomes

    bool operator==(const RequirementChange &) const = default;
};

/// The Cargo.toml of the open project: what is read of it, as it is in the editor or else on disk, and its changes,
/// which go through the editor and are saved. Main thread.
class ManifestEditor : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it. `compiler` is asked for the toolchain whose cargo asks the registry.
    ManifestEditor(DocumentStore *documents, Compiler *compiler, QObject *parent = nullptr);
    ~ManifestEditor() override;

    /// Cargo.toml of another project; what is asked of a registry for the one before is dropped.
    void setFolder(const QString &folder);
    [[nodiscard]] QString path() const; ///< absolute

    [[nodiscard]] const Manifest &manifest() const { return m_manifest; } ///< the last one that could be read
    /// Why Cargo.toml cannot be read as it is now; nothing where it can.
    [[nodiscard]] const std::optional<Error> &readError() const { return m_readError; }

    /// Adds crates, or changes those that are listed, as `cargo add` does: all of them or none. `line` is what cargo
    /// takes, "serde@1 -F derive", a whole "cargo add …" line, or lines of TOML. Asks the registry for the newest
    /// version where none is given. InvalidArgument: what is no dependency, or is none that can be added here.
    /// NotFound, Unavailable: of the registry. Cancelled: another project is open by now.
    Task<bool> addCrate(QString line);
    /// NotFound: Cargo.toml has no such dependency any more.
    Task<bool> removeCrate(Dependency dependency);

    // One value of a listed dependency, as core/manifest/dependency_edits.h changes it; failed() tells what is refused.
    Task<bool> setRequirement(Dependency dependency, QString requirement);
    /// All of them as one edit. A dependency that is gone, or has another requirement by now, stays as it is.
    Task<bool> setRequirements(QList<RequirementChange> changes);
    Task<bool> setFeature(Dependency dependency, QString feature, bool isOn);
    Task<bool> setDefaultFeatures(Dependency dependency, bool isOn);
    Task<bool> setOptional(Dependency dependency, bool isOptional);
    Task<bool> moveCrate(Dependency dependency, DependencyTable table);
    /// Writes one that the compiler injects into Cargo.toml, as it is injected.
    Task<bool> makeExplicit(Dependency injected);
    /// In the history of its editor; failed() tells where there is none.
    Task<bool> step(bool isBack);

    /// What the text says besides its dependencies. InvalidArgument where it is no TOML.
    [[nodiscard]] Result<ManifestSettings> settings() const;
    /// What holds where a profile does not have the key, as Cargo.toml writes it without quotes: what a compile here
    /// sets, else Cargo's default.
    static QString profileDefault(const QString &key, Profile profile, RustTarget target);
    // One value of that, as core/manifest/setting_edits.h changes it; failed() tells what is refused.
    Task<bool> setSetting(QStringList path, ManifestValue value);
    Task<bool> setLint(LintSetting lint);
    Task<bool> setPatch(PatchSetting patch);
    Task<bool> removePatch(PatchSetting patch);

Q_SIGNALS:
    /// manifest() or readError() may be another: after each change of the text, at once.
    void textRead();
    void manifestChanged();                  ///< the same, when typing has paused
    void busy(const QString &what);          ///< "Asking the registry about serde…"; empty when the answer is there
    void failed(const studio::Error &error); ///< what a change ended with

private:
    void read();
    void readText();
    Task<bool> change(std::function<Result<QString>(const QString &text)> edit);
    Result<bool> report(Result<bool> result);
    Task<bool> apply(Result<QString> text);
    Task<bool> add(QList<DependencySpec> specs);
    Task<DependencySpec> resolve(DependencySpec spec, QString text, Manifest manifest);
    Task<DependencySpec> resolveSource(DependencySpec spec, Manifest manifest);
    Task<DependencySpec> askRegistry(DependencySpec spec);
    Task<CratePackage> askRepository(DependencySpec spec);
    static bool changesAnything(const DependencySpec &spec);
    static std::unexpected<Error> nothingToChange(const Dependency &listed);

    DocumentStore *m_documents;
    Compiler *m_compiler;
    QString m_folder;
    Manifest m_manifest;
    std::optional<Error> m_readError;
    QTimer m_textTimer; ///< the keys of one event are read together
    QTimer m_readTimer; ///< until typing pauses
};

} // namespace studio
