// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/sdk_layout.h"

#include "core/base/uuid7.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <map>

namespace studio {

namespace {

/// The line of ignite/Cargo.toml that says what kind of library it is.
constexpr QByteArrayView staticKind("crate-type = [\"rlib\"]");
constexpr QByteArrayView dynamicKind("crate-type = [\"dylib\"]");

Result<std::map<QString, QByteArray>> sdkFiles(const QString &sdk)
{
    std::map<QString, QByteArray> files;
    const QStringList wanted{QStringLiteral("Cargo.toml"), QStringLiteral("Cargo.lock"), QStringLiteral("ignite"),
                             QStringLiteral("ignite-macros")};
    const auto add = [&](const QString &path) {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly)) {
            files[path.sliced(sdk.size() + 1)] = file.readAll();
        }
    };
    for (const QString &name : wanted) {
        const QString path = sdk + QLatin1Char('/') + name;
        if (QFileInfo(path).isFile()) {
            add(path);
            continue;
        }
        QDirIterator below(path, QDir::Files, QDirIterator::Subdirectories);
        while (below.hasNext()) {
            const QString file = below.next();
            if (!file.contains(QLatin1String("/tests/")) && !file.contains(QLatin1String("/target/"))) {
                add(file);
            }
        }
    }
    if (!files.contains(QStringLiteral("ignite/Cargo.toml"))) {
        return fail(ErrorCode::Internal,
                    QStringLiteral("The bundled SDK is missing at %1. Install Ignite Studio again.").arg(sdk));
    }
    return files;
}

Result<void> writeAll(const std::map<QString, QByteArray> &files, const QString &folder)
{
    for (const auto &[path, content] : files) {
        QFile file(folder + QLatin1Char('/') + path);
        if (!QDir().mkpath(QFileInfo(file.fileName()).path()) || !file.open(QIODevice::WriteOnly) ||
            file.write(content) != content.size()) {
            return fail(ErrorCode::ResourceExhausted,
                        QStringLiteral("Cannot write %1: %2.").arg(file.fileName(), file.errorString()));
        }
    }
    return {};
}

} // namespace

Result<SdkLayout> layOutSdk(const QString &resources, const QString &cache, RustTarget target, Profile profile)
{
    auto files = sdkFiles(resources + QStringLiteral("/sdk"));
    if (!files) {
        return std::unexpected(files.error());
    }
    if (target == RustTarget::Native && profile == Profile::Dev) {
        (*files)[QStringLiteral("ignite/Cargo.toml")].replace(staticKind, dynamicKind);
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto &[path, content] : *files) {
        hash.addData(path.toUtf8() + '\0' + QByteArray::number(content.size()) + '\0' + content);
    }
    SdkLayout layout{.folder = {}, .hash = hash.result().toHex().first(16)};
    layout.folder = QStringLiteral("%1/sdk/%2").arg(cache, QString::fromLatin1(layout.hash));
    if (QFileInfo::exists(layout.folder)) {
        return layout;
    }
    const QString beside = QStringLiteral("%1/sdk/.%2").arg(cache, uuid7());
    if (const auto written = writeAll(*files, beside); !written) {
        QDir(beside).removeRecursively();
        return std::unexpected(written.error());
    }
    if (!QDir().rename(beside, layout.folder)) {
        QDir(beside).removeRecursively();
        if (!QFileInfo::exists(layout.folder)) { // else another process was first
            return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(layout.folder));
        }
    }
    return layout;
}

} // namespace studio
