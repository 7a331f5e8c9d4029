// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_messages.h"

#include <QRegularExpression>

namespace studio::compiler {

namespace {

constexpr int maxDepth = 1'000; ///< a place inside nested macros has two levels for each of them

QString textOf(const Json &object, const char *key)
{
    return object[key].text();
}

int numberOf(const Json &object, const char *key)
{
    return object[key].number();
}

QStringList textsOf(const Json &object, const char *key)
{
    QStringList texts;
    for (const Json &entry : object[key].elements()) {
        if (entry.isString()) {
            texts << entry.text();
        }
    }
    return texts;
}

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
    if (!file.startsWith(QLatin1Char('/'))) {
        return file.startsWith(QLatin1Char('<')) ? QString() : file; // "<anon>" and the like
    }
    const QString root = source + QLatin1Char('/');
    return file.startsWith(root) ? file.sliced(root.size()) : QString();
}

/// The place in the author's files: the span's own, else the one where the macro that it came from was called.
RustcSpan spanOf(const Json &json, const QString &source)
{
    RustcSpan span{.file = {}, .isPrimary = json["is_primary"].boolean(), .label = textOf(json, "label"), .macros = {}};
    for (const Json *at = &json; at->isObject();) {
        const QString file = projectPath(textOf(*at, "file_name"), source);
        if (span.file.isEmpty() && !file.isEmpty()) {
            span.file = file;
            span.line = numberOf(*at, "line_start");
            span.column = numberOf(*at, "column_start");
            span.endLine = numberOf(*at, "line_end");
            span.endColumn = numberOf(*at, "column_end");
        }
        const Json &expansion = (*at)["expansion"];
        if (const Json &macro = expansion["def_site_span"]; macro.isObject()) {
            span.macros << textOf(macro, "file_name");
        }
        at = &expansion["span"];
    }
    return span;
}

QList<RustcSpan> spansOf(const Json &message, const QString &source)
{
    QList<RustcSpan> spans;
    for (const Json &span : message["spans"].elements()) {
        if (span.isObject()) {
            spans << spanOf(span, source);
        }
    }
    return spans;
}

QList<RustcNote> notesOf(const Json &message, const QString &source)
{
    QList<RustcNote> notes;
    for (const Json &child : message["children"].elements()) {
        if (child.isObject()) {
            notes << RustcNote{textOf(child, "level"), textOf(child, "message"), spansOf(child, source)};
        }
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

CompilerMessage compilerMessage(const Json &json, const QString &source)
{
    CompilerMessage found{.manifest = textOf(json, "manifest_path"), .diagnostic = {}, .spans = {}, .notes = {}};
    const Json &entry = json["message"];
    if (!entry.isObject()) {
        return found;
    }
    Diagnostic &diagnostic = found.diagnostic;
    diagnostic.severity = severityOf(textOf(entry, "level"));
    diagnostic.message = textOf(entry, "message");
    diagnostic.rendered = textOf(entry, "rendered");
    diagnostic.code = textOf(entry["code"], "code");
    found.spans = spansOf(entry, source);
    found.notes = notesOf(entry, source);
    place(diagnostic, found.spans);
    diagnostic.help = firstHelp(found.notes);
    found.isSummary = textOf(entry, "level") == QLatin1String("failure-note") ||
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

BuiltTarget builtTarget(const Json &json)
{
    BuiltTarget built{.manifest = textOf(json, "manifest_path"),
                      .package = packageOf(textOf(json, "package_id")),
                      .name = {},
                      .kinds = {},
                      .files = textsOf(json, "filenames")};
    built.name = textOf(json["target"], "name");
    built.kinds = textsOf(json["target"], "kind");
    return built;
}

} // namespace

CargoMessage readCargoMessage(QByteArrayView line, const QString &source)
{
    if (!line.startsWith('{')) {
        return {}; // a build script may print to stdout
    }
    const auto json = parseJson(line, maxDepth);
    if (!json || !json->isObject()) {
        return {};
    }
    const QString reason = textOf(*json, "reason");
    if (reason == QLatin1String("compiler-artifact")) {
        return builtTarget(*json);
    }
    if (reason == QLatin1String("compiler-message")) {
        return compilerMessage(*json, source);
    }
    return {};
}

Result<QList<CargoTarget>> readMetadata(QByteArrayView text, const QString &source)
{
    const auto json = parseJson(text);
    if (!json || !(*json)["packages"].isArray()) {
        return fail(ErrorCode::Internal, QStringLiteral("cargo metadata printed something else than was expected."),
                    QString::fromUtf8(text.first(std::min<qsizetype>(text.size(), 400))));
    }
    const QString manifest = source + QStringLiteral("/Cargo.toml");
    QList<CargoTarget> targets;
    for (const Json &package : (*json)["packages"].elements()) {
        if (textOf(package, "manifest_path") != manifest) {
            continue;
        }
        for (const Json &target : package["targets"].elements()) {
            const QStringList kinds = textsOf(target, "kind");
            const bool isBin = kinds.contains(QStringLiteral("bin"));
            const bool isLib =
                std::ranges::any_of(kinds, [](const QString &kind) { return kind.endsWith(QLatin1String("lib")); });
            if (isBin || isLib) {
                targets << CargoTarget{isBin ? QStringLiteral("bin") : QStringLiteral("lib"), textOf(target, "name"),
                                       projectPath(textOf(target, "src_path"), source),
                                       textsOf(target, "required-features")};
            }
        }
    }
    return targets;
}

bool isMadeBySdk(const RustcSpan &span)
{
    return std::ranges::any_of(
        span.macros, [](const QString &file) { return file.endsWith(QLatin1String("/ignite-macros/src/lib.rs")); });
}

QString withoutAnsi(const QString &text)
{
    static const QRegularExpression sequence(QStringLiteral("\x1b\\[[0-9;?]*[A-Za-z]"));
    return QString(text).remove(sequence);
}

} // namespace studio::compiler
