// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/base/target.h"
#include "core/base/task.h"
#include "core/compiler/component.h"
#include "core/compiler/lockfile.h"
#include "core/model/compile_observer.h"
#include "core/toolchain/toolchain.h"

#include <QByteArray>
#include <QMap>

#include <functional>
#include <memory>
#include <optional>

namespace studio {

/// What to compile.
struct CompileRequest
{
    QString projectKey;   ///< names the warm build folder: the app's id, or the absolute path of a project
    QString sourceFolder; ///< the author's files; never written to
    RustTarget target = RustTarget::Native;
    Profile profile = Profile::Dev;
    QString toolchain; ///< a wanted version, empty for the platform's
    /// Taken instead of a file's own content, by its path relative to the folder: what is not saved, or only tried.
    /// With a Cargo.lock the project is resolved from it, each time anew.
    QMap<QString, QByteArray> texts = {};

    bool operator==(const CompileRequest &) const = default;
};

/// What was compiled.
struct Artifact
{
    QString path;      ///< absolute; a copy that later compiles do not touch
    QByteArray sha256; ///< lower-case hex
    qint64 size = 0;   ///< bytes
    RustTarget target = RustTarget::Native;
    Profile profile = Profile::Dev;
    QString rustVersion;          ///< "1.97.1"
    QStringList libraryPaths;     ///< folders the dynamic loader needs (dev profile only)
    QByteArray sourceHash;        ///< SHA-256 over the compiled source files
    QList<LockedCrate> crates;    ///< the versions of the lockfile
    ComponentInterface interface; ///< of a component: what it asks of its host
    qint64 compileMs = 0;

    bool operator==(const Artifact &) const = default;
};

/// What a command of cargo left, which ended well.
struct CargoOutput
{
    QByteArray output;   ///< its stdout, at most 64 MiB
    QByteArray lockfile; ///< the build folder's, as the command left it
    QString folder;      ///< the build folder's copy of the project, which paths in the output are below

    bool operator==(const CargoOutput &) const = default;
};

/// Turns an author's folder into an artifact in a build folder that is kept warm per project (DESIGN: The swap; What is
/// shared between compiles). One object serves many projects, one compile a project at a time. Main thread.
class Compiler
{
public:
    explicit Compiler(Paths paths);
    ~Compiler();

    [[nodiscard]] const Paths &paths() const; ///< as it was made with

    /// InvalidArgument: no or broken Cargo.toml, no handler. Unavailable: no toolchain, no network. CompileFailed: the
    /// diagnostics say why. Cancelled. ResourceExhausted: disk full.
    Task<Artifact> compile(CompileRequest request, CompileObserver observer, std::stop_token stop = {});

    /// Runs another command of cargo, such as `metadata`, on the project as it is compiled: the injected crates are
    /// there, and the versions of its lockfile. Nothing of the project runs, unless the command compiles. Errors as
    /// compile().
    Task<CargoOutput> runCargoCommand(CompileRequest request, QStringList arguments, CompileObserver observer = {},
                                      std::stop_token stop = {});

    /// Runs Clippy on the project as it is compiled; the number of what it finds, which the observer is told.
    /// Unavailable: it is not installed, which the error says how to change. Else errors as compile().
    Task<int> lint(CompileRequest request, CompileObserver observer, std::stop_token stop = {});

    /// What is wanted where a request asks for none; empty for the nearest to the platform's.
    void setWantedToolchain(const QString &wanted);
    /// The toolchain that a compile for this target would use.
    Task<ToolchainChoice> toolchain(RustTarget target, QString wanted = {});

private:
    class Private;
    std::shared_ptr<Private> d; ///< shared with the compiles that run: they may outlive the object
};

} // namespace studio
