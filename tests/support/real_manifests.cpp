// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/real_manifests.h"

#include "tests/support/places.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QProcess>
#include <QSaveFile>
#include <QTemporaryDir>

namespace studio {

namespace {

using namespace std::chrono_literals;

QStringList crateLines()
{
    QFile file(sourcePath("/tests/data/manifests.txt"));
    QStringList lines;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QString &line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            if (!line.startsWith(QLatin1Char('#'))) {
                lines << line;
            }
        }
    }
    return lines;
}

bool write(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(text) == text.size() && file.commit();
}

/// A package that depends on each crate in exactly this version, under a name of its own: some are there twice.
QByteArray manifestOfAll(const QStringList &lines)
{
    QByteArray text = "[package]\nname = \"manifests\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n"
                      "[dependencies]\n";
    for (qsizetype i = 0; i < lines.size(); ++i) {
        text += QStringLiteral("c%1 = { package = \"%2\", version = \"=%3\", default-features = false }\n")
                    .arg(i)
                    .arg(lines[i].section(QLatin1Char(' '), 0, 0), lines[i].section(QLatin1Char(' '), 1))
                    .toUtf8();
    }
    return text;
}

Result<QByteArray> metadataOf(const QStringList &lines)
{
    const QTemporaryDir folder;
    QProcess cargo;
    cargo.setWorkingDirectory(folder.path());
    if (!write(folder.filePath(QStringLiteral("Cargo.toml")), manifestOfAll(lines)) ||
        !write(folder.filePath(QStringLiteral("src/lib.rs")), {})) {
        return fail(ErrorCode::Unavailable, QStringLiteral("The list of crates could not be written."));
    }
    cargo.start(QStringLiteral("cargo"),
                {QStringLiteral("metadata"), QStringLiteral("--format-version=1"), QStringLiteral("--filter-platform"),
                 QStringLiteral("x86_64-unknown-linux-gnu")});
    constexpr std::chrono::milliseconds longest = 10min; // a first download on a slow line
    if (!cargo.waitForFinished(static_cast<int>(longest.count())) || cargo.exitCode() != 0) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cargo could not fetch the crates of the list."),
                    QString::fromUtf8(cargo.readAllStandardError()).right(2000));
    }
    return cargo.readAllStandardOutput();
}

Result<void> fetch(const QStringList &lines, const QDir &folder)
{
    const auto metadata = metadataOf(lines);
    if (!metadata) {
        return std::unexpected(metadata.error());
    }
    const QJsonArray packages = QJsonDocument::fromJson(*metadata).object()[QLatin1String("packages")].toArray();
    for (const auto &value : packages) {
        const QJsonObject package = value.toObject();
        QFile written(package[QLatin1String("manifest_path")].toString() + QStringLiteral(".orig"));
        if (written.open(QIODevice::ReadOnly)) {
            const QString name = package[QLatin1String("name")].toString() + QLatin1Char(' ') +
                                 package[QLatin1String("version")].toString();
            write(folder.filePath(name + QStringLiteral(".toml")), written.readAll());
        }
    }
    return {};
}

} // namespace

Result<QList<RealManifest>> realManifests()
{
    const QDir folder(testCache() + QStringLiteral("/manifests"));
    QDir().mkpath(folder.path());
    QLockFile lock(folder.filePath(QStringLiteral("lock"))); // several tests want them
    lock.setStaleLockTime(0);
    lock.lock();
    const QStringList lines = crateLines();
    const auto isThere = [&](const QString &line) { return folder.exists(line + QStringLiteral(".toml")); };
    if (!std::ranges::all_of(lines, isThere)) {
        if (const auto fetched = fetch(lines, folder); !fetched) {
            return std::unexpected(fetched.error());
        }
    }
    QList<RealManifest> manifests;
    for (const QString &line : lines) {
        QFile file(folder.filePath(line + QStringLiteral(".toml")));
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(ErrorCode::Unavailable, QStringLiteral("There is no manifest of %1.").arg(line));
        }
        manifests.append({line, file.readAll()});
    }
    return manifests;
}

} // namespace studio
