// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/manifest_error.h"

#include "core/compiler/cargo_errors.h"
#include "core/compiler/files.h"

#include <QRegularExpression>

namespace studio::compiler {

namespace {

/// The author's manifest has the same line elsewhere.
int authorsLine(const QString &buildFolder, const QString &sourceFolder, const QString &file, int line)
{
    const auto ours = readFile(buildFolder + QLatin1Char('/') + file);
    const auto theirs = readFile(sourceFolder + QLatin1Char('/') + file);
    if (!ours || !theirs) {
        return line;
    }
    const QByteArray text = ours->split('\n').value(line - 1);
    const qsizetype at = theirs->split('\n').indexOf(text);
    return at < 0 ? line : static_cast<int>(at) + 1;
}

} // namespace

std::optional<Diagnostic> manifestDiagnostic(const Error &error)
{
    static const QRegularExpression place(
        QStringLiteral("^(\\S*Cargo\\.toml)(?:, line (\\d+), column (\\d+))?:\\s*(.*)"),
        QRegularExpression::DotMatchesEverythingOption);
    const auto match = place.match(error.message);
    if (error.code != ErrorCode::InvalidArgument || !match.hasMatch()) {
        return {};
    }
    const int line = match.captured(2).toInt();
    const int column = match.captured(3).toInt();
    return Diagnostic{.severity = Severity::Error,
                      .code = {},
                      .message = match.captured(4),
                      .file = match.captured(1),
                      .line = line,
                      .column = column,
                      .endLine = line,
                      .endColumn = column,
                      .rendered = error.message,
                      .help = {}};
}

Error inAuthorsLines(const QString &buildFolder, const QString &sourceFolder, Error error)
{
    const auto diagnostic = manifestDiagnostic(error);
    if (diagnostic && diagnostic->line > 0 && manifestPlace(error.detail)) {
        const int line = authorsLine(buildFolder, sourceFolder, diagnostic->file, diagnostic->line);
        error.message.replace(QStringLiteral("line %1,").arg(diagnostic->line), QStringLiteral("line %1,").arg(line));
    }
    return error;
}

} // namespace studio::compiler
