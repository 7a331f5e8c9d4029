// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/cargo_run.h"
#include "core/compiler/link_watch.h"
#include "core/model/compile_observer.h"

#include <memory>
#include <optional>

namespace studio::compiler {

/// How far a run of cargo is. Each unit that is done is a message of cargo's; how many there are altogether only its
/// progress bar says, which it first draws after half a second. Until then it is as many as the last time. Main thread.
class BuildProgress
{
public:
    /// `knownUnits`: of the last build of this project; 0 where there is none. `job` outlives it.
    BuildProgress(const BuildJob &job, const CompileObserver &observer, int knownUnits);

    /// Compile, or Fetch for a run that may fetch first.
    void begin(CompileStep first);
    void take(const CargoMessage &message);
    void takeBar(const CargoProgress &bar);
    [[nodiscard]] int done() const { return m_done; }

private:
    void compile();
    void tell();

    const BuildJob &m_job;
    const CompileObserver &m_observer;
    std::optional<LinkWatch> m_link; ///< once the program is all that is left
    QString m_unit;                  ///< that is being compiled
    int m_done = 0;
    int m_total;
    bool m_isCompiling = false;
};

} // namespace studio::compiler
