// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/wasm_errors.h"

#include "core/compiler/lockfile.h"
#include "core/compiler/manifest_table.h"

#include <QObject>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

struct Advice
{
    const char *crate;
    const char *why;  ///< behind "The crate X": what it wants
    const char *what; ///< to do
};

constexpr auto httpInstead =
    QT_TRANSLATE_NOOP("QObject", "Call other servers through wasi:http, for example with the crate `waki`");

/// Why the usual ones fail; whatever else fails is told with rustc's words.
constexpr Advice advice[] = {
    {"wasm-bindgen", QT_TRANSLATE_NOOP("QObject", "calls the JavaScript of a browser, which a component does not have"),
     httpInstead},
    {"mio", QT_TRANSLATE_NOOP("QObject", "waits for sockets, which a component does not have"),
     QT_TRANSLATE_NOOP("QObject", "Leave out the feature `net` of tokio")},
    {"socket2", QT_TRANSLATE_NOOP("QObject", "opens sockets, which a component does not have"), httpInstead},
    {"openssl-sys", QT_TRANSLATE_NOOP("QObject", "builds against OpenSSL, a C library that is not there for Wasm"),
     httpInstead},
    {"native-tls", QT_TRANSLATE_NOOP("QObject", "uses the system's TLS library, which a component does not have"),
     httpInstead},
    {"ring", QT_TRANSLATE_NOOP("QObject", "builds C code, for which there is no compiler for Wasm here"), httpInstead},
    {"aws-lc-sys", QT_TRANSLATE_NOOP("QObject", "builds C code, for which there is no compiler for Wasm here"),
     httpInstead},
    {"libsqlite3-sys", QT_TRANSLATE_NOOP("QObject", "builds SQLite, which is C code"),
     QT_TRANSLATE_NOOP("QObject", "Keep such data with a service that is reached by HTTP")},
    {"libz-sys", QT_TRANSLATE_NOOP("QObject", "builds zlib, which is C code"),
     QT_TRANSLATE_NOOP("QObject", "Take `flate2` with its default features, which is pure Rust")},
    {"zstd-sys", QT_TRANSLATE_NOOP("QObject", "builds Zstandard, which is C code"),
     QT_TRANSLATE_NOOP("QObject", "Take `ruzstd`, which is pure Rust")},
    {"bzip2-sys", QT_TRANSLATE_NOOP("QObject", "builds bzip2, which is C code"),
     QT_TRANSLATE_NOOP("QObject", "Take `bzip2-rs`, which is pure Rust")},
    {"nix", QT_TRANSLATE_NOOP("QObject", "calls Unix, which a component does not run on"),
     QT_TRANSLATE_NOOP("QObject", "Leave it out")},
    {"signal-hook-registry", QT_TRANSLATE_NOOP("QObject", "waits for signals, which a component never gets"),
     QT_TRANSLATE_NOOP("QObject", "Leave out the feature `signal` of tokio")},
};

/// What tokio can do on Wasm; its own words: "Only features sync,macros,io-util,rt,time are supported on wasm."
constexpr const char *tokioFeatures[] = {"sync", "macros", "io-util", "rt", "time", "default", "test-util"};

/// The entry of a direct dependency by the crate's own name, which may be behind `package =`; its key's place.
struct Entry
{
    int line = 0;
    int column = 0;
    QStringList features;
};

std::optional<Entry> entryOf(const toml::table &manifest, const QString &crate)
{
    const auto *dependencies = manifest["dependencies"].as_table();
    if (!dependencies) {
        return {};
    }
    for (const auto &[key, value] : *dependencies) {
        const auto *table = value.as_table();
        const std::string name = table ? (*table)["package"].value_or(std::string(key.str())) : std::string(key.str());
        if (name != crate.toStdString()) {
            continue;
        }
        Entry entry{.line = static_cast<int>(key.source().begin.line),
                    .column = static_cast<int>(key.source().begin.column),
                    .features = {}};
        if (const auto *features = table ? (*table)["features"].as_array() : nullptr) {
            for (const auto &feature : *features) {
                entry.features << QString::fromStdString(feature.value_or(std::string()));
            }
        }
        return entry;
    }
    return {};
}

QString quotedList(const QStringList &names)
{
    return QLatin1Char('`') + names.join(QStringLiteral("`, `")) + QLatin1Char('`');
}

bool worksOnWasm(const QString &feature)
{
    return std::ranges::any_of(tokioFeatures, [&](const char *name) { return feature == QLatin1String(name); });
}

QString tokioSentence(const std::optional<Entry> &own, const QString &through)
{
    QStringList bad;
    QStringList good;
    if (own) {
        for (const QString &feature : own->features) {
            (worksOnWasm(feature) ? good : bad) << feature;
        }
    }
    if (bad.contains(QLatin1String("full"))) {
        good = {QStringLiteral("macros"), QStringLiteral("rt"), QStringLiteral("sync"), QStringLiteral("time"),
                QStringLiteral("io-util")};
    }
    if (!bad.isEmpty()) {
        return QObject::tr("The crate tokio cannot be compiled to Wasm with its %1 %2: a component has neither "
                           "threads nor sockets nor processes. In Cargo.toml write `tokio = { version = \"1\", "
                           "features = [%3] }`, or compile for native.")
            .arg(bad.size() == 1 ? QObject::tr("feature")
                                 : QObject::tr("features", nullptr, static_cast<int>(bad.size())),
                 quotedList(bad),
                 good.isEmpty() ? QString()
                                : QLatin1Char('"') + good.join(QStringLiteral("\", \"")) + QLatin1Char('"'));
    }
    return QObject::tr("The crate tokio cannot be compiled to Wasm with the features that the crate %1 asks of it "
                       "(threads, sockets or processes, which a component does not have). Take %1 without the feature "
                       "that needs them, another crate, or compile for native.")
        .arg(through);
}

QString sentence(const WasmFailure &failure, const QStringList &path, const QString &version)
{
    const QString through = path.size() > 2 ? QObject::tr(" (brought in by %1)").arg(path[1]) : QString();
    const QString crate = version.isEmpty() ? failure.crate : failure.crate + QLatin1Char(' ') + version;
    const auto known =
        std::ranges::find_if(advice, [&](const Advice &entry) { return failure.crate == QLatin1String(entry.crate); });
    const QString other = path.size() > 2 ? path[1] : failure.crate;
    if (known != std::end(advice)) {
        return QObject::tr("The crate %1%2 cannot be %5 Wasm: it %3. %4, or compile for native.")
            .arg(crate, through, QObject::tr(known->why), QObject::tr(known->what),
                 failure.crate == browserCrate ? QObject::tr("used on") : QObject::tr("compiled to"));
    }
    if (failure.crate.endsWith(QLatin1String("-sys"))) {
        return QObject::tr("The crate %1%2 cannot be compiled to Wasm: it needs a C library. Leave out the feature "
                           "of %3 that uses it, take a crate in pure Rust, or compile for native.")
            .arg(crate, through, other);
    }
    return QObject::tr("The crate %1%2 cannot be compiled to Wasm: %3. Look for a feature of %4 that makes it work "
                       "there, take another crate, or compile for native.")
        .arg(crate, through, failure.words, other);
}

/// The other crates that depend on one that the author may depend on too.
QString whoElseAsks(const QList<LockedCrate> &crates, const QString &root, const QString &crate)
{
    QStringList names;
    for (const LockedCrate &other : crates) {
        const bool depends = std::ranges::any_of(other.dependencies, [&](const QString &dependency) {
            return dependency.section(QLatin1Char(' '), 0, 0) == crate;
        });
        if (depends && other.name != root && other.name != QLatin1String("ignite")) {
            names << other.name;
        }
    }
    return names.isEmpty() ? QObject::tr("of another dependency") : names.join(QObject::tr(" or "));
}

/// How the author comes to depend on the crate. Where several dependencies bring it, by the one that the errors name.
QStringList pathTo(const QList<LockedCrate> &crates, const QString &root, const WasmFailure &failure)
{
    const auto own = std::ranges::find_if(
        crates, [&](const LockedCrate &crate) { return crate.name == root && crate.source.isEmpty(); });
    if (own != crates.end()) {
        for (const QString &dependency : own->dependencies) {
            const QString name = dependency.section(QLatin1Char(' '), 0, 0);
            const QRegularExpression mention(
                QStringLiteral("\\b%1\\b")
                    .arg(QRegularExpression::escape(QString(name).replace(QLatin1Char('-'), QLatin1Char('_')))));
            const QStringList path = dependencyPath(crates, name, failure.crate);
            if (!path.isEmpty() && failure.errors.contains(mention)) {
                return QStringList{root} + path;
            }
        }
    }
    return dependencyPath(crates, root, failure.crate);
}

QString versionOf(const QList<LockedCrate> &crates, const QString &name)
{
    const auto found = std::ranges::find(crates, name, &LockedCrate::name);
    return found == crates.end() ? QString() : found->version;
}

} // namespace

QString failedCrate(const QString &cargoErrors)
{
    static const QRegularExpression compile(QStringLiteral("could not compile `([^`]+)`"));
    static const QRegularExpression script(QStringLiteral("failed to run custom build command for `([^` ]+)"));
    for (const QRegularExpression &pattern : {script, compile}) {
        if (const auto match = pattern.match(cargoErrors); match.hasMatch()) {
            return match.captured(1);
        }
    }
    return {};
}

bool isBrowserCrate(const QString &crate)
{
    return crate.section(QLatin1Char(' '), 0, 0) == browserCrate;
}

bool namesBrowserCrate(const QString &text)
{
    // rustc leaves the path of a type out where its name is unique, and names a crate's folder in the place of a note.
    static const QRegularExpression signs(
        QStringLiteral("\\b(?:wasm[_-]bindgen|js[_-]sys|web[_-]sys|reqwest|Js(?:Value|Future|Error|Cast))\\b|"
                       "__wbindgen_placeholder__"));
    return text.contains(signs);
}

bool needsBrowser(const QString &error, const QStringList &crates)
{
    return std::ranges::any_of(crates, isBrowserCrate) && namesBrowserCrate(error);
}

Diagnostic wasmDiagnostic(const WasmFailure &failure)
{
    const toml::table manifest = manifestTable(failure.manifest);
    const QString root = QString::fromStdString(manifest["package"]["name"].value_or(std::string()));
    const QList<LockedCrate> crates = readLockfile(failure.lockfile).value_or(QList<LockedCrate>());
    const QStringList path = pathTo(crates, root, failure);
    const auto own = entryOf(manifest, failure.crate);
    const QString direct = path.size() > 1 ? path[1] : failure.crate;

    Diagnostic diagnostic;
    if (failure.crate == QLatin1String("tokio")) {
        // Features add up: where the author asks for none of these, another crate does.
        diagnostic.message = tokioSentence(own, whoElseAsks(crates, root, failure.crate));
    } else if (const auto tokio = entryOf(manifest, QStringLiteral("tokio"));
               direct == QLatin1String("tokio") && tokio &&
               std::ranges::any_of(tokio->features, [](const QString &name) { return !worksOnWasm(name); })) {
        diagnostic.message = tokioSentence(tokio, {}); // mio and the like are only what it brings
    } else {
        diagnostic.message = sentence(failure, path, versionOf(crates, failure.crate));
    }
    const auto place = own ? own : entryOf(manifest, direct);
    diagnostic.file = QStringLiteral("Cargo.toml");
    diagnostic.line = place ? place->line : 0;
    diagnostic.column = place ? place->column : 0;
    diagnostic.endLine = diagnostic.line;
    diagnostic.endColumn = diagnostic.column + (place ? static_cast<int>(direct.size()) : 0);
    diagnostic.rendered =
        QStringLiteral("\x1b[1m\x1b[91merror\x1b[0m\x1b[1m: ") + diagnostic.message + QStringLiteral("\x1b[0m\n");
    diagnostic.help = failure.words;
    return diagnostic;
}

} // namespace studio::compiler
