// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_messages.h"

#include <QRegularExpression>

namespace studio::compiler {

namespace {

QString textOf(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? toQString(found->get<std::string>()) : QString();
}

int numberOf(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<int>() : 0;
}

bool isTrue(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

QStringList textsOf(const Json &object, const char *key)
{
    QStringList texts;
    const auto found = object.find(key);
    if (found != object.end() && found->is_array()) {
        for (const Json &entry : *found) {
            if (entry.is_string()) {
                texts << toQString(entry.get<std::string>());
            }
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
    RustcSpan span{.file = {}, .isPrimary = isTrue(json, "is_primary"), .label = textOf(json, "label"), .macros = {}};
    for (const Json *at = &json; at->is_object();) {
        const QString file = projectPath(textOf(*at, "file_name"), source);
        if (span.file.isEmpty() && !file.isEmpty()) {
            span.file = file;
            span.line = numberOf(*at, "line_start");
            span.column = numberOf(*at, "column_start");
            span.endLine = numberOf(*at, "line_end");
            span.endColumn = numberOf(*at, "column_end");
        }
        const auto expansion = at->find("expansion");
        if (expansion == at->end() || !expansion->is_object() || !expansion->contains("span")) {
            break;
        }
        if (const auto macro = expansion->find("def_site_span"); macro != expansion->end() && macro->is_object()) {
            span.macros << textOf(*macro, "file_name");
        }
        at = &(*expansion)["span"];
    }
    return span;
}

QList<RustcSpan> spansOf(const Json &message, const QString &source)
{
    QList<RustcSpan> spans;
    if (const auto found = message.find("spans"); found != message.end() && found->is_array()) {
        for (const Json &span : *found) {
            if (span.is_object()) {
                spans << spanOf(span, source);
            }
        }
    }
    return spans;
}

QList<RustcNote> notesOf(const Json &message, const QString &source)
{
    QList<RustcNote> notes;
    if (const auto children = message.find("children"); children != message.end() && children->is_array()) {
        for (const Json &child : *children) {
            if (child.is_object()) {
                notes << RustcNote{textOf(child, "level"), textOf(child, "message"), spansOf(child, source)};
            }
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
    const auto entry = json.find("message");
    if (entry == json.end() || !entry->is_object()) {
        return found;
    }
    Diagnostic &diagnostic = found.diagnostic;
    diagnostic.severity = severityOf(textOf(*entry, "level"));
    diagnostic.message = textOf(*entry, "message");
    diagnostic.rendered = textOf(*entry, "rendered");
    if (const auto code = entry->find("code"); code != entry->end() && code->is_object()) {
        diagnostic.code = textOf(*code, "code");
    }
    found.spans = spansOf(*entry, source);
    found.notes = notesOf(*entry, source);
    place(diagnostic, found.spans);
    diagnostic.help = firstHelp(found.notes);
    found.isSummary = textOf(*entry, "level") == QLatin1String("failure-note") ||
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
    if (const auto target = json.find("target"); target != json.end() && target->is_object()) {
        built.name = textOf(*target, "name");
        built.kinds = textsOf(*target, "kind");
    }
    return built;
}

} // namespace

CargoMessage readCargoMessage(QByteArrayView line, const QString &source)
{
    if (!line.startsWith('{')) {
        return {}; // a build script may print to stdout
    }
    const auto json = parseJson(line);
    if (!json || !json->is_object()) {
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
    if (!json || !json->is_object() || !json->contains("packages") || !(*json)["packages"].is_array()) {
        return fail(ErrorCode::Internal, QStringLiteral("cargo metadata printed something else than was expected."),
                    QString::fromUtf8(text.first(std::min<qsizetype>(text.size(), 400))));
    }
    const QString manifest = source + QStringLiteral("/Cargo.toml");
    QList<CargoTarget> targets;
    for (const Json &package : (*json)["packages"]) {
        if (textOf(package, "manifest_path") != manifest || !package.contains("targets")) {
            continue;
        }
        for (const Json &target : package["targets"]) {
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
