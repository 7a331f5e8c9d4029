// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_observer.h"

#include <QElapsedTimer>

#include <memory>

namespace studio::compiler {

/// Times the steps of one compile: each goes on until another one begins. Main thread.
class StepClock
{
public:
    explicit StepClock(CompileObserver observer);

    void begin(CompileStep step);
    void addUnits(QList<CompiledUnit> units, double agoMs); ///< as CompileObserver::units
    [[nodiscard]] CompileTiming timing() const;

    /// Its observer with the steps and units of this clock, which it keeps. It is told of no timing.
    static CompileObserver observe(const std::shared_ptr<StepClock> &clock);

private:
    [[nodiscard]] double now() const { return static_cast<double>(m_timer.nsecsElapsed()) / 1e6; }

    CompileObserver m_observer;
    QElapsedTimer m_timer;
    CompileTiming m_timing;
    double m_begun = 0;
    CompileStep m_step = CompileStep::Prepare;
};

} // namespace studio::compiler
