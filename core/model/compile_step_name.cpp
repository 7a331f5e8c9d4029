// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/compile_step_name.h"

#include "core/base/display.h"

#include <QCoreApplication>

namespace studio {

namespace {

struct StepNames
{
    Q_DECLARE_TR_FUNCTIONS(studio::StepNames)
};

} // namespace

QString stepName(CompileStep step)
{
    switch (step) {
    case CompileStep::Prepare:
        return StepNames::tr("prepare");
    case CompileStep::Resolve:
        return StepNames::tr("resolve");
    case CompileStep::Fetch:
        return StepNames::tr("fetch");
    case CompileStep::Compile:
        return StepNames::tr("compile");
    case CompileStep::Link:
        return StepNames::tr("link");
    case CompileStep::Precompile:
        return StepNames::tr("precompile");
    case CompileStep::Keep:
        return StepNames::tr("keep");
    }
    return {};
}

QString stepTimeText(const StepTime &step)
{
    return StepNames::tr("%1 %2").arg(stepName(step.step), millisecondsText(step.milliseconds));
}

} // namespace studio
