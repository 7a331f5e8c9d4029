// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_messages.h"

#include "core/base/json_reader.h"
#include "core/compiler/diagnostic_details.h"

#include <QObject>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

Severity severityOf(const QString &level)
{
    if (level.startsWith(QLatin1String("error"))) {
        return Severity::Error;
    }
    return level == QLatin1String("warning") ? Severity::Warning : Severity::Note;
}

/// The path relative to the project, or empty when the file is not the author's.
QString projectPath(const QString &file, const QString &source)
{
    const QString root = source + QLatin1Char('/');
    const QString path = file.startsWith(root) ? file.sliced(root.size()) : file;
    return path.startsWith(QLatin1Char('/')) || path.startsWith(QLatin1Char('<')) ? QString() : path; // "<anon>"
}

void readReplacement(RustcSpan &span, const JsonReader &json, const QString &source)
{
    const JsonReader replacement = json["suggested_replacement"];
    if (!replacement.isThere() || projectPath(json["file_name"].text(), source).isEmpty()) {
        return;
    }
    span.replacement = replacement.text();
    span.applicability = json["suggestion_applicability"].text();
    QStringList lines;
    const QList<JsonReader> all = json["text"].elements();
    for (const JsonReader &line : all) {
        lines << line["text"].text();
    }
    const bool isAtStart = json["line_start"].number() == 1 && json["line_end"].number() == 1 &&
                           json["column_start"].number() == 1 && json["column_end"].number() == 1;
    if (!lines.isEmpty() || isAtStart) { // where an import is put before all else, rustc gives no line
        span.sourceLines = lines.join(QLatin1Char('\n'));
    }
}

/// The place in the author's files: the span's own, else the one where the macro that it came from was called.
RustcSpan spanOf(const JsonReader &json, const QString &source)
{
    RustcSpan span{.file = {},
                   .isPrimary = json["is_primary"].boolean(),
                   .label = json["label"].text(),
                   .macros = {},
                   .macroNames = {},
                   .replacement = {},
                   .applicability = {},
                   .sourceLines = {}};
    readReplacement(span, json, source);
    JsonReader at = json;
    while (true) {
        const QString file = projectPath(at["file_name"].required().text(), source);
        const int line = at["line_start"].number(0, 0);
        const int column = at["column_start"].number(0, 0);
        const int endLine = at["line_end"].number(0, 0);
        const int endColumn = at["column_end"].number(0, 0);
        if (span.file.isEmpty() && !file.isEmpty()) {
            span.file = file;
            span.line = line;
            span.column = column;
            span.endLine = endLine;
            span.endColumn = endColumn;
        }
        const JsonReader expansion = at["expansion"];
        if (!expansion.isThere() || !expansion["span"].isThere()) {
            return span;
        }
        if (const JsonReader macro = expansion["def_site_span"]; macro.isThere()) {
            span.macros << macro["file_name"].required().text();
        }
        if (const QString name = expansion["macro_decl_name"].text(); !name.isEmpty()) {
            span.macroNames << name;
        }
        at = expansion["span"];
    }
}

QList<RustcSpan> spansOf(const JsonReader &message, const QString &source)
{
    QList<RustcSpan> spans;
    const QList<JsonReader> all = message["spans"].required().elements();
    for (const JsonReader &span : all) {
        spans << spanOf(span, source);
    }
    return spans;
}

QList<RustcNote> notesOf(const JsonReader &message, const QString &source)
{
    QList<RustcNote> notes;
    const QList<JsonReader> children = message["children"].required().elements();
    for (const JsonReader &child : children) {
        notes << RustcNote{child["level"].required().text(), child["message"].required().text(),
                           spansOf(child, source)};
    }
    return notes;
}

/// At the first span that lies in the author's files, a primary one where there is one.
void place(Diagnostic &diagnostic, const QList<RustcSpan> &spans)
{
    for (const bool primary : {true, false}) {
        for (const RustcSpan &span : spans) {
            if (span.isPrimary == primary && !span.file.isEmpty()) {
                diagnostic.file = span.file;
                diagnostic.line = span.line;
                diagnostic.column = span.column;
                diagnostic.endLine = span.endLine;
                diagnostic.endColumn = span.endColumn;
                return;
            }
        }
    }
}

QString firstHelp(const QList<RustcNote> &notes)
{
    for (const char *const level : {"help", "note"}) {
        const auto found = std::ranges::find(notes, QLatin1String(level), &RustcNote::level);
        if (found != notes.end()) {
            return found->message;
        }
    }
    return {};
}

/// The levels of rustc.
bool isLevel(const QString &level)
{
    constexpr const char *levels[] = {
        "error", "warning", "note", "help", "failure-note", "error: internal compiler error"}; // untranslated: of rustc
    return std::ranges::any_of(levels, [&](const char *name) { return level == QLatin1String(name); });
}

CompilerMessage compilerMessage(const JsonReader &entry, const QString &manifest, const QString &source)
{
    const QString level = entry["level"].required().text();
    if (!isLevel(level)) {
        entry["level"].refuse(QObject::tr("is not a level of rustc"));
    }
    CompilerMessage found{
        .manifest = manifest, .diagnostic = {}, .spans = spansOf(entry, source), .notes = notesOf(entry, source)};
    Diagnostic &diagnostic = found.diagnostic;
    diagnostic.severity = severityOf(level);
    diagnostic.message = entry["message"].required().text();
    diagnostic.rendered = entry["rendered"].text();
    if (const JsonReader code = entry["code"]; code.isThere()) {
        diagnostic.code = code["code"].required().text();
    }
    place(diagnostic, found.spans);
    diagnostic.help = firstHelp(found.notes);
    addDetails(diagnostic, found.spans, found.notes);
    found.isSummary = level == QLatin1String("failure-note") ||
                      (found.spans.isEmpty() && (diagnostic.message.startsWith(QLatin1String("aborting due to")) ||
                                                 diagnostic.message.endsWith(QLatin1String(" emitted"))));
    return found;
}

/// "registry+https://…#mio@1.0.4" → "mio 1.0.4"; without a name behind the # it is the path's last part. The Cargo
/// Book, Package ID Specifications.
QString packageOf(const QString &id)
{
    static const QRegularExpression shape(QStringLiteral("([^/#?]+)(?:\\?[^#]*)?#(?:([^@]+)@)?(\\d[^@]*)$"));
    const auto match = shape.match(id);
    return match.hasMatch() ? (match.hasCaptured(2) ? match.captured(2) : match.captured(1)) + u' ' + match.captured(3)
                            : QString();
}

BuiltTarget builtTarget(const JsonReader &json)
{
    const JsonReader target = json["target"].required();
    return {.manifest = json["manifest_path"].required().text(),
            .package = packageOf(json["package_id"].required().text()),
            .name = target["name"].required().text(),
            .kinds = target["kind"].required().texts(),
            .files = json["filenames"].required().texts()};
}

/// What cargo says beside that: `build-finished`, `timing-info`.
bool isOther(const QString &reason)
{
    return reason == QLatin1String("build-finished") || reason == QLatin1String("timing-info");
}

PrintedText printed(QByteArrayView text)
{
    return {QString::fromUtf8(text)};
}

bool isBinOrLib(const QStringList &kinds)
{
    return std::ranges::any_of(
        kinds, [](const QString &kind) { return kind == QLatin1String("bin") || kind.endsWith(QLatin1String("lib")); });
}

CargoTarget cargoTarget(const JsonReader &target, const QString &source)
{
    const bool isBin = target["kind"].texts().contains(QStringLiteral("bin"));
    return {.kind = isBin ? QStringLiteral("bin") : QStringLiteral("lib"),
            .name = target["name"].required().text(),
            .source = projectPath(target["src_path"].required().text(), source),
            .requiredFeatures = target["required-features"].texts()};
}

QList<CargoTarget> targetsOf(const JsonReader &metadata, const QString &source)
{
    const QString manifest = source + QStringLiteral("/Cargo.toml");
    QList<CargoTarget> targets;
    const QList<JsonReader> packages = metadata["packages"].required().elements();
    for (const JsonReader &package : packages) {
        if (package["manifest_path"].text() != manifest) {
            continue;
        }
        const QList<JsonReader> all = package["targets"].required().elements();
        for (const JsonReader &target : all) {
            if (isBinOrLib(target["kind"].required().texts())) {
                targets << cargoTarget(target, source);
            }
        }
    }
    return targets;
}

/// rustc nests a place in the call of the macro that it comes from, up to its own limit of 128 calls, two levels each.
constexpr int deepestMessage = 600;

} // namespace

CargoMessage readCargoMessage(QByteArrayView line, const QString &source)
{
    const auto json = line.startsWith('{') ? parseJson(line, deepestMessage) : Result<Json>(Json());
    if (!json || !json->isObject()) {
        return printed(line);
    }
    const JsonReader message(*json);
    const QString reason = message["reason"].required().text();
    CargoMessage read;
    if (reason == QLatin1String("compiler-artifact")) {
        read = builtTarget(message);
    } else if (reason == QLatin1String("compiler-message")) {
        read = compilerMessage(message["message"].required(), message["manifest_path"].required().text(), source);
    } else if (reason == QLatin1String("build-script-executed")) {
        read = ScriptRun{packageOf(message["package_id"].required().text())};
    } else if (!isOther(reason)) {
        return printed(line);
    }
    if (message.check()) {
        return read;
    }
    // What a macro prints on stderr and looks like rustc's, cargo passes on in a message of its own.
    const Json &inner = (*json)["message"];
    return printed(inner.isNull() ? QByteArray(line.data(), line.size()) : inner.toUtf8());
}

CargoMessage readRustcMessage(QByteArrayView line, const QString &source)
{
    const auto json = line.startsWith('{') ? parseJson(line, deepestMessage) : Result<Json>(Json());
    if (!json || !json->isObject()) {
        return printed(line);
    }
    const JsonReader message(*json);
    const QString type = message["$message_type"].required().text();
    if (type != QLatin1String("diagnostic")) {
        const bool isOfRustc = type == QLatin1String("artifact") || type == QLatin1String("future_incompat");
        return isOfRustc ? CargoMessage() : printed(line);
    }
    CargoMessage read = compilerMessage(message, source + QStringLiteral("/Cargo.toml"), source);
    return message.check() ? read : printed(line);
}

Result<QList<CargoTarget>> readMetadata(QByteArrayView text, const QString &source)
{
    const auto json = parseJson(text, deepestMessage);
    const Json document = json.value_or(Json());
    const JsonReader metadata(document);
    const QList<CargoTarget> targets = targetsOf(metadata, source);
    if (const auto checked = metadata.check(); !json || !checked) {
        return fail(ErrorCode::Internal, QObject::tr("cargo metadata printed something else than was expected."),
                    (json ? checked.error().message : json.error().message) + QLatin1Char('\n') +
                        QString::fromUtf8(text.first(std::min<qsizetype>(text.size(), 400))));
    }
    return targets;
}

bool isMadeBySdk(const RustcSpan &span)
{
    return std::ranges::any_of(
        span.macros, [](const QString &file) { return file.endsWith(QLatin1String("/ignite-macros/src/lib.rs")); });
}

} // namespace studio::compiler
