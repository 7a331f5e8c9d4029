// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"

#include <QObject>

namespace studio {

/// What a Run, a Compile or a Publish writes while it compiles, as one stream: for a console, a terminal. One at a
/// time. Main thread.
class BuildOutput : public QObject
{
    Q_OBJECT

public:
    enum class Outcome {
        Succeeded,
        Failed,
        Cancelled, ///< it was stopped, which is no failure
    };
    Q_ENUM(Outcome)

    using QObject::QObject;

    int begin(const QString &title); ///< its number, which current() tells until another one begins
    void appendLine(const QString &line);
    void setProgress(int done, int total, const QString &unit);
    void setStep(CompileStep step);
    void setTiming(const CompileTiming &timing);
    void end(Outcome outcome, const QString &summary);

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] int current() const { return m_current; }

Q_SIGNALS:
    void begun(const QString &title); ///< "Compile · native"; the diagnostics of the compile before are gone
    void line(const QString &line);   ///< with ANSI colours; may hold several lines
    void progress(int done, int total, const QString &unit); ///< crates; total 0 when unknown
    void stepBegun(studio::CompileStep step);
    void timed(const studio::CompileTiming &timing); ///< before ended(); not where it was cancelled, or runs elsewhere
    /// With "Compiled in 1.2 s" or the error's sentence. Its diagnostics are all in the workspace's DiagnosticList.
    void ended(studio::BuildOutput::Outcome outcome, const QString &summary);

private:
    bool m_isRunning = false;
    int m_current = 0;
};

} // namespace studio
