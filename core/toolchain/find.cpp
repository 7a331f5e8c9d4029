// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/process/process.h"
#include "core/toolchain/toolchain.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace studio {

namespace {

/// A rustc to ask, and what to call it.
struct Candidate
{
    QString rustc;
    QString origin;
};

/// rustup's proxies answer for some toolchain, and may want the network to do so.
bool isProxy(const QString &program)
{
    const QFileInfo info(program);
    return QFileInfo(info.canonicalFilePath()).fileName() == QLatin1String("rustup") ||
           QFileInfo::exists(info.path() + QStringLiteral("/rustup"));
}

QList<Candidate> candidates()
{
    QList<Candidate> found;
    QStringList seen;
    const auto add = [&](const QString &rustc, const QString &origin) {
        const QFileInfo info(rustc);
        if (info.isExecutable() && !isProxy(rustc) && !seen.contains(info.canonicalFilePath()) &&
            QFileInfo(info.path() + QStringLiteral("/cargo")).isExecutable()) {
            seen << info.canonicalFilePath();
            found << Candidate{rustc, origin};
        }
    };
    QStringList folders = qEnvironmentVariable("PATH").split(QLatin1Char(':'), Qt::SkipEmptyParts);
    folders << QStringLiteral("/usr/local/bin") << QStringLiteral("/usr/bin");
    for (const QString &folder : folders) {
        add(folder + QStringLiteral("/rustc"), QStringLiteral("system"));
    }
    const QDir rustup(qEnvironmentVariable("RUSTUP_HOME", QDir::homePath() + QStringLiteral("/.rustup")) +
                      QStringLiteral("/toolchains"));
    for (const QString &name : rustup.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        add(rustup.filePath(name) + QStringLiteral("/bin/rustc"), name);
    }
    return found;
}

QStringList targetsOf(const QString &sysroot)
{
    QStringList targets;
    for (const char *folder : {"/lib/rustlib", "/lib64/rustlib"}) {
        const QDir rustlib(sysroot + QLatin1String(folder));
        for (const QString &triple : rustlib.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (!QDir(rustlib.filePath(triple) + QStringLiteral("/lib"))
                     .entryList({QStringLiteral("libstd-*"), QStringLiteral("libcore-*")})
                     .isEmpty()) {
                targets << triple;
            }
        }
    }
    targets.removeDuplicates();
    return targets;
}

QString keyOf(const QString &rustc)
{
    const QFileInfo info(rustc);
    return QStringLiteral("%1|%2|%3")
        .arg(info.canonicalFilePath())
        .arg(info.size())
        .arg(info.lastModified().toMSecsSinceEpoch());
}

Json toJson(const Toolchain &one)
{
    return {
        {"version", toUtf8(one.version.toString())}, {"commit", toUtf8(one.commit)}, {"sysroot", toUtf8(one.sysroot)}};
}

Json readCache(const QString &file)
{
    QFile cache(file);
    if (file.isEmpty() || !cache.open(QIODevice::ReadOnly)) {
        return Json::object();
    }
    const auto json = parseJson(cache.readAll());
    return json && json->is_object() ? *json : Json::object();
}

void writeCache(const QString &file, const Json &json)
{
    if (file.isEmpty() || !QDir().mkpath(QFileInfo(file).path())) {
        return;
    }
    QSaveFile cache(file);
    if (cache.open(QIODevice::WriteOnly)) {
        cache.write(QByteArray::fromStdString(json.dump(1)));
        cache.commit(); // it is only a cache: without it rustc is asked again
    }
}

Task<Toolchain> ask(Candidate candidate, std::stop_token stop)
{
    const auto version = co_await runProcess({.program = candidate.rustc, .arguments = {QStringLiteral("-vV")}}, stop);
    if (!version) {
        co_return std::unexpected(version.error());
    }
    const auto sysroot = co_await runProcess(
        {.program = candidate.rustc, .arguments = {QStringLiteral("--print"), QStringLiteral("sysroot")}}, stop);
    if (!sysroot) {
        co_return std::unexpected(sysroot.error());
    }
    Toolchain toolchain;
    for (const QByteArray &line : version->standardOutput.split('\n')) {
        if (line.startsWith("release: ")) {
            toolchain.version = QVersionNumber::fromString(QString::fromLatin1(line.mid(9).trimmed()));
        } else if (line.startsWith("commit-hash: ")) {
            toolchain.commit = QString::fromLatin1(line.mid(13).trimmed());
        }
    }
    toolchain.sysroot = QString::fromLocal8Bit(sysroot->standardOutput.trimmed());
    if (toolchain.version.isNull() || toolchain.sysroot.isEmpty()) {
        co_return fail(ErrorCode::Unavailable, QStringLiteral("%1 does not say its version.").arg(candidate.rustc));
    }
    co_return toolchain;
}

/// Nightlies and betas are used only where they are asked for by name.
bool isStable(const Candidate &candidate)
{
    return !candidate.origin.startsWith(QLatin1String("nightly")) &&
           !candidate.origin.startsWith(QLatin1String("beta"));
}

} // namespace

Task<QList<Toolchain>> findToolchains(QString cacheFile, std::stop_token stop)
{
    const Json cache = readCache(cacheFile);
    Json fresh = Json::object();
    QList<Toolchain> found;
    for (const Candidate &candidate : candidates()) {
        if (!isStable(candidate)) {
            continue;
        }
        const std::string key = toUtf8(keyOf(candidate.rustc));
        Toolchain toolchain;
        if (cache.contains(key)) {
            const Json &known = cache.at(key);
            toolchain.version = QVersionNumber::fromString(toQString(known.value("version", "")));
            toolchain.commit = toQString(known.value("commit", ""));
            toolchain.sysroot = toQString(known.value("sysroot", ""));
        } else if (const auto answer = co_await ask(candidate, stop)) {
            toolchain = *answer;
        } else {
            continue; // one that cannot be asked is no toolchain
        }
        if (stop.stop_requested()) {
            co_return cancelled();
        }
        fresh[key] = toJson(toolchain);
        toolchain.rustc = candidate.rustc;
        toolchain.cargo = QFileInfo(candidate.rustc).path() + QStringLiteral("/cargo");
        toolchain.origin = candidate.origin;
        toolchain.targets = targetsOf(toolchain.sysroot);
        found << toolchain;
    }
    if (fresh != cache) {
        writeCache(cacheFile, fresh);
    }
    co_return found;
}

} // namespace studio
