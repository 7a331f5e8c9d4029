// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/toolchain/candidates.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace studio::toolchain {

namespace {

bool isProgram(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.isExecutable();
}

/// rustup's proxies are links to it, or copies beside it.
bool isRustupProxy(const QString &rustc)
{
    const QFileInfo info(rustc);
    return QFileInfo(info.canonicalFilePath()).fileName() == QLatin1String("rustup") ||
           QFileInfo::exists(info.absolutePath() + QStringLiteral("/rustup"));
}

QString rustupHome()
{
    const QString set = qEnvironmentVariable("RUSTUP_HOME");
    return set.isEmpty() ? QDir::homePath() + QStringLiteral("/.rustup") : set;
}

QStringList systemFolders()
{
    QStringList folders = qEnvironmentVariable("PATH").split(QLatin1Char(':'), Qt::SkipEmptyParts);
    folders << QStringLiteral("/usr/local/bin") << QStringLiteral("/usr/bin");
    return folders;
}

/// The cargo that belongs to a rustc: the one beside it, else the first on PATH that is no proxy.
QString cargoFor(const QString &binFolder)
{
    const QString beside = binFolder + QStringLiteral("/cargo");
    if (isProgram(beside)) {
        return beside;
    }
    const QStringList folders = systemFolders();
    for (const QString &folder : folders) {
        const QString cargo = folder + QStringLiteral("/cargo");
        if (isProgram(cargo) && !isRustupProxy(cargo)) {
            return cargo;
        }
    }
    return {};
}

void addRustup(QList<Candidate> &found)
{
    const QDir toolchains(rustupHome() + QStringLiteral("/toolchains"));
    const QStringList names = toolchains.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        const QString bin = toolchains.filePath(name) + QStringLiteral("/bin");
        if (isProgram(bin + QStringLiteral("/rustc"))) {
            found << Candidate{bin + QStringLiteral("/rustc"), cargoFor(bin), name};
        }
    }
}

void addSystem(QList<Candidate> &found)
{
    const QStringList folders = systemFolders();
    for (const QString &folder : folders) {
        const QString rustc = folder + QStringLiteral("/rustc");
        if (QDir::isAbsolutePath(folder) && isProgram(rustc) && !isRustupProxy(rustc)) {
            found << Candidate{rustc, cargoFor(folder), QStringLiteral("system")};
        }
    }
}

} // namespace

QList<Candidate> candidates()
{
    QList<Candidate> all;
    addSystem(all);
    addRustup(all);
    QList<Candidate> distinct;
    QSet<QString> seen;
    for (const Candidate &candidate : std::as_const(all)) {
        // "1.95.0-…" is often a link to "stable-…": both names stay, so that either may be wanted.
        const QString key = candidate.origin + QLatin1Char('\n') + QFileInfo(candidate.rustc).canonicalFilePath();
        if (!seen.contains(key)) {
            seen.insert(key);
            distinct << candidate;
        }
    }
    return distinct;
}

QStringList installedTargets(const QString &sysroot)
{
    const QDir rustlib(sysroot + QStringLiteral("/lib/rustlib"));
    QStringList triples;
    const QStringList names = rustlib.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        const QDir libraries(rustlib.filePath(name) + QStringLiteral("/lib"));
        if (!libraries.entryList({QStringLiteral("libstd-*.rlib")}, QDir::Files).isEmpty()) {
            triples << name;
        }
    }
    return triples;
}

} // namespace studio::toolchain
