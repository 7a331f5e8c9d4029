// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/cargo_errors.h"

#include "core/compiler/handler_target.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

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

/// Whether an attempt to use the network failed, in the words of libcurl and of cargo's versions.
constexpr auto networkFailure =
    "Could not resolve host|Couldn't resolve host|download of config\\.json failed|failed to download from|"
    "spurious network error|Could not connect to server|Couldn't connect to server|failed to connect to|"
    "Timeout was reached|Could not resolve proxy|Couldn't resolve proxy|SSL connect error|"
    "failed to query replaced source registry|failed to resolve address";

/// The first row that matches counts: a full disk makes cargo say other things too.
constexpr std::array failures{
    KnownFailure{"full-disk", "No space left on device|Disk quota exceeded|os error 28\\b|os error 122\\b",
                 ErrorCode::ResourceExhausted,
                 QT_TRANSLATE_NOOP("QObject", "The disk is full. Free some space and compile again."), true},
    KnownFailure{"no-linker", "linker `(?:cc|gcc)` not found", ErrorCode::Unavailable,
                 QT_TRANSLATE_NOOP(
                     "QObject",
                     "Rust needs a C compiler to link, and `cc` is not installed. Install your distribution's package "
                     "`gcc`."),
                 true},
    // Before the others, whose words it may print.
    KnownFailure{
        "build-script",
        "failed to run custom build command for `(\\S+)[^`]*`[\\s\\S]*?\\(((?:exit status|signal): [^\\n]*)\\)$",
        ErrorCode::InvalidArgument,
        QT_TRANSLATE_NOOP("QObject", "The build script of %1 failed (%2). What it printed is in the console.")},
    KnownFailure{"forbidden-name", "the binary target name `([^`]+)` is forbidden", ErrorCode::InvalidArgument,
                 QT_TRANSLATE_NOOP(
                     "QObject",
                     "Cargo.toml: a program cannot be called `%1`, because cargo has a folder of that name. Give the "
                     "package another name.")},
    // untranslated: as cargo says it
    KnownFailure{"no-handler", "no targets specified in the manifest", ErrorCode::InvalidArgument, nullptr},
    KnownFailure{"no-such-crate", "no matching package named `([^`]+)` found", ErrorCode::InvalidArgument,
                 QT_TRANSLATE_NOOP("QObject", "Cargo.toml: there is no crate named `%1` in the registry.")},
    KnownFailure{"no-such-version", "failed to select a version for the requirement `([^`]+)`",
                 ErrorCode::InvalidArgument,
                 QT_TRANSLATE_NOOP("QObject", "Cargo.toml: no version of the crate suits `%1`.")},
    KnownFailure{"outside-of-the-project",
                 "failed to (?:load manifest for dependency|get) `([^`]+)`[\\s\\S]*No such file or directory",
                 ErrorCode::InvalidArgument,
                 QT_TRANSLATE_NOOP(
                     "QObject",
                     "Cargo.toml: the path of `%1` leads to no crate in the project's folder, and nothing beside that "
                     "folder is compiled. Move the crate into it, or take it from a registry or from git.")},
    KnownFailure{
        "no-such-feature", "depends on `([^`]+)`,? with feature `([^`]+)` but `[^`]+` does not have that feature",
        ErrorCode::InvalidArgument, QT_TRANSLATE_NOOP("QObject", "Cargo.toml: the crate %1 has no feature `%2`.")},
    KnownFailure{
        "newer-Rust",
        "rustc ([\\d.]+)\\S* is not supported by the following packages?:\\s*\\n\\s*(\\S+ requires rustc "
        "[\\d.]+)",
        ErrorCode::InvalidArgument,
        QT_TRANSLATE_NOOP("QObject",
                          "A crate needs a newer Rust than %1: %2. Ask for an older version of it in Cargo.toml.")},
    KnownFailure{"no-network", networkFailure, ErrorCode::Unavailable,
                 QT_TRANSLATE_NOOP(
                     "QObject",
                     "cargo could not reach the registry of crates. Check the network or its proxy; crates that were "
                     "fetched before still work offline.")},
};

/// Compiled once: a failure is looked for in each of a build's errors.
const QRegularExpression &patternOf(const KnownFailure &failure)
{
    static const auto patterns = [] {
        std::array<QRegularExpression, failures.size()> all;
        std::ranges::transform(failures, all.begin(), [](const KnownFailure &one) {
            return QRegularExpression(QString::fromLatin1(one.pattern), QRegularExpression::MultilineOption);
        });
        return all;
    }();
    return patterns[static_cast<std::size_t>(&failure - failures.data())];
}

std::optional<Error> known(const KnownFailure &failure, const QString &errors)
{
    const auto match = patternOf(failure).match(errors);
    if (!match.hasMatch()) {
        return {};
    }
    QString sentence = failure.sentence ? QObject::tr(failure.sentence) : noHandlerText();
    for (int group = 1; group <= match.lastCapturedIndex(); ++group) {
        sentence = sentence.arg(match.captured(group));
    }
    return Error{failure.code, sentence, errors};
}

} // namespace

bool wantedNetwork(const QString &errors)
{
    // Its sentences change from version to version; this word is in all of them.
    // untranslated: as cargo says it
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
    static const QRegularExpression pattern(QString::fromLatin1(networkFailure));
    return errors.contains(pattern);
}

std::optional<Error> machineError(const QString &errors)
{
    for (const KnownFailure &failure : failures) {
        if (failure.isOfMachine) {
            if (auto error = known(failure, errors)) {
                return error;
            }
        }
    }
    return {};
}

std::span<const KnownFailure> knownFailures()
{
    return failures;
}

Error cargoError(const QString &errors)
{
    for (const KnownFailure &failure : failures) {
        if (auto error = known(failure, errors)) {
            return *error;
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
    QString message = first.isEmpty() ? QObject::tr("cargo failed and did not say why.") : first;
    if (!cause.isEmpty() && !message.contains(cause)) {
        message += QStringLiteral(": ") + cause;
    }
    return {ErrorCode::InvalidArgument, message, errors};
}

Error cargoFailure(const CargoEnd &end)
{
    if (end.exit.signal != 0) {
        return {ErrorCode::Unavailable, QStringLiteral("cargo %1.").arg(describe(end.exit)), end.errors};
    }
    return cargoError(end.errors);
}

bool wasKilled(const QString &errors)
{
    static const QRegularExpression pattern(QStringLiteral("process didn't exit successfully: .* \\(signal: \\d+"));
    return errors.contains(pattern);
}

} // namespace studio::compiler
