// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/execution_source.h"

#include "core/archive/archive.h"
#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/base/old_folders.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio {

namespace {

constexpr int searchedVersions = 1'000;
constexpr qsizetype keptFolders = 20;
constexpr auto sourcesFolder = "version-sources";

std::unexpected<Error> sourceNotKept(const QString &why)
{
    return fail(ErrorCode::FailedPrecondition, why);
}

/// The version that was published from what the draft was then.
Task<CodeArchive> publishedCode(ComputeService *service, Execution execution)
{
    const auto versions = co_await whileAlive(service, service->listVersions(execution.app, searchedVersions));
    if (!versions) {
        co_return std::unexpected(versions.error());
    }
    for (const Version &version : *versions) {
        if (version.codeHash == execution.codeHash) {
            co_return co_await whileAlive(service, service->versionCode(execution.app, version.number));
        }
    }
    co_return sourceNotKept(
        QObject::tr("The source that this call ran is not kept: the draft of %1 has been saved again since.")
            .arg(execution.app.toString()));
}

QString labelOf(const Execution &execution)
{
    return execution.version > 0 ? QStringLiteral("v%1").arg(execution.version) : QStringLiteral("draft");
}

Result<QString> unpackedBelow(const QString &cache, const CodeArchive &archive, const QString &label)
{
    const QString all = cache + u'/' + QLatin1StringView(sourcesFolder);
    const QString own = all + u'/' + QString::fromLatin1(archive.sha256);
    const QString folder = own + u'/' + label;
    if (QFileInfo(folder).isDir()) { // it is filled beside and renamed, so it is whole
        return folder;
    }
    if (!QDir().mkpath(own)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not make the folder %1.").arg(own));
    }
    removeOldFolders(all, keptFolders);
    const auto unpacked = unpackArchive(archive.path, folder);
    if (!unpacked && !QFileInfo(folder).isDir()) { // else another one was first
        return std::unexpected(unpacked.error());
    }
    return folder;
}

} // namespace

Task<CodeArchive> executionCode(ComputeService *service, Execution execution)
{
    if (execution.dev) {
        co_return sourceNotKept(QObject::tr("The source that this call ran is not kept: it was being written, and Run "
                                            "had started it from unsaved or unpublished code."));
    }
    auto archive = co_await whileAlive(service, service->versionCode(execution.app, execution.version));
    if (archive && archive->sha256 == execution.codeHash) {
        co_return archive;
    }
    if (execution.version == 0) {
        co_return co_await whileAlive(service, publishedCode(service, execution));
    }
    if (archive) {
        co_return sourceNotKept(QObject::tr("Version %1 of %2 is not the one that this call ran: the app was deleted "
                                            "and made again since.")
                                    .arg(execution.version)
                                    .arg(execution.app.toString()));
    }
    Error error = archive.error();
    error.message = QObject::tr("The source of version %1 of %2 is gone: %3")
                        .arg(execution.version)
                        .arg(execution.app.toString(), error.message);
    co_return std::unexpected(error);
}

Task<QString> unpackExecutionCode(ComputeService *service, Execution execution, QString cache)
{
    const auto archive = co_await whileAlive(service, executionCode(service, execution));
    if (!archive) {
        co_return std::unexpected(archive.error());
    }
    co_return co_await whileAlive(service, onWorker([cache, one = *archive, label = labelOf(execution)] {
                                      return unpackedBelow(cache, one, label);
                                  }));
}

Result<QString> unpackCodeForReading(const QString &archive, const Execution &execution, const QString &cache)
{
    return hashFile(archive).and_then([&](const QByteArray &hash) {
        return unpackedBelow(cache, {.path = archive, .sha256 = hash}, labelOf(execution));
    });
}

Result<QString> sourceFileIn(const QString &folder, const QString &name)
{
    const QStringList names = name.isEmpty() ? QStringList{QStringLiteral("src/lib.rs"), QStringLiteral("src/main.rs"),
                                                           QStringLiteral("Cargo.toml")}
                                             : QStringList{name};
    for (const QString &one : names) {
        const QString path = QDir::cleanPath(QDir(folder).absoluteFilePath(one));
        if (path.startsWith(folder + u'/') && QFileInfo(path).isFile()) {
            return path;
        }
    }
    return fail(ErrorCode::NotFound,
                QObject::tr("%1 is not among the sources of %2.").arg(names.first(), QFileInfo(folder).fileName()));
}

std::optional<SourcePlace> sourcePlaceIn(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("([\\w./+-]+\\.rs):(\\d{1,7})(?::(\\d{1,5}))?"));
    const auto match = form.match(text.first(std::min<qsizetype>(text.size(), 4'096)));
    if (!match.hasMatch()) {
        return {};
    }
    return SourcePlace{match.captured(1), match.captured(2).toInt(), match.captured(3).toInt()};
}

} // namespace studio
