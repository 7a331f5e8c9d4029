// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/handler_location.h"

#include "core/project/project.h"

#include <QDir>
#include <QFile>

namespace studio {

namespace {

const QString generatedBin = QStringLiteral("ignite-handler");

struct Found
{
    HandlerLocation location;
    int line = 0;
};

bool hasKind(const Json &target, std::string_view kind)
{
    const Json &kinds = target.at("kind");
    return std::ranges::any_of(kinds, [&](const Json &one) { return one.get<std::string>() == kind; });
}

QList<Found> lookIn(const Json &target, const QString &tree, bool hasLibTable)
{
    const bool isBinary = hasKind(target, "bin");
    const bool isLibrary =
        hasKind(target, "lib") || hasKind(target, "rlib") || hasKind(target, "dylib") || hasKind(target, "cdylib");
    QFile file(toQString(target.at("src_path").get<std::string>()));
    if ((!isBinary && !isLibrary) || !file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QList<Found> found;
    for (const int line : findHandlers(QString::fromUtf8(file.readAll()))) {
        HandlerLocation location;
        location.file = QDir(tree).relativeFilePath(file.fileName());
        location.crate = toQString(target.at("name").get<std::string>()).replace(QLatin1Char('-'), QLatin1Char('_'));
        location.kind = isBinary      ? HandlerLocation::Binary
                        : hasLibTable ? HandlerLocation::NamedLibrary
                                      : HandlerLocation::Library;
        location.bin = isBinary ? toQString(target.at("name").get<std::string>()) : generatedBin;
        found << Found{location, line};
    }
    return found;
}

} // namespace

Result<HandlerLocation> locateHandler(const Json &metadata, const QString &tree, bool hasLibTable)
{
    QList<Found> found;
    try {
        for (const Json &package : metadata.at("packages")) {
            const QString manifest = toQString(package.at("manifest_path").get<std::string>());
            if (QDir::cleanPath(manifest) != QDir::cleanPath(tree + QStringLiteral("/Cargo.toml"))) {
                continue; // a path member
            }
            for (const Json &target : package.at("targets")) {
                // A binary made for an earlier compile is not the author's.
                if (toQString(target.at("name").get<std::string>()) != generatedBin) {
                    found << lookIn(target, tree, hasLibTable);
                }
            }
        }
    } catch (const Json::exception &error) {
        return fail(ErrorCode::Internal, QStringLiteral("What cargo metadata says is not understood."),
                    QString::fromUtf8(error.what()));
    }
    if (found.isEmpty()) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("No handler was found. Write `#[ignite::main] async fn "
                                                               "handler(req: Request, ctx: Context) -> Result<impl "
                                                               "IntoResponse>` in src/lib.rs or src/main.rs."));
    }
    if (found.size() > 1) {
        QStringList places;
        for (const Found &one : found) {
            places << QStringLiteral("%1:%2").arg(one.location.file).arg(one.line);
        }
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("There is more than one handler: %1. Keep `#[ignite::main]` on one of them.")
                        .arg(places.join(QStringLiteral(" and "))));
    }
    return found.first().location;
}

} // namespace studio
