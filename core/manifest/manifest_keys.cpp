// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/manifest_keys.h"

#include "core/manifest/manifest_key_rows.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

using Type = ManifestKey::Type;

struct HeaderRow
{
    const char *name;
    bool isTableArray;
    const char *documentation;
};

constexpr std::array headerRows = std::to_array<HeaderRow>({
    {"profile.dev", false, QT_TRANSLATE_NOOP("ManifestKeys", "How it is compiled while it is developed.")},
    {"profile.release", false, QT_TRANSLATE_NOOP("ManifestKeys", "How it is compiled to be published.")},
    {"profile.test", false, QT_TRANSLATE_NOOP("ManifestKeys", "How tests are compiled.")},
    {"profile.bench", false, QT_TRANSLATE_NOOP("ManifestKeys", "How benchmarks are compiled.")},
    {"workspace.package", false, QT_TRANSLATE_NOOP("ManifestKeys", "Values that members take with workspace = true.")},
    {"workspace.dependencies", false,
     QT_TRANSLATE_NOOP("ManifestKeys", "Dependencies that members take with workspace = true.")},
    {"workspace.lints.rust", false, QT_TRANSLATE_NOOP("ManifestKeys", "Lints of rustc for all members.")},
    {"lints.rust", false, QT_TRANSLATE_NOOP("ManifestKeys", "Which lints of rustc warn or are errors.")},
    {"lints.clippy", false, QT_TRANSLATE_NOOP("ManifestKeys", "Which lints of Clippy warn or are errors.")},
    {"patch.crates-io", false, QT_TRANSLATE_NOOP("ManifestKeys", "Other sources for crates of crates.io.")},
    {"target.'cfg(unix)'.dependencies", false,
     QT_TRANSLATE_NOOP("ManifestKeys", "Crates that are used on one platform only.")},
    {"package.metadata", false, QT_TRANSLATE_NOOP("ManifestKeys", "For other tools; Cargo does not read it.")},
});

QString translated(const char *text)
{
    return QCoreApplication::translate("ManifestKeys", text);
}

/// `_` counts as `-`. Looks at no more of a name than it takes.
bool isDashed(QStringView name, QLatin1StringView wanted)
{
    return name.size() == wanted.size() && std::ranges::equal(name, wanted, [](QChar c, char w) {
               return (c == u'_' ? QChar(u'-') : c) == QLatin1Char(w);
           });
}

bool isTargetArray(const QString &name)
{
    return QStringList{QStringLiteral("bin"), QStringLiteral("example"), QStringLiteral("test"),
                       QStringLiteral("bench")}
        .contains(name);
}

/// One name for tables of one kind, as the rows have it; nothing where the rows have none.
std::optional<QString> canonicalTable(const QStringList &table)
{
    if (table.isEmpty()) {
        return QString();
    }
    if (table.size() > 1 && isDependencyTable(table.first(table.size() - 1))) {
        return QStringLiteral("dependencies.*");
    }
    const QString &first = table.first();
    if (first == QLatin1String("profile")) {
        const bool isOfPackage = table.size() == 4 && table[2] == QLatin1String("package");
        const bool isOverride = table.size() == 3 && table[2] == QLatin1String("build-override");
        return table.size() == 2 || isOfPackage || isOverride ? std::optional(QStringLiteral("profile.*"))
                                                              : std::nullopt;
    }
    if (table.size() == 2 && first == QLatin1String("workspace") && table[1] == QLatin1String("package")) {
        return QStringLiteral("package");
    }
    if (table.size() > 1) {
        return std::nullopt;
    }
    if (isTargetArray(first)) {
        return QStringLiteral("bin");
    }
    const bool isKnown = QStringList{QStringLiteral("package"), QStringLiteral("project"), QStringLiteral("lib"),
                                     QStringLiteral("workspace")}
                             .contains(first);
    return !isKnown                            ? std::nullopt
           : first == QLatin1String("project") ? std::optional(QStringLiteral("package"))
                                               : std::optional(first);
}

ManifestKey keyOf(const ManifestKeyRow &row)
{
    const QString values = QString::fromLatin1(row.values);
    return {.name = QString::fromLatin1(row.name),
            .type = row.type,
            .values = values.isEmpty() ? QStringList() : values.split(u'|'),
            .documentation = translated(row.documentation)};
}

/// Null where it is unknown.
const ManifestKeyRow *rowOf(const QStringList &table, const QString &name)
{
    const auto wanted = canonicalTable(table);
    const auto found = std::ranges::find_if(manifestKeyRows, [&](const ManifestKeyRow &row) {
        return wanted && *wanted == QLatin1String(row.table) && isDashed(name, QLatin1StringView(row.name));
    });
    return found == manifestKeyRows.end() ? nullptr : &*found;
}

} // namespace

bool isDependencyTable(const QStringList &table)
{
    if (table.isEmpty()) {
        return false;
    }
    if (table.first() == QLatin1String("patch")) {
        return table.size() == 2;
    }
    const QString &last = table.last();
    const bool isName = isDashed(last, QLatin1StringView("dependencies")) ||
                        isDashed(last, QLatin1StringView("dev-dependencies")) ||
                        isDashed(last, QLatin1StringView("build-dependencies"));
    return isName && (table.size() == 1 || (table.size() == 3 && table.first() == QLatin1String("target")) ||
                      (table.size() == 2 && table.first() == QLatin1String("workspace")));
}

QList<ManifestKey> manifestKeys(const QStringList &table)
{
    QList<ManifestKey> keys;
    if (const auto wanted = canonicalTable(table)) {
        for (const ManifestKeyRow &row : manifestKeyRows) {
            if (*wanted == QLatin1String(row.table)) {
                keys << keyOf(row);
            }
        }
    }
    return keys;
}

std::optional<ManifestKey> manifestKey(const QStringList &table, const QString &name)
{
    const ManifestKeyRow *const found = rowOf(table, name);
    return found ? std::optional(keyOf(*found)) : std::nullopt;
}

bool hasManifestKeys(const QStringList &table)
{
    const auto wanted = canonicalTable(table);
    return wanted && std::ranges::any_of(manifestKeyRows, [&](const ManifestKeyRow &row) {
               return *wanted == QLatin1String(row.table);
           });
}

bool isManifestKey(const QStringList &table, const QString &name)
{
    return rowOf(table, name) != nullptr;
}

QList<ManifestHeader> manifestHeaders()
{
    QList<ManifestHeader> headers;
    for (const ManifestKeyRow &row : manifestKeyRows) {
        const QString name = QString::fromLatin1(row.name);
        const bool isTable = row.type == Type::Table || isTargetArray(name);
        const bool isAlone = QLatin1String(row.table).isEmpty() && isTable;
        const bool isUsual = name != QLatin1String("project") && name != QLatin1String("replace") &&
                             name != QLatin1String("profile") && name != QLatin1String("target") &&
                             name != QLatin1String("patch");
        if (isAlone && isUsual) {
            headers.append({name, isTargetArray(name), translated(row.documentation)});
        }
    }
    for (const HeaderRow &row : headerRows) {
        headers.append({QString::fromLatin1(row.name), row.isTableArray, translated(row.documentation)});
    }
    return headers;
}

} // namespace studio
