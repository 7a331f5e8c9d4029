// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trial/crate_trial.h"

#include "core/base/files.h"
#include "core/compiler/build_lock.h"
#include "core/compiler/compiler.h"
#include "core/crates/package_graph.h"
#include "core/trial/trial_folder.h"
#include "core/trial/trial_texts.h"

#include <QDateTime>
#include <QObject>
#include <QSet>

#include <algorithm>
#include <array>

namespace studio {

namespace {

using namespace trial;

constexpr int warmCompiles = 3; ///< the fastest of them counts: anything else on the machine only makes one slower

/// A compile of one side of the comparison.
struct TimedCompile
{
    Artifact artifact;
    double seconds = 0; ///< of cargo alone: finding the toolchain and reading the sources is the same on both sides
};

/// One trial, which lives in the coroutine that awaits it.
class Trial
{
public:
    Trial(const Paths &paths, TrialRequest request, TrialObserver observer, std::stop_token stop)
        : m_compiler(paths), m_request(std::move(request)), m_observer(std::move(observer)), m_stop(std::move(stop))
    {
    }

    Task<CrateVerdict> run();

private:
    enum class Side { Without, With };

    [[nodiscard]] CompileRequest requestFor(Side side, Profile profile);
    [[nodiscard]] CompileObserver observer(double *cargoSeconds) const;
    Task<TimedCompile> compile(Side side, Profile profile = Profile::Dev);
    Task<double> warmSeconds(Side side);
    Task<PackageGraph> resolve(Side side);
    Task<bool> compileWithout();
    QCoro::Task<void> readSources(TrialSources (*read)(const QString &folder));
    Task<bool> resolvePulledCrates();
    Task<bool> cleanPulledCrates();
    Task<bool> measure();
    Task<bool> measureRelease();
    void step(const QString &text) const;
    void recordCrateFailure(const Error &error);

    Compiler m_compiler;
    TrialRequest m_request;
    TrialObserver m_observer;
    std::stop_token m_stop;
    TrialManifests m_manifests;
    TrialSources m_sources;
    CrateVerdict m_verdict;
    QString m_library;            ///< of the crate, as code names it
    std::optional<Error> m_fault; ///< of the crate
    int m_edit = 0;
};

void Trial::step(const QString &text) const
{
    if (m_observer.step) {
        m_observer.step(text);
    }
}

CompileRequest Trial::requestFor(Side side, Profile profile)
{
    const bool isWith = side == Side::With;
    // Each compile is another than the one before, of whichever trial: else cargo has nothing to do.
    const int edit = static_cast<int>((QDateTime::currentMSecsSinceEpoch() + ++m_edit) & 0x7fffffff);
    return {.projectKey = m_request.folder + (isWith ? QStringLiteral(" with") : QStringLiteral(" without")),
            .sourceFolder = m_request.folder,
            .target = m_request.target,
            .profile = profile,
            .toolchain = wantedOf(m_request.toolchain),
            .texts = textsOf(m_sources, isWith ? m_manifests.with : m_manifests.without, isWith ? m_library : QString(),
                             edit)};
}

CompileObserver Trial::observer(double *cargoSeconds) const
{
    return {.progress = m_observer.progress,
            .phase =
                [cargoSeconds](const QString &phase, double milliseconds) {
                    if (phase == QLatin1String("cargo")) {
                        *cargoSeconds = milliseconds / 1000;
                    }
                },
            .waiting = m_observer.step};
}

Task<TimedCompile> Trial::compile(Side side, Profile profile)
{
    TimedCompile timed;
    const auto artifact = co_await m_compiler.compile(requestFor(side, profile), observer(&timed.seconds), m_stop);
    if (!artifact) {
        co_return std::unexpected(artifact.error());
    }
    timed.artifact = *artifact;
    co_return timed;
}

Task<double> Trial::warmSeconds(Side side)
{
    double best = 0;
    for (int i = 0; i < warmCompiles; ++i) {
        const auto timed = co_await compile(side);
        if (!timed) {
            co_return std::unexpected(timed.error());
        }
        best = i == 0 ? timed->seconds : std::min(best, timed->seconds);
    }
    co_return best;
}

/// Nothing of the packages runs for it.
Task<PackageGraph> Trial::resolve(Side side)
{
    const CompileRequest request = requestFor(side, Profile::Dev);
    const auto answer = co_await m_compiler.runCargoCommand(request, metadataArguments(request.target), {}, m_stop);
    if (!answer) {
        co_return std::unexpected(answer.error());
    }
    co_return co_await onWorker([output = answer->output] { return readPackageGraph(output); });
}

QCoro::Task<void> Trial::readSources(TrialSources (*read)(const QString &folder))
{
    m_sources = *co_await onWorker([read, folder = m_request.folder] { return Result<TrialSources>(read(folder)); });
}

/// The project as it is without the crate; where its code needs the crate, an empty handler in its place.
Task<bool> Trial::compileWithout()
{
    step(QObject::tr("Compiling without %1…").arg(m_request.crate.package));
    co_await readSources(ownSources);
    Result<TimedCompile> compiled = fail(ErrorCode::CompileFailed, {});
    if (!m_sources.handlerFile.isEmpty()) {
        compiled = co_await compile(Side::Without);
    }
    const bool isOfCode = !compiled && (compiled.error().code == ErrorCode::CompileFailed ||
                                        compiled.error().code == ErrorCode::InvalidArgument);
    if (isOfCode) {
        m_verdict.isOfEmptyHandler = true;
        co_await readSources(emptySources);
        compiled = co_await compile(Side::Without);
    }
    if (!compiled) {
        co_return std::unexpected(compiled.error());
    }
    const auto warm = co_await warmSeconds(Side::Without);
    if (!warm) {
        co_return std::unexpected(warm.error());
    }
    m_verdict.warmBefore = *warm;
    co_return true;
}

PulledCrate pulled(const GraphPackage &package)
{
    return {.name = package.name,
            .version = package.version,
            .license = package.license,
            .hasBuildScript = package.hasBuildScript,
            .isProcMacro = package.isProcMacro};
}

/// The packages that only the project with the crate needs, the crate first.
QList<PulledCrate> pulledCrates(const PackageGraph &without, const PackageGraph &with, const QString &crate)
{
    QSet<QString> before;
    for (const qsizetype at : without.neededBy(without.root)) {
        before.insert(without.packages[at].name + u' ' + without.packages[at].version);
    }
    QList<PulledCrate> crates;
    for (const qsizetype at : with.neededBy(with.root)) {
        const GraphPackage &one = with.packages[at];
        if (!before.contains(one.name + u' ' + one.version)) {
            crates << pulled(one);
        }
    }
    std::ranges::stable_partition(crates, [&](const PulledCrate &one) { return one.name == crate; });
    return crates;
}

Task<bool> Trial::resolvePulledCrates()
{
    step(QObject::tr("Resolving %1…").arg(m_request.crate.package));
    const auto without = co_await resolve(Side::Without);
    if (!without) {
        co_return std::unexpected(without.error());
    }
    const auto with = co_await resolve(Side::With);
    if (!with) {
        recordCrateFailure(with.error());
        co_return std::unexpected(with.error());
    }
    m_verdict.crates = pulledCrates(*without, *with, m_request.crate.package);
    const QStringList before = without->duplicates();
    for (const QString &one : with->duplicates()) {
        m_verdict.duplicates += before.contains(one) ? QStringList() : QStringList(one);
    }
    for (const PackageEdge &edge : with->root < 0 ? QList<PackageEdge>() : with->packages[with->root].uses) {
        if (const GraphPackage &used = with->packages[edge.package]; used.name == m_request.crate.package) {
            m_verdict.version = used.version;
            m_library = edge.isNormal ? edge.name : QString();
        }
    }
    co_return true;
}

/// What an earlier trial compiled of them would be found again.
Task<bool> Trial::cleanPulledCrates()
{
    if (m_verdict.crates.isEmpty()) {
        co_return true;
    }
    QStringList arguments{QStringLiteral("clean"), QStringLiteral("--offline"), QStringLiteral("--target"),
                          targetTriple(m_request.target)};
    for (const PulledCrate &one : std::as_const(m_verdict.crates)) {
        arguments << QStringLiteral("--package") << one.name + u'@' + one.version;
    }
    const CompileRequest request = requestFor(Side::With, Profile::Dev);
    const auto cleaned = co_await m_compiler.runCargoCommand(request, arguments, {}, m_stop);
    co_return cleaned.transform([](const CargoOutput &) { return true; });
}

Task<bool> Trial::measure()
{
    if (const auto cleaned = co_await cleanPulledCrates(); !cleaned) {
        co_return std::unexpected(cleaned.error());
    }
    step(QObject::tr("Compiling %1 and what it brings…").arg(m_request.crate.package));
    const auto cold = co_await compile(Side::With);
    if (!cold) {
        recordCrateFailure(cold.error());
        co_return std::unexpected(cold.error());
    }
    m_verdict.coldSeconds = std::max(0.0, cold->seconds - m_verdict.warmBefore);
    step(QObject::tr("Compiling again after an edit…"));
    const auto warm = co_await warmSeconds(Side::With);
    if (!warm) {
        co_return std::unexpected(warm.error());
    }
    m_verdict.warmSeconds = *warm;
    co_return co_await measureRelease();
}

Task<bool> Trial::measureRelease()
{
    step(QObject::tr("Compiling for release…"));
    const auto without = co_await compile(Side::Without, Profile::Release);
    if (!without) {
        co_return std::unexpected(without.error());
    }
    const auto with = co_await compile(Side::With, Profile::Release);
    if (!with) {
        recordCrateFailure(with.error());
        co_return std::unexpected(with.error());
    }
    m_verdict.bytesBefore = without->artifact.size;
    m_verdict.bytes = with->artifact.size;
    m_verdict.compiles = true;
    co_return true;
}

/// What cargo says of crates, not of files that it could not write.
bool isAboutCrates(const Error &error)
{
    return std::ranges::none_of(std::array{QLatin1String("failed to remove"), QLatin1String("failed to write"),
                                           QLatin1String("failed to create"), QLatin1String("Permission denied"),
                                           QLatin1String("Read-only file system")},
                                [&](QLatin1String words) { return error.detail.contains(words); });
}

/// Of a failure to resolve or to compile the side with the crate: the verdict tells of it.
void Trial::recordCrateFailure(const Error &error)
{
    if (error.code == ErrorCode::CompileFailed || (error.code == ErrorCode::InvalidArgument && isAboutCrates(error))) {
        m_fault = error;
    }
}

Task<CrateVerdict> Trial::run()
{
    QStringList features = m_request.crate.features;
    features.sort();
    m_verdict = {.package = m_request.crate.package,
                 .version = {},
                 .requirement = m_request.crate.requirement,
                 .source = m_request.crate.source,
                 .features = features,
                 .defaultFeatures = m_request.crate.defaultFeatures,
                 .toolchain = toolchainId(m_request.toolchain),
                 .target = m_request.target,
                 .error = {},
                 .crates = {},
                 .duplicates = {}};
    const auto manifests = trialManifests(m_request.manifest, m_request.crate);
    if (!manifests) {
        co_return std::unexpected(manifests.error());
    }
    m_manifests = *manifests;
    if (const auto compiled = co_await compileWithout(); !compiled) {
        co_return std::unexpected(compiled.error());
    }
    auto done = co_await resolvePulledCrates();
    if (done) {
        done = co_await measure();
    }
    if (!done && !m_fault) { // no fault of the crate
        co_return std::unexpected(done.error());
    }
    m_verdict.error = m_fault ? m_fault->message : QString();
    m_verdict.measuredMs = QDateTime::currentMSecsSinceEpoch();
    co_return m_verdict;
}

} // namespace

Task<CrateVerdict> tryCrate(Paths paths, TrialRequest request, TrialObserver observer, std::stop_token stop)
{
    const Paths own = trialPaths(paths);
    if (auto made = makeFolder(own.cache); !made) {
        co_return std::unexpected(made.error());
    }
    const CompileObserver waiting{.waiting = [observer](const QString &) {
        if (observer.step) {
            observer.step(QObject::tr("Waiting for another trial…"));
        }
    }};
    const auto lock = co_await compiler::lockBuildFolder(own.cache + QStringLiteral("/lock"), waiting, stop);
    if (!lock) {
        co_return std::unexpected(lock.error());
    }
    (void)co_await onWorker([own]() -> Result<bool> { return tidyTrialFolder(own); });
    Trial trial(own, std::move(request), std::move(observer), stop);
    auto verdict = co_await trial.run();
    (void)co_await onWorker([own]() -> Result<bool> { return dropArtifacts(own); });
    co_return verdict;
}

QString verdictFolder(const Paths &paths)
{
    return trialPaths(paths).cache + QStringLiteral("/verdicts");
}

QString toolchainId(const Toolchain &toolchain)
{
    return toolchain.version.toString() + u' ' +
           toolchain.commit.first(std::min<qsizetype>(toolchain.commit.size(), 9));
}

} // namespace studio
