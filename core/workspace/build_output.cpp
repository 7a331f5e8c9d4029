// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/build_output.h"

namespace studio {

int BuildOutput::begin(const QString &title)
{
    m_isRunning = true;
    const int number = ++m_current;
    Q_EMIT begun(title);
    return number;
}

void BuildOutput::appendLine(const QString &text)
{
    Q_EMIT line(text);
}

void BuildOutput::setProgress(int done, int total, const QString &unit)
{
    Q_EMIT progress(done, total, unit);
}

void BuildOutput::setStep(CompileStep step)
{
    Q_EMIT stepBegun(step);
}

void BuildOutput::setTiming(const CompileTiming &timing)
{
    Q_EMIT timed(timing);
}

void BuildOutput::end(Outcome outcome, const QString &summary)
{
    m_isRunning = false;
    Q_EMIT ended(outcome, summary);
}

} // namespace studio
