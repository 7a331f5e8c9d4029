// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build_reader.h"

#include "core/compiler/rustc_advice.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

/// ".../registry/src/…/mio-1.0.4/Cargo.toml" → "mio".
QString crateOf(const QString &manifest)
{
    static const QRegularExpression version(QStringLiteral("-\\d+\\.\\d+\\.\\d+.*$"));
    return QFileInfo(manifest).dir().dirName().remove(version);
}

} // namespace

BuildReader::BuildReader(const BuildJob &job, const CompileObserver &observer, BuildOutcome &outcome)
    : m_observer(observer)
    , m_outcome(outcome)
    , m_isWasm(job.request.target == RustTarget::Wasm)
    , m_manifest(job.folder.source + QStringLiteral("/Cargo.toml"))
    , m_source(job.folder.source + QLatin1Char('/'))
    , m_programs(job.folder.target + QLatin1Char('/'))
{
}

void BuildReader::read(const CargoMessage &message)
{
    if (const auto *target = std::get_if<BuiltTarget>(&message)) {
        addTarget(*target);
    } else if (const auto *said = std::get_if<CompilerMessage>(&message)) {
        addMessage(*said);
    }
}

void BuildReader::addTarget(const BuiltTarget &target)
{
    if (m_outcome.built.crates.size() >= mostTargets) {
        return;
    }
    m_outcome.built.crates << target.package;
    const bool isProgram = target.manifest == m_manifest && target.kinds.contains(QStringLiteral("bin"));
    if (isProgram && target.files.value(0).startsWith(m_programs)) { // anything can be written in a message
        m_outcome.built.program = target.files.front();
    } else if (!target.kinds.contains(QStringLiteral("proc-macro"))) {
        m_outcome.built.libraries << target.files.filter(QStringLiteral(".so"));
    }
}

void BuildReader::addMessage(const CompilerMessage &said)
{
    const bool isOurs = said.manifest.startsWith(m_source);
    const bool isError = said.diagnostic.severity == Severity::Error;
    if (!isOurs && !isError) {
        return; // a warning in somebody else's crate
    }
    if (said.diagnostic.code == QLatin1String("E0601")) {
        m_outcome.noMain = said;
        return;
    }
    CompilerMessage told = said;
    if (isError && !said.isSummary) {
        if (isOurs) {
            advise(told);
        }
        if (m_outcome.errors.size() < mostProblems) {
            m_outcome.errors << told;
        }
    }
    if (!isOurs && m_isWasm) {
        keepForeign(told);
        return;
    }
    for (const QString &line : told.diagnostic.rendered.split(QLatin1Char('\n'))) {
        say(m_observer, line);
    }
    if (m_observer.diagnostic && !said.isSummary) {
        tellProblem(told.diagnostic);
    }
}

void BuildReader::tellProblem(const Diagnostic &problem)
{
    if (m_problems < mostProblems) {
        m_observer.diagnostic(problem);
    } else if (m_problems == mostProblems) {
        say(m_observer, QStringLiteral("note: More than %1 problems: the rest is not listed.").arg(mostProblems));
    }
    ++m_problems;
}

/// Told later, below what it means.
void BuildReader::keepForeign(const CompilerMessage &said)
{
    if (m_outcome.foreignCrate.isEmpty()) {
        m_outcome.foreignCrate = crateOf(said.manifest);
        m_outcome.foreignWords = said.diagnostic.message;
    }
    if (m_outcome.foreignLines.size() < mostForeignLines) {
        m_outcome.foreignLines += said.diagnostic.rendered.split(QLatin1Char('\n'));
    }
}

} // namespace studio::compiler
