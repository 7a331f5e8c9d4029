// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_messages.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace studio {

namespace {

QString text(const Json &json, const char *key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? toQString(found->get<std::string>()) : QString();
}

int number(const Json &json, const char *key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? found->get<int>() : 0;
}

const Json *primarySpan(const Json &message)
{
    const auto spans = message.find("spans");
    if (spans == message.end() || !spans->is_array()) {
        return nullptr;
    }
    for (const Json &span : *spans) {
        if (span.value("is_primary", false)) {
            return &span;
        }
    }
    return spans->empty() ? nullptr : &spans->front();
}

/// A span inside a macro's expansion points into the macro; the author's place is where the expansion began.
const Json *authorsSpan(const Json *span)
{
    while (span) {
        const QString file = text(*span, "file_name");
        const auto expansion = span->find("expansion");
        if (!QFileInfo(file).isAbsolute() || expansion == span->end() || !expansion->is_object()) {
            return span;
        }
        span = &expansion->at("span");
    }
    return span;
}

Diagnostic diagnosticOf(const Json &message)
{
    Diagnostic diagnostic;
    const QString level = text(message, "level");
    diagnostic.severity = level.startsWith(QLatin1String("error")) ? Severity::Error
                          : level == QLatin1String("warning")      ? Severity::Warning
                                                                   : Severity::Note;
    diagnostic.message = text(message, "message");
    diagnostic.rendered = text(message, "rendered");
    if (const auto code = message.find("code"); code != message.end() && code->is_object()) {
        diagnostic.code = text(*code, "code");
    }
    if (const Json *span = authorsSpan(primarySpan(message))) {
        diagnostic.file = text(*span, "file_name");
        diagnostic.line = number(*span, "line_start");
        diagnostic.column = number(*span, "column_start");
        diagnostic.endLine = number(*span, "line_end");
        diagnostic.endColumn = number(*span, "column_end");
    }
    if (const auto children = message.find("children"); children != message.end() && children->is_array()) {
        for (const Json &child : *children) {
            const QString kind = text(child, "level");
            if (diagnostic.help.isEmpty() && (kind == QLatin1String("help") || kind == QLatin1String("note"))) {
                diagnostic.help = text(child, "message");
            }
        }
    }
    return diagnostic;
}

/// A public item called dead: it is not, in the library that it stands in.
bool isFalseDeadCode(const Json &message)
{
    const Json *span = primarySpan(message);
    if (!span || !message.contains("code") || !message.at("code").is_object() ||
        text(message.at("code"), "code") != QLatin1String("dead_code")) {
        return false;
    }
    const auto lines = span->find("text");
    if (lines == span->end() || !lines->is_array() || lines->empty()) {
        return false;
    }
    return text(lines->front(), "text").trimmed().startsWith(QLatin1String("pub "));
}

/// "1 warning emitted", "aborting due to 2 previous errors": counts, not findings.
bool isSummary(const Json &message)
{
    return primarySpan(message) == nullptr && (text(message, "message").endsWith(QLatin1String(" emitted")) ||
                                               text(message, "message").startsWith(QLatin1String("aborting due to")));
}

void takeArtifact(const Json &json, const QString &bin, CargoReport &report)
{
    const Json &target = json.at("target");
    if (text(target, "name") == bin && !text(json, "executable").isEmpty()) {
        report.executable = text(json, "executable");
    }
    for (const Json &kind : target.at("crate_types")) {
        if (kind == "dylib" && text(target, "name") == QLatin1String("ignite") && !json.at("filenames").empty()) {
            report.libraryFolder = QFileInfo(toQString(json.at("filenames").front().get<std::string>())).path();
        }
    }
}

void takeDiagnostic(const Json &message, bool replacesLibrary, const CompileObserver &observer, CargoReport &report)
{
    if ((replacesLibrary && isFalseDeadCode(message)) || isSummary(message)) {
        return;
    }
    const Diagnostic diagnostic = diagnosticOf(message);
    report.errors += diagnostic.severity == Severity::Error ? 1 : 0;
    report.warnings += diagnostic.severity == Severity::Warning ? 1 : 0;
    if (observer.diagnostic) {
        observer.diagnostic(diagnostic);
    }
    if (observer.line) {
        for (const QString &line : diagnostic.rendered.trimmed().split(QLatin1Char('\n'))) {
            observer.line(line);
        }
        observer.line({});
    }
}

} // namespace

void takeCargoMessage(const QByteArray &line, const QString &bin, bool replacesLibrary, const CompileObserver &observer,
                      CargoReport &report)
{
    const auto json = line.startsWith('{') ? parseJson(line) : Result<Json>(fail(ErrorCode::InvalidArgument, {}));
    if (!json) {
        if (observer.line && !line.isEmpty()) {
            observer.line(QString::fromUtf8(line)); // a build script's own words
        }
        return;
    }
    try {
        const QString reason = text(*json, "reason");
        if (reason == QLatin1String("compiler-message")) {
            takeDiagnostic(json->at("message"), replacesLibrary, observer, report);
        } else if (reason == QLatin1String("compiler-artifact")) {
            takeArtifact(*json, bin, report);
        }
    } catch (const Json::exception &) {
        // A message of another shape than the documented one says nothing to us.
    }
}

std::optional<CargoProgress> cargoProgress(const QString &line)
{
    static const QRegularExpression shape(QStringLiteral(R"(Building[^\[]*\[[^\]]*\] (\d+)/(\d+)(?:: (.*))?)"));
    static const QRegularExpression escapes(QStringLiteral("\x1b\\[[0-9;]*[A-Za-z]"));
    const auto match = shape.match(QString(line).remove(escapes));
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    return CargoProgress{match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).trimmed()};
}

} // namespace studio
