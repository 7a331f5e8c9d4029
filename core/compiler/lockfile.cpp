// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/lockfile.h"

#include "core/base/files.h"
#include "core/compiler/build_folder.h"
#include "core/compiler/resolve.h"
#include "core/manifest/toml_text.h"

#include <QHash>
#include <QObject>
#include <QQueue>
#include <QSet>

namespace studio {

namespace {

QString textOf(const toml::table &table, const char *key)
{
    return QString::fromStdString(table[key].value_or(std::string()));
}

LockedCrate lockedCrate(const toml::table &table)
{
    LockedCrate crate{
        .name = textOf(table, "name"), .version = textOf(table, "version"), .source = textOf(table, "source")};
    if (const auto *dependencies = table["dependencies"].as_array()) {
        for (const auto &entry : *dependencies) {
            // "name version (source)" where even that would be ambiguous.
            crate.dependencies << QString::fromStdString(entry.value_or(std::string())).section(QLatin1Char(' '), 0, 1);
        }
    }
    return crate;
}

constexpr qint64 maxLockfileBytes = 16 << 20;

QByteArray lockfileAt(const QString &path)
{
    return readRegularFile(path, maxLockfileBytes).value_or(std::nullopt).value_or(QByteArray());
}

} // namespace

QByteArray usedLockfile(const Paths &paths, const QString &projectKey, const QString &sourceFolder)
{
    const QByteArray authors = lockfileAt(sourceFolder + QStringLiteral("/Cargo.lock"));
    const QByteArray used =
        lockfileAt(compiler::sharedLockfileOf(compiler::projectFolderOf(paths, projectKey), authors));
    return used.isEmpty() ? authors : used;
}

Result<QList<LockedCrate>> readLockfile(const QByteArray &text)
{
    const auto root = parseToml(text);
    if (!root) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("Cargo.lock cannot be read."),
                    tomlError(root.error(), QStringLiteral("Cargo.lock")).message);
    }
    QList<LockedCrate> crates;
    if (const auto *packages = (*root)["package"].as_array()) {
        for (const auto &entry : *packages) {
            if (const auto *table = entry.as_table()) {
                crates << lockedCrate(*table);
            }
        }
    }
    return crates;
}

QList<LockedCrate> compiledOf(QList<LockedCrate> crates, const QStringList &compiled)
{
    const QSet<QString> named(compiled.begin(), compiled.end());
    crates.removeIf([&](const LockedCrate &crate) {
        return !compiled.isEmpty() && !named.contains(crate.name + u' ' + crate.version);
    });
    return crates;
}

QStringList dependencyPath(const QList<LockedCrate> &crates, const QString &root, const QString &crate)
{
    QMultiHash<QString, const LockedCrate *> byName;
    for (const LockedCrate &package : crates) {
        byName.insert(package.name, &package);
    }
    QHash<QString, QString> cameFrom{{root, QString()}};
    QQueue<QString> next;
    next.enqueue(root);
    while (!next.isEmpty() && !cameFrom.contains(crate)) {
        const QString at = next.dequeue();
        for (auto [package, end] = byName.equal_range(at); package != end; ++package) {
            for (const QString &dependency : (*package)->dependencies) {
                const QString name = dependency.section(QLatin1Char(' '), 0, 0);
                if (!cameFrom.contains(name)) {
                    cameFrom.insert(name, at);
                    next.enqueue(name);
                }
            }
        }
    }
    QStringList path;
    if (cameFrom.contains(crate)) {
        for (QString at = crate; !at.isEmpty(); at = cameFrom.value(at)) {
            path.prepend(at);
        }
    }
    return path;
}

} // namespace studio
