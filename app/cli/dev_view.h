// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/line_writer.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/model/diagnostic.h"
#include "core/model/invocation.h"
#include "core/model/log_line.h"
#include "core/workspace/build_output.h"

namespace studio::cli {

/// What `ignite dev` writes. On stdout what it is asked for: the address, each call, the answers to the payload; as
/// documents where the session writes such. On stderr what the compiler and the handler write. The lines of a call and
/// its result begin with the same end of its execution id, in one colour where the terminal has any.
class DevView
{
public:
    explicit DevView(const Session &session);

    void showAddress(const QString &address, const QString &project, RustTarget target);
    void showChange(const QStringList &files); ///< what the next compile is about
    void showDiagnostic(const Diagnostic &diagnostic);
    void showProgress(int done, int total, const QString &unit);
    void showOutcome(BuildOutput::Outcome outcome, const QString &summary);
    void showReady();
    void showLines(const QList<LogLine> &lines);
    void showCall(const HttpRequest &request, const Invocation &invocation);
    void showRefusal(const HttpRequest &request, const Error &error);
    void showBody(const HttpResponse &response); ///< the answer to the payload
    void say(const QString &sentence);           ///< on stderr

private:
    void print(const Json &json, const QString &line);
    void writeOut(const QString &lines);
    void writeError(const QString &lines);
    [[nodiscard]] QString mark(const QString &executionId, bool colours) const;

    const Session &m_session;
    const bool m_coloursOut;
    const bool m_coloursErr;
    ProgressLine m_progress;
    // A pipe may be full; a terminal is written to at once, in turn with the progress line.
    std::unique_ptr<LineWriter> m_out;
    std::unique_ptr<LineWriter> m_error;
};

} // namespace studio::cli
