// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/handler_target.h"

#include "core/compiler/files.h"
#include "core/project/project.h"

namespace studio::compiler {

namespace {

/// The lines of one file that a handler stands on. What other crates call `main` (`#[tokio::main]`) is none.
QList<int> handlersIn(const QString &file)
{
    const auto content = readFile(file);
    if (!content || !content->contains("handler")) {
        return {};
    }
    const QStringList lines = QString::fromUtf8(*content).split(QLatin1Char('\n'));
    QList<int> found = findHandlers(lines.join(QLatin1Char('\n')));
    found.removeIf([&](int line) {
        return line < 1 || line > lines.size() || !lines[line - 1].contains(QLatin1String("handler"));
    });
    return found;
}

bool isProgram(const CargoTarget &target)
{
    return target.kind == QLatin1String("bin");
}

std::unexpected<Error> noHandler()
{
    return fail(ErrorCode::InvalidArgument, noHandlerText());
}

/// Where no root file has a handler, but some module of the project does.
Result<CargoTarget> fromModules(const QString &folder, const QList<CargoTarget> &targets, const QStringList &rustFiles)
{
    const bool somewhere = std::ranges::any_of(
        rustFiles, [&](const QString &path) { return !handlersIn(folder + QLatin1Char('/') + path).isEmpty(); });
    if (!somewhere) {
        return noHandler();
    }
    const auto library = std::ranges::find_if_not(targets, isProgram);
    if (library != targets.end()) {
        return *library;
    }
    return targets.size() == 1 ? Result<CargoTarget>(targets.front()) : noHandler();
}

} // namespace

QString handlerShape()
{
    return QStringLiteral("#[ignite::main] async fn handler(req: Request, ctx: Context) -> Result<impl IntoResponse>");
}

QString noHandlerText()
{
    return QStringLiteral("No handler found: write `%1` in src/lib.rs or src/main.rs.").arg(handlerShape());
}

Result<CargoTarget> findHandlerTarget(const QString &folder, const QList<CargoTarget> &targets,
                                      const QStringList &rustFiles)
{
    QList<CargoTarget> with;
    QStringList places;
    for (const CargoTarget &target : targets) {
        const QList<int> lines = handlersIn(folder + QLatin1Char('/') + target.source);
        if (!lines.isEmpty()) {
            with << target;
            places << QStringLiteral("%1 line %2").arg(target.source).arg(lines.front());
        }
    }
    if (with.size() == 1) {
        return with.front();
    }
    if (with.isEmpty()) {
        return fromModules(folder, targets, rustFiles);
    }
    return fail(ErrorCode::InvalidArgument,
                QStringLiteral("Two handlers: %1. A project has one; remove `#[ignite::main]` from the other.")
                    .arg(places.join(QStringLiteral(" and "))));
}

} // namespace studio::compiler
