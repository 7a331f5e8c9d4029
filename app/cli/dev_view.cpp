// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dev_view.h"

#include "app/cli/text.h"
#include "core/api_json/field_io.h"
#include "core/base/display.h"
#include "core/config/yaml_text.h"

#include <array>
#include <cstdio>
#include <unistd.h>

namespace studio::cli {

namespace {

constexpr qsizetype markLength = 6;

QString coloured(const QString &text, int colour, bool colours)
{
    return colours ? QStringLiteral("\x1b[%1m%2\x1b[0m").arg(colour).arg(text) : text;
}

int colourOf(int status)
{
    constexpr int red = 31;
    constexpr int green = 32;
    constexpr int yellow = 33;
    return status >= 500 ? red : status >= 400 ? yellow : green;
}

QString requestText(const HttpRequest &request)
{
    return terminalText(QString::fromUtf8(request.method + ' ' + request.target));
}

} // namespace

DevView::DevView(const Session &session)
    : m_session(session), m_coloursOut(showsColours(STDOUT_FILENO)), m_coloursErr(showsColours(STDERR_FILENO))
{
    std::fflush(stdout); // what was written there before comes first
    m_out = isTerminal(STDOUT_FILENO) ? nullptr : std::make_unique<LineWriter>(STDOUT_FILENO);
    m_error = isTerminal(STDERR_FILENO) ? nullptr : std::make_unique<LineWriter>(STDERR_FILENO);
}

/// The end of the id: its beginning is the time, and the same for calls that follow one another.
QString DevView::mark(const QString &executionId, bool colours) const
{
    static constexpr std::array palette{36, 35, 34, 32, 33, 96, 95, 94};
    const QString shown = executionId.isEmpty() ? QString(markLength, u' ') : executionId.last(markLength);
    return executionId.isEmpty()
               ? shown
               : coloured(shown, palette[qHash(executionId) % palette.size()], colours); // the same for all its lines
}

void DevView::writeOut(const QString &lines)
{
    if (m_out) {
        m_out->write(lines.toUtf8());
        return;
    }
    m_progress.clear();
    QTextStream(stdout) << lines;
    std::fflush(stdout);
}

void DevView::writeError(const QString &lines)
{
    if (m_error) {
        m_error->write(lines.toUtf8());
        return;
    }
    m_progress.clear();
    QTextStream(stderr) << lines;
}

void DevView::print(const Json &json, const QString &line)
{
    if (!m_session.options.isDocument()) {
        writeOut(line + u'\n');
    } else if (m_session.options.output == OutputFormat::Json) {
        writeOut(QString::fromUtf8(json.toUtf8()) + u'\n'); // one line each
    } else {
        writeOut(QStringLiteral("---\n") + QString::fromUtf8(toYaml(json)));
    }
}

void DevView::say(const QString &sentence)
{
    writeError(terminalText(sentence, true) + u'\n');
}

void DevView::showAddress(const QString &address, const QString &project, RustTarget target)
{
    print({{"address", toUtf8(address)}, {"project", toUtf8(project)}, {"target", toUtf8(targetName(target))}},
          QStringLiteral("%1 · %2 · %3").arg(terminalText(project), targetName(target), address));
}

void DevView::showChange(const QStringList &files)
{
    say(files.isEmpty() ? QStringLiteral("Several files have changed.")
                        : QStringLiteral("%1 changed.").arg(files.join(QStringLiteral(", "))));
}

void DevView::showDiagnostic(const Diagnostic &diagnostic)
{
    const QString text = diagnostic.rendered.isEmpty() ? diagnostic.message : diagnostic.rendered.trimmed();
    writeError(terminalText(m_coloursErr ? text : withoutColours(text), true, m_coloursErr) + u'\n');
}

void DevView::showProgress(int done, int total, const QString &unit)
{
    m_progress.show(unit.isEmpty() ? QStringLiteral("Compiling") : QStringLiteral("Compiling %1").arg(unit), done,
                    total);
}

void DevView::showOutcome(BuildOutput::Outcome outcome, const QString &summary)
{
    m_progress.clear();
    if (outcome != BuildOutput::Outcome::Cancelled) { // by the next change
        say(outcome == BuildOutput::Outcome::Failed ? QStringLiteral("error: ") + summary : summary);
    }
}

void DevView::showReady()
{
    print({{"event", "ready"}}, QStringLiteral("Ready."));
}

void DevView::showLines(const QList<LogLine> &lines)
{
    QString all;
    for (const LogLine &line : lines) {
        const QString text = line.leftOut > 0 ? QStringLiteral("… %1 lines were left out").arg(line.leftOut)
                                              : lineFor(STDERR_FILENO, line.text);
        all += mark(line.executionId, m_coloursErr) + QStringLiteral(" │ ") + text + u'\n';
    }
    writeError(all);
}

void DevView::showCall(const HttpRequest &request, const Invocation &invocation)
{
    const int status = invocation.response.status;
    const QString words = invocation.brokeOff ? QStringLiteral("broke off") : QString::number(status);
    print({{"event", "call"},
           {"executionId", toUtf8(invocation.executionId)},
           {"method", toUtf8(QString::fromUtf8(request.method))},
           {"target", toUtf8(QString::fromUtf8(request.target))},
           {"status", status},
           {"durationMs", static_cast<double>(invocation.timings.total) / 1000.0}},
          QStringLiteral("%1 %2 → %3 · %4")
              .arg(mark(invocation.executionId, m_coloursOut), requestText(request),
                   coloured(words, colourOf(status), m_coloursOut), durationText(invocation.timings.total)));
}

void DevView::showRefusal(const HttpRequest &request, const Error &error)
{
    print({{"event", "refused"},
           {"method", toUtf8(QString::fromUtf8(request.method))},
           {"target", toUtf8(QString::fromUtf8(request.target))},
           {"error", toUtf8(error.message)}},
          QStringLiteral("%1 %2 → %3 · %4")
              .arg(mark({}, false), requestText(request), coloured(QStringLiteral("503"), colourOf(503), m_coloursOut),
                   terminalText(error.message)));
}

void DevView::showBody(const HttpResponse &response)
{
    if (m_session.options.isDocument()) {
        Json json{{"event", "answer"}, {"status", response.status}};
        api_json::addBytes(json, "body", response.body);
        print(json, {});
        return;
    }
    writeOut(lineFor(STDOUT_FILENO, response.body) + u'\n');
}

} // namespace studio::cli
