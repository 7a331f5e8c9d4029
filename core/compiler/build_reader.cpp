// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build_reader.h"

#include "core/compiler/diagnostic_details.h"
#include "core/compiler/rustc_advice.h"
#include "core/compiler/wasm_errors.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

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
    Built &built = m_outcome.built;
    if (built.crates.size() < maxTargets) {
        built.crates << target.package;
    }
    if (target.kinds.contains(QStringLiteral("custom-build")) && target.manifest.startsWith(m_source)) {
        built.hasOwnBuildScript = true;
    }
    const bool isProgram = target.manifest == m_manifest && target.kinds.contains(QStringLiteral("bin"));
    if (isProgram && target.files.value(0).startsWith(m_programs)) { // anything can be written in a message
        built.program = target.files.front();
        return;
    }
    built.hasOwnLibrary = built.hasOwnLibrary || target.manifest.startsWith(m_source);
    if (!target.kinds.contains(QStringLiteral("proc-macro")) && built.libraries.size() < maxTargets) {
        built.libraries << target.files.filter(QStringLiteral(".so"));
    }
}

void BuildReader::addMessage(const CompilerMessage &said)
{
    const bool isOurs = said.manifest.startsWith(m_source);
    const bool isError = said.diagnostic.severity == Severity::Error;
    if (!isOurs && !isError) {
        return; // a warning in a dependency
    }
    if (said.diagnostic.code == QLatin1String("E0601")) {
        m_outcome.noMain = said;
        return;
    }
    CompilerMessage told = said;
    const bool isKept = isWithinLimit(said);
    if (isError && !said.isSummary) {
        if (isOurs) {
            const bool needsBrowser = m_isWasm && std::ranges::any_of(m_outcome.built.crates, isBrowserCrate);
            advise(told, needsBrowser);
        }
        if (isKept) {
            m_outcome.errors << told;
        }
    }
    if (!isOurs && m_isWasm) {
        if (isKept) {
            keepForeign(told);
        }
        return;
    }
    for (const QString &line : told.diagnostic.rendered.split(QLatin1Char('\n'))) {
        say(m_observer, line);
    }
    if (isKept && m_observer.diagnostic && !said.isSummary) {
        m_observer.diagnostic(told.diagnostic);
    }
}

/// Counts the message. Said once where it is too much.
bool BuildReader::isWithinLimit(const CompilerMessage &said)
{
    m_problems += said.isSummary ? 0 : 1;
    m_characters +=
        said.diagnostic.message.size() + said.diagnostic.rendered.size() + detailCharacters(said.diagnostic);
    for (const RustcNote &note : said.notes) {
        m_characters += note.message.size();
    }
    const bool isWithin = m_problems <= maxProblems && m_characters <= maxCharacters;
    if (!isWithin && !std::exchange(m_isLimitReported, true)) {
        say(m_observer,
            QObject::tr("note: Only the first %1 problems that the compiler reports are listed.").arg(m_problems - 1));
    }
    return isWithin;
}

/// Told later, below what it means.
void BuildReader::keepForeign(const CompilerMessage &said)
{
    if (m_outcome.foreignCrate.isEmpty()) {
        m_outcome.foreignCrate = crateOf(said.manifest);
        m_outcome.foreignWords = said.diagnostic.message;
    }
    m_outcome.foreignLines += said.diagnostic.rendered.split(QLatin1Char('\n'));
}

} // namespace studio::compiler
