// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/step_clock.h"

#include <algorithm>
#include <utility>

namespace studio::compiler {

namespace {

void addTime(QList<StepTime> &steps, CompileStep step, double milliseconds)
{
    const auto known = std::ranges::find(steps, step, &StepTime::step);
    if (known == steps.end()) {
        steps.append({step, milliseconds});
    } else {
        known->milliseconds += milliseconds;
    }
}

} // namespace

StepClock::StepClock(CompileObserver observer) : m_observer(std::move(observer))
{
    m_timer.start();
    if (m_observer.step) {
        m_observer.step(m_step);
    }
}

void StepClock::begin(CompileStep step)
{
    if (step == m_step) {
        return;
    }
    const double time = now();
    addTime(m_timing.steps, m_step, time - m_begun);
    m_step = step;
    m_begun = time;
    if (m_observer.step) {
        m_observer.step(step);
    }
}

void StepClock::addUnits(QList<CompiledUnit> units, double agoMs)
{
    const double begun = now() - agoMs;
    for (CompiledUnit &unit : units) {
        unit.startMs += begun;
    }
    m_timing.units += units;
}

CompileTiming StepClock::timing() const
{
    CompileTiming timing = m_timing;
    timing.milliseconds = now();
    addTime(timing.steps, m_step, timing.milliseconds - m_begun);
    return timing;
}

CompileObserver StepClock::observe(const std::shared_ptr<StepClock> &clock)
{
    CompileObserver observer = clock->m_observer;
    observer.step = [clock](CompileStep step) { clock->begin(step); };
    observer.units = [clock](const QList<CompiledUnit> &units, double agoMs) { clock->addUnits(units, agoMs); };
    observer.timing = {};
    return observer;
}

} // namespace studio::compiler
