// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problem_text.h"

#include "ui/console/ansi_text.h"

#include <QCoreApplication>

namespace studio {

namespace {

/// The context of the translations.
struct ProblemText
{
    Q_DECLARE_TR_FUNCTIONS(ProblemText)
};

constexpr qsizetype maxShownReplacement = 200;

/// What rustc drew, without its colours.
QString plainText(const QString &rendered)
{
    QStringList lines;
    for (const QString &line : rendered.trimmed().split(u'\n')) {
        lines << parseAnsi(line.toUtf8()).text;
    }
    return lines.join(u'\n');
}

} // namespace

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return ProblemText::tr("Error");
    case Severity::Warning:
        return ProblemText::tr("Warning");
    case Severity::Note:
        break;
    }
    return ProblemText::tr("Note");
}

QString severitiesName(Severity severity)
{
    return severity == Severity::Error     ? ProblemText::tr("Errors")
           : severity == Severity::Warning ? ProblemText::tr("Warnings")
                                           : ProblemText::tr("Notes");
}

QString problemCountsText(const std::array<int, 3> &counts)
{
    QStringList words;
    if (counts[0] > 0) {
        words << (counts[0] == 1 ? ProblemText::tr("1 error") : ProblemText::tr("%n errors", nullptr, counts[0]));
    }
    if (counts[1] > 0) {
        words << (counts[1] == 1 ? ProblemText::tr("1 warning") : ProblemText::tr("%n warnings", nullptr, counts[1]));
    }
    if (counts[2] > 0) {
        words << (counts[2] == 1 ? ProblemText::tr("1 note") : ProblemText::tr("%n notes", nullptr, counts[2]));
    }
    return words.join(QStringLiteral(", "));
}

QString placeText(const Diagnostic &diagnostic)
{
    if (diagnostic.file.isEmpty() || diagnostic.line <= 0) {
        return diagnostic.file;
    }
    const QString place = QStringLiteral("%1:%2").arg(diagnostic.file).arg(diagnostic.line);
    return diagnostic.column > 0 ? QStringLiteral("%1:%2").arg(place).arg(diagnostic.column) : place;
}

QString spanText(const DiagnosticSpan &span)
{
    return placeText({.message = {}, .file = span.file, .line = span.line, .column = span.column, .help = {}});
}

QString shortPlace(const QString &file, int line, int column, const QString &group)
{
    const QString place = placeText({.message = {}, .file = file, .line = line, .column = column, .help = {}});
    return !file.isEmpty() && file == group && place.size() > file.size() ? place.sliced(file.size() + 1) : place;
}

QString oneLine(const QString &text)
{
    const QString line = text.left(2'000).simplified();
    return line.size() > maxShownReplacement ? line.first(maxShownReplacement) + QChar(0x2026) : line;
}

QString firstLineOf(const Diagnostic &found)
{
    return found.message.section(u'\n', 0, 0);
}

QString suggestionText(const DiagnosticSuggestion &suggestion)
{
    if (suggestion.edits.size() != 1) {
        return suggestion.message;
    }
    const QString text = oneLine(suggestion.edits.front().text);
    return text.isEmpty() ? suggestion.message : QStringLiteral("%1: `%2`").arg(suggestion.message, text);
}

QString certaintyText(const DiagnosticSuggestion &suggestion)
{
    return suggestion.isCertain         ? ProblemText::tr("certain")
           : suggestion.hasPlaceholders ? ProblemText::tr("to be filled in")
                                        : ProblemText::tr("perhaps");
}

QString problemText(const Diagnostic &diagnostic)
{
    if (!diagnostic.rendered.isEmpty()) {
        return plainText(diagnostic.rendered);
    }
    const QString code = diagnostic.code.isEmpty() ? QString() : QStringLiteral("[%1]").arg(diagnostic.code);
    QString text = severityName(diagnostic.severity).toLower() + code + QStringLiteral(": ") + diagnostic.message;
    if (const QString place = placeText(diagnostic); !place.isEmpty()) {
        text += QStringLiteral("\n --> ") + place;
    }
    return diagnostic.help.isEmpty() ? text : text + QStringLiteral("\nhelp: ") + diagnostic.help;
}

} // namespace studio
