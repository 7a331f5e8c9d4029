// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/precompile.h"

#include "core/base/files.h"
#include "core/base/uuid7.h"
#include "core/process/process.h"
#include "core/toolchain/wasmtime.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>

namespace studio {

namespace {

constexpr qsizetype kept = 64; ///< the others, oldest first, are made again when they are wanted

/// What this machine's processor can do, in eight letters: Wasmtime runs no code that was made for another one.
QByteArray processor()
{
    QFile file;
    QByteArray features;
    if (openRegularFile(file, QStringLiteral("/proc/cpuinfo"))) {
        for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
            if (line.startsWith("flags") || line.startsWith("Features")) {
                features = line;
                break;
            }
        }
    }
    return QCryptographicHash::hash(features, QCryptographicHash::Sha256).toHex().first(8);
}

/// Where it stands, or is to stand.
Result<QString> placeOf(const QString &component, const QString &cache, const Wasmtime &wasmtime)
{
    const auto hash = hashFile(component);
    if (!hash) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no component %1 to run. Compile again.").arg(component),
                    hash.error().message);
    }
    const QString folder = cache + QStringLiteral("/precompiled");
    if (!QDir().mkpath(folder)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Cannot make the folder %1.").arg(folder));
    }
    return QStringLiteral("%1/%2-%3-%4.cwasm")
        .arg(folder, QString::fromLatin1(*hash), QString::fromLatin1(wasmtime.build), QString::fromLatin1(processor()));
}

void prune(const QString &folder)
{
    const QFileInfoList all =
        QDir(folder).entryInfoList({QStringLiteral("*.cwasm*")}, QDir::Files | QDir::Hidden, QDir::Time);
    for (qsizetype at = kept; at < all.size(); ++at) {
        QFile::remove(all[at].absoluteFilePath());
    }
}

Error refusal(const QString &component, const ProcessOutput &output)
{
    const QString words = QString::fromUtf8(output.standardError).trimmed();
    if (words.contains(QLatin1String("No space left"))) {
        return {ErrorCode::ResourceExhausted, QObject::tr("The disk is full. Free some space and try again."), words};
    }
    return {ErrorCode::InvalidArgument,
            QObject::tr("Wasmtime cannot compile %1: %2").arg(component, words.section(QLatin1Char('\n'), 0, 0)),
            words};
}

} // namespace

Task<QString> precompiled(QString component, QString cache, std::stop_token stop)
{
    const auto wasmtime = findWasmtime();
    if (!wasmtime) {
        co_return std::unexpected(wasmtime.error());
    }
    const auto place =
        co_await onWorker([component, cache, runtime = *wasmtime] { return placeOf(component, cache, runtime); });
    if (!place || QFileInfo::exists(*place)) {
        co_return place;
    }
    const QString beside = *place + QLatin1Char('.') + uuid7();
    const ProcessSpec spec{.program = wasmtime->program,
                           .arguments = {QStringLiteral("compile"), QStringLiteral("-o"), beside, component},
                           .workingDirectory = {}};
    const auto output = co_await runProcess(spec, stop);
    if (!output || output->exit != ProcessExit{}) {
        QFile::remove(beside);
        co_return std::unexpected(output ? refusal(component, *output) : output.error());
    }
    if (!QFile::rename(beside, *place)) {
        QFile::remove(beside);
        if (!QFileInfo::exists(*place)) { // else another process was faster, with the same content
            co_return fail(ErrorCode::Unavailable, QObject::tr("Cannot write %1.").arg(*place));
        }
    }
    prune(QFileInfo(*place).absolutePath());
    co_return place;
}

} // namespace studio
