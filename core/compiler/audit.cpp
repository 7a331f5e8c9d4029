// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/audit.h"

#include "core/base/json.h"
#include "core/compiler/cargo_settings.h"
#include "core/compiler/files.h"
#include "core/process/process.h"

#include <QFile>
#include <QFileInfo>
#include <QObject>

#include <algorithm>

namespace studio::compiler {

namespace {

/// "crates.io", "registry" or "git" for what cargo writes as a source; "local" for a path.
const char *sourceKind(const QString &source)
{
    if (source.isEmpty()) {
        return "local";
    }
    if (source.startsWith(QLatin1String("git+"))) {
        return "git";
    }
    return source.endsWith(QLatin1String("crates.io-index")) || source.contains(QLatin1String("index.crates.io"))
               ? "crates.io"
               : "registry";
}

/// Index of what a lockfile calls "name" or "name version".
qsizetype indexOf(const QList<LockedCrate> &crates, const QString &dependency)
{
    const QString name = dependency.section(QLatin1Char(' '), 0, 0);
    const QString version = dependency.section(QLatin1Char(' '), 1, 1);
    return std::ranges::find_if(crates,
                                [&](const LockedCrate &crate) {
                                    return crate.name == name && (version.isEmpty() || crate.version == version);
                                }) -
           crates.begin();
}

/// An unsigned integer in LEB128, as WebAssembly writes sizes.
QByteArray leb128(quint32 value)
{
    QByteArray bytes;
    do {
        const quint8 low = value & 0x7f;
        value >>= 7;
        bytes.append(static_cast<char>(value == 0 ? low : low | 0x80));
    } while (value != 0);
    return bytes;
}

constexpr char sectionName[] = ".dep-v0";

/// A custom section (id 0) may stand at the end of any component.
Result<bool> addToComponent(const QString &program, const QByteArray &section, const QString &to)
{
    const auto component = readFile(program);
    if (!component) {
        return std::unexpected(component.error());
    }
    const QByteArray name(sectionName);
    const QByteArray content = leb128(static_cast<quint32>(name.size())) + name + section;
    return writeFile(to, *component + '\0' + leb128(static_cast<quint32>(content.size())) + content).transform([] {
        return true;
    });
}

} // namespace

QByteArray auditSection(const QList<LockedCrate> &crates, const QString &root)
{
    QList<LockedCrate> sorted = crates;
    std::ranges::stable_sort(
        sorted, [](const auto &a, const auto &b) { return std::tie(a.name, a.version) < std::tie(b.name, b.version); });
    Json packages = Json::array();
    for (const LockedCrate &crate : std::as_const(sorted)) {
        Json package{
            {"name", toUtf8(crate.name)}, {"version", toUtf8(crate.version)}, {"source", sourceKind(crate.source)}};
        QList<qsizetype> dependencies;
        for (const QString &dependency : crate.dependencies) {
            if (const qsizetype index = indexOf(sorted, dependency); index < sorted.size()) {
                dependencies.append(index);
            }
        }
        std::ranges::sort(dependencies);
        for (const qsizetype dependency : std::as_const(dependencies)) {
            package["dependencies"].push_back(dependency);
        }
        if (crate.name == root && crate.source.isEmpty()) {
            package["root"] = true;
        }
        packages.push_back(std::move(package));
    }
    // Qt puts the length, four bytes, before the zlib stream.
    return qCompress(Json{{"packages", packages}}.toUtf8()).sliced(4);
}

Task<bool> addAuditSection(QString program, RustTarget target, QByteArray section, QString to, std::stop_token stop)
{
    if (target == RustTarget::Wasm) {
        co_return co_await onWorker([program, section, to] { return addToComponent(program, section, to); });
    }
    const QString content = to + QStringLiteral(".dep");
    if (const auto written = writeFile(content, section); !written) {
        co_return std::unexpected(written.error());
    }
    const QString name = QString::fromLatin1(sectionName);
    const auto run = co_await runProcess(
        {.program = QStringLiteral("objcopy"),
         .arguments = {QStringLiteral("--add-section"), name + QLatin1Char('=') + content,
                       QStringLiteral("--set-section-flags"), name + QStringLiteral("=noload,readonly"), program, to}},
        stop);
    QFile::remove(content);
    if (!run) {
        co_return std::unexpected(run.error());
    }
    if (run->exit != ProcessExit{}) {
        QFile::remove(to);
        co_return fail(ErrorCode::Unavailable, QStringLiteral("objcopy %1.").arg(describe(run->exit)),
                       QString::fromUtf8(run->standardError));
    }
    co_return true;
}

Task<QString> withCrates(BuildFolder folder, RustTarget target, Built built, CompileObserver observer,
                         std::stop_token stop)
{
    const QString place = folder.root + QStringLiteral("/with-crates");
    const auto section = co_await onWorker([folder, place, crates = built.crates]() -> Result<QByteArray> {
        const QByteArray lockfile = readFile(folder.source + QStringLiteral("/Cargo.lock")).value_or(QByteArray());
        const QByteArray manifest = readFile(folder.source + QStringLiteral("/Cargo.toml")).value_or(QByteArray());
        return makeFolder(place).transform([&] {
            return auditSection(compiledOf(readLockfile(lockfile).value_or(QList<LockedCrate>()), crates),
                                packageName(manifest));
        });
    });
    if (!section) {
        co_return std::unexpected(section.error());
    }
    const QString to = place + QLatin1Char('/') + QFileInfo(built.program).fileName();
    const auto added = co_await addAuditSection(built.program, target, *section, to, stop);
    if (!added && added.error().code == ErrorCode::Cancelled) {
        co_return std::unexpected(added.error());
    }
    if (!added) {
        say(observer,
            QObject::tr("\x1b[33mnote\x1b[0m: the list of crates is not embedded: %1").arg(added.error().message));
        co_return QString(built.program);
    }
    co_return to;
}

} // namespace studio::compiler
