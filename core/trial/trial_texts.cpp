// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trial/trial_texts.h"

#include "core/base/files.h"
#include "core/manifest/dependency_edits.h"
#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"
#include "core/project/project.h"

#include <QFileInfo>

#include <algorithm>

namespace studio::trial {

namespace {

constexpr qint64 maxSourceBytes = 8 << 20;
// untranslated: Rust
constexpr auto emptyHandler = "use ignite::prelude::*;\n\n"
                              "#[ignite::main]\n"
                              "async fn handler(_request: Request, _context: Context) -> Result<impl IntoResponse> {\n"
                              "    Ok(ignite::json!({}))\n"
                              "}\n";

/// "git https://…" without its first word.
QString placeIn(const Dependency &crate, QLatin1StringView kind)
{
    return crate.source.startsWith(kind) ? crate.source.sliced(kind.size()) : QString();
}

DependencySpec specOf(const Dependency &crate)
{
    return {.package = crate.package,
            .requirement = crate.requirement,
            .rename = crate.key == crate.package ? QString() : crate.key,
            .features = crate.features,
            .defaultFeatures = crate.defaultFeatures ? std::nullopt : std::optional(false),
            .optional = {},
            .git = placeIn(crate, QLatin1StringView("git ")),
            .branch = {},
            .tag = {},
            .revision = {},
            .path = placeIn(crate, QLatin1StringView("path ")),
            .registry = placeIn(crate, QLatin1StringView("registry ")),
            .fromWorkspace = crate.source == QLatin1String("workspace")};
}

/// The entry of the manifest that this is; nothing for one that is to be added, or that the compiler injects.
std::optional<Dependency> listed(const Manifest &manifest, const Dependency &crate)
{
    const auto found = std::ranges::find_if(manifest.dependencies, [&](const Dependency &one) {
        return !one.injected && one.key == crate.key && one.table == crate.table && one.platform == crate.platform;
    });
    const bool isIt = found != manifest.dependencies.end() && crate.line > 0;
    return isIt ? std::optional(*found) : std::nullopt;
}

/// An entry that is compiled with the program, whatever it was.
Result<QString> asUsed(const QString &text, const Dependency &entry)
{
    Dependency at = entry;
    Result<QString> result = text;
    if (at.optional) {
        result = withOptional(text, at, false);
        at.optional = false;
    }
    return at.table == DependencyTable::Dev ? result.and_then([&](const QString &now) {
        return withDependencyMoved(now, at, DependencyTable::Normal);
    })
                                            : result;
}

} // namespace

Result<TrialManifests> trialManifests(const QString &manifest, const Dependency &crate)
{
    const auto parsed = parseManifest(manifest);
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    const auto entry = listed(*parsed, crate);
    const auto without = entry ? withDependencyRemoved(manifest, *entry) : Result<QString>(manifest);
    const auto with = entry ? asUsed(manifest, *entry) : withDependency(manifest, specOf(crate));
    if (!without || !with) {
        return std::unexpected(without ? with.error() : without.error());
    }
    return TrialManifests{.without = *without, .with = *with};
}

TrialSources ownSources(const QString &folder)
{
    TrialSources sources;
    const QString file = readProject(folder).value_or(Project{}).handlerFile;
    const auto text = file.isEmpty() ? Result<std::optional<QByteArray>>(std::nullopt)
                                     : readRegularFile(folder + u'/' + file, maxSourceBytes);
    if (text && *text) {
        sources.handlerFile = file;
        sources.texts.insert(file, **text);
    }
    return sources;
}

TrialSources emptySources(const QString &folder)
{
    TrialSources sources;
    const QString library = QStringLiteral("src/lib.rs");
    const QString program = QStringLiteral("src/main.rs");
    const bool hasLibrary = QFileInfo::exists(folder + u'/' + library);
    const QString own = readProject(folder).value_or(Project{}).handlerFile;
    sources.handlerFile = !own.isEmpty() ? own : hasLibrary ? library : program;
    if (hasLibrary) {
        sources.texts.insert(library, {});
    }
    sources.texts.insert(sources.handlerFile, emptyHandler);
    return sources;
}

QMap<QString, QByteArray> textsOf(const TrialSources &sources, const QString &manifest, const QString &library,
                                  int edit)
{
    QMap<QString, QByteArray> texts = sources.texts;
    QByteArray &handler = texts[sources.handlerFile];
    if (!library.isEmpty()) {
        // Without it rustc would not even read the crate that no code names. untranslated: Rust
        handler += "\n#[allow(unused_imports, unused_extern_crates)]\nextern crate r#" + library.toUtf8() + " as _;\n";
    }
    handler += "\nconst _: u32 = " + QByteArray::number(edit) + ";\n";
    texts.insert(QStringLiteral("Cargo.toml"), manifest.toUtf8());
    return texts;
}

} // namespace studio::trial
