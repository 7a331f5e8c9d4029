// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build.h"
#include "core/compiler/cargo_run.h"

namespace studio::compiler {

/// What one run of `cargo rustc` said and left behind.
struct BuildOutcome
{
    CargoEnd end;
    Built built;
    QList<CompilerMessage> errors;         ///< in order, without summaries and without a missing `main`
    std::optional<CompilerMessage> noMain; ///< "`main` function not found"
    QString foreignCrate;                  ///< the first dependency that does not compile …
    QString foreignWords;                  ///< … and why
    QStringList foreignLines;              ///< what rustc drew of it
};

/// Reads the messages of a build as they come: tells the observer of them and keeps in the outcome what the build's end
/// is judged by. A missing `main` is not reported: what it means depends on the rest. Refers to its arguments.
/// A macro can print messages without an end: how many of them are kept, and how much text, has a limit.
class BuildReader
{
public:
    BuildReader(const BuildJob &job, const CompileObserver &observer, BuildOutcome &outcome);

    static constexpr qsizetype maxProblems = 1'000;
    static constexpr qsizetype maxTargets = 20'000;
    static constexpr qsizetype maxCharacters = 16 << 20; ///< of all messages that are kept

    void read(const CargoMessage &message);

private:
    void addTarget(const BuiltTarget &target);
    void addMessage(const CompilerMessage &said);
    [[nodiscard]] bool isWithinLimit(const CompilerMessage &said);
    void keepForeign(const CompilerMessage &said);

    const CompileObserver &m_observer;
    BuildOutcome &m_outcome;
    qsizetype m_problems = 0;
    qsizetype m_characters = 0;
    bool m_isLimitReported = false;
    bool m_isWasm;
    QString m_manifest;
    QString m_source;
    QString m_programs;
};

} // namespace studio::compiler
