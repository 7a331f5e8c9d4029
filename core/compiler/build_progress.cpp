// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build_progress.h"

#include <algorithm>
#include <utility>

namespace studio::compiler {

BuildProgress::BuildProgress(const BuildJob &job, const CompileObserver &observer, int knownUnits)
    : m_job(job), m_observer(observer), m_total(knownUnits)
{
}

void BuildProgress::begin(CompileStep first)
{
    if (first == CompileStep::Compile) {
        compile();
    } else if (m_observer.step) {
        m_observer.step(first);
    }
}

void BuildProgress::compile()
{
    if (m_observer.step && !std::exchange(m_isCompiling, true)) {
        m_observer.step(CompileStep::Compile);
    }
    tell();
}

void BuildProgress::take(const CargoMessage &message)
{
    if (std::holds_alternative<BuiltTarget>(message) || std::holds_alternative<ScriptRun>(message)) {
        ++m_done;
        compile();
    }
}

void BuildProgress::takeBar(const CargoProgress &bar)
{
    if (bar.isFetch) {
        if (m_observer.step && std::exchange(m_isCompiling, false)) {
            m_observer.step(CompileStep::Fetch);
        }
    } else if (bar.total > 0) {
        m_total = bar.total;
        m_unit = bar.unit;
        compile();
    } else if (m_observer.progress) { // it waits for another cargo
        m_observer.progress(0, 0, bar.unit);
    }
}

void BuildProgress::tell()
{
    m_total = std::max(m_total, m_total > 0 ? m_done : 0);
    if (m_observer.progress) {
        m_observer.progress(m_done, m_total, m_unit);
    }
    if (m_observer.step && !m_link && m_total > 0 && m_done == m_total - 1) {
        m_link.emplace(m_job, [this] { m_observer.step(CompileStep::Link); });
    }
}

} // namespace studio::compiler
