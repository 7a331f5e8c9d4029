// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_errors.h"

#include "core/compiler/handler_target.h"

#include <QRegularExpression>

#include <optional>

namespace studio::compiler {

namespace {

bool hasAny(const QString &text, std::initializer_list<const char *> needles)
{
    return std::ranges::any_of(needles, [&](const char *needle) { return text.contains(QLatin1String(needle)); });
}

/// The first line that cargo calls an error, without the word.
QString firstError(const QString &errors)
{
    const QStringList lines = errors.split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (line.startsWith(QLatin1String("error: "))) {
            return line.sliced(7).trimmed();
        }
    }
    return {};
}

/// The innermost reason: what stands in the last "Caused by:".
QString lastCause(const QString &errors)
{
    const qsizetype at = errors.lastIndexOf(QLatin1String("Caused by:"));
    return at < 0 ? QString() : errors.sliced(at + 10).trimmed().section(QLatin1Char('\n'), 0, 0).trimmed();
}

std::optional<Error> aboutNetwork(const QString &errors)
{
    if (!lacksNetwork(errors)) {
        return {};
    }
    return Error{ErrorCode::Unavailable,
                 QStringLiteral("cargo could not reach the registry of crates. Check the network or its proxy; crates "
                                "that were fetched before still work offline."),
                 errors};
}

std::optional<Error> aboutCrates(const QString &errors)
{
    static const QRegularExpression missing(QStringLiteral("no matching package named `([^`]+)` found"));
    static const QRegularExpression version(QStringLiteral("failed to select a version for the requirement `([^`]+)`"));
    static const QRegularExpression newer(QStringLiteral(
        "rustc ([\\d.]+)\\S* is not supported by the following packages?:\\s*\\n\\s*(\\S+ requires rustc [\\d.]+)"));
    static const QRegularExpression feature(
        QStringLiteral("depends on `([^`]+)`,? with feature `([^`]+)` but `[^`]+` does not have that feature"));
    static const QRegularExpression outside(
        QStringLiteral("failed to (?:load manifest for dependency|get) `([^`]+)`.*No such file or directory"),
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression newerOne(
        QStringLiteral("package `([^`]+)` cannot be built because it requires rustc ([\\d.]+)"));
    if (const auto match = missing.match(errors); match.hasMatch()) {
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("Cargo.toml: there is no crate named `%1` in the registry.").arg(match.captured(1)),
                     errors};
    }
    if (const auto match = version.match(errors); match.hasMatch()) {
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("Cargo.toml: no version of the crate suits `%1`.").arg(match.captured(1)), errors};
    }
    if (const auto match = outside.match(errors); match.hasMatch()) {
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("Cargo.toml: the path of `%1` leads to no crate in the project's folder, and nothing "
                           "beside that folder is compiled. Move the crate into it, or take it from a registry "
                           "or from git.")
                .arg(match.captured(1)),
            errors};
    }
    if (const auto match = feature.match(errors); match.hasMatch()) {
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("Cargo.toml: the crate %1 has no feature `%2`.").arg(match.captured(1), match.captured(2)),
            errors};
    }
    if (const auto match = newer.match(errors); match.hasMatch()) {
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("A crate needs a newer Rust than %1: %2. Ask for an older version of it in "
                                    "Cargo.toml.")
                         .arg(match.captured(1), match.captured(2)),
                     errors};
    }
    if (const auto match = newerOne.match(errors); match.hasMatch()) {
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("The crate %1 needs Rust %2. Ask for an older version of it in Cargo.toml.")
                         .arg(match.captured(1), match.captured(2)),
                     errors};
    }
    return {};
}

std::optional<Error> aboutMachine(const QString &errors)
{
    if (hasAny(errors, {"No space left on device", "Disk quota exceeded", "os error 28", "os error 122"})) {
        return Error{ErrorCode::ResourceExhausted,
                     QStringLiteral("The disk is full. Free some space and compile again."), errors};
    }
    if (hasAny(errors, {"linker `cc` not found", "linker `gcc` not found"})) {
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("Rust needs a C compiler to link, and `cc` is not installed. Install your "
                                    "distribution's package `gcc`."),
                     errors};
    }
    return {};
}

std::optional<Error> aboutTargets(const QString &errors)
{
    static const QRegularExpression forbidden(QStringLiteral("the binary target name `([^`]+)` is forbidden"));
    if (const auto match = forbidden.match(errors); match.hasMatch()) {
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("Cargo.toml: a program cannot be called `%1`, because cargo has a folder of that name. "
                           "Give the package another name.")
                .arg(match.captured(1)),
            errors};
    }
    if (!errors.contains(QLatin1String("no targets specified in the manifest"))) {
        return {};
    }
    return Error{ErrorCode::InvalidArgument, noHandlerText(), errors};
}

} // namespace

bool wantedNetwork(const QString &errors)
{
    // Its sentences change from version to version; this word is in all of them.
    return hasAny(errors, {"offline", "--locked was passed", "--frozen was specified"});
}

std::optional<ManifestPlace> manifestPlace(const QString &errors)
{
    static const QRegularExpression place(QStringLiteral("^\\s*--> (\\S*Cargo\\.toml):(\\d+):(\\d+)"),
                                          QRegularExpression::MultilineOption);
    const auto match = place.match(errors);
    if (!match.hasMatch()) {
        return {};
    }
    return ManifestPlace{match.captured(1), match.captured(2).toInt(), match.captured(3).toInt()};
}

bool lacksNetwork(const QString &errors)
{
    return hasAny(errors, {"Could not resolve host", "Couldn't resolve host", "download of config.json failed",
                           "failed to download from", "spurious network error", "Could not connect to server",
                           "Couldn't connect to server", "failed to connect to", "Timeout was reached",
                           "Could not resolve proxy", "SSL connect error", "failed to query replaced source registry",
                           "Couldn't resolve proxy", "failed to resolve address"});
}

std::optional<Error> machineError(const QString &errors)
{
    return aboutMachine(errors);
}

Error cargoError(const QString &errors)
{
    for (const auto &about : {aboutMachine, aboutTargets, aboutCrates, aboutNetwork}) {
        if (auto known = about(errors)) {
            return *known;
        }
    }
    const QString first = firstError(errors);
    const QString cause = lastCause(errors);
    if (const auto place = manifestPlace(errors)) {
        return {ErrorCode::InvalidArgument,
                QStringLiteral("%1, line %2, column %3: %4")
                    .arg(place->file)
                    .arg(place->line)
                    .arg(place->column)
                    .arg(first),
                errors};
    }
    QString message = first.isEmpty() ? QStringLiteral("cargo failed and did not say why.") : first;
    if (!cause.isEmpty() && !message.contains(cause)) {
        message += QStringLiteral(": ") + cause;
    }
    return {ErrorCode::InvalidArgument, message, errors};
}

} // namespace studio::compiler
