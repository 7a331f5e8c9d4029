// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/manifest_check.h"

#include "core/base/files.h"
#include "core/base/temporary_folder.h"
#include "core/process/process.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxLinks = 500;
constexpr qsizetype maxMessage = 1'000;

/// A folder that looks to Cargo as the project does, but for its manifest.
Result<void> makeCopy(const QString &folder, const QString &copy, const QString &text, bool isWorkspace)
{
    const QStringList names = QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names.first(std::min(names.size(), maxLinks))) {
        const bool isLeftOut = name == QLatin1String("Cargo.toml") || name == QLatin1String("Cargo.lock") ||
                               name == QLatin1String("target");
        if (!isLeftOut) {
            QFile::link(folder + u'/' + name, copy + u'/' + name);
        }
    }
    // Else Cargo looks for a workspace in the folders above.
    const QString whole = isWorkspace ? text : text + QStringLiteral("\n[workspace]\n");
    return writePrivateFile(copy + QStringLiteral("/Cargo.toml"), whole.toUtf8(), Durability::Cache);
}

/// The lines of one error: the first, and what it was caused by.
QString messageOf(const QStringList &lines)
{
    QStringList parts;
    for (const QString &line : lines) {
        const QString part = line.trimmed();
        const bool isFrame = part.isEmpty() || part == QLatin1String("Caused by:") ||
                             part.startsWith(QLatin1String("failed to parse manifest at"));
        if (!isFrame) {
            parts << part;
        }
    }
    return parts.join(QStringLiteral(": ")).left(maxMessage);
}

/// The key that a message speaks of: the one of which it names the most words.
TextRange placeOfWords(const QString &message, const ManifestScan &scan)
{
    static const QRegularExpression quoted(QStringLiteral("`([^`]*)`|\\(([^()]*)\\)"));
    QStringList words;
    for (auto all = quoted.globalMatch(message); all.hasNext();) {
        const auto match = all.next();
        words << (match.captured(1) + match.captured(2)).split(u'.');
    }
    TextRange place;
    qsizetype best = 0;
    for (const ManifestName &key : scan.keys) {
        const QStringList parts = key.text.split(u'.');
        const qsizetype named = std::ranges::count_if(parts, [&](const QString &part) { return words.contains(part); });
        if (named > best) {
            best = named;
            place = key.range;
        }
    }
    if (best == 0 && !scan.keys.isEmpty()) {
        place = scan.keys.first().range;
    }
    return place;
}

int characters(const QByteArray &line, int bytes)
{
    return static_cast<int>(QString::fromUtf8(line.first(std::min<qsizetype>(bytes, line.size()))).toUcs4().size());
}

} // namespace

QList<Diagnostic> parseCargoManifestErrors(const QString &printed, const QString &text, const ManifestScan &scan)
{
    static const QRegularExpression arrow(QStringLiteral("^\\s*--> (.*):(\\d+):(\\d+)$"));
    static const QRegularExpression carets(QStringLiteral("^\\s*\\|\\s*(\\^+)"));
    const QStringList lines = printed.split(u'\n');
    const qsizetype begin = lines.indexOf(QRegularExpression(QStringLiteral("\\Aerror: .*")));
    if (begin < 0) {
        return {};
    }
    QStringList words{lines[begin].sliced(7)};
    Diagnostic found{.severity = Severity::Error, .file = QStringLiteral("Cargo.toml")};
    for (qsizetype at = begin + 1; at < lines.size(); ++at) {
        if (const auto place = arrow.match(lines[at]); place.hasMatch()) {
            if (place.captured(1) != QLatin1String("Cargo.toml")) {
                return {}; // of another file, which is not checked here
            }
            found.line = place.captured(2).toInt();
            found.column = place.captured(3).toInt();
        } else if (const auto marks = carets.match(lines[at]); marks.hasMatch()) {
            found.endColumn = found.column + static_cast<int>(marks.captured(1).size());
            break;
        } else if (found.line == 0) {
            words << lines[at];
        }
    }
    found.message = messageOf(words);
    if (found.message.contains(QLatin1String("inheriting")) ||
        found.message.contains(QLatin1String("workspace root"))) {
        return {}; // the workspace is elsewhere
    }
    if (found.line == 0) {
        const QList<QByteArray> rows = text.toUtf8().split('\n');
        const TextRange range = placeOfWords(found.message, scan);
        const QByteArray row = rows.value(range.start.line);
        found.line = range.start.line + 1;
        found.column = characters(row, range.start.byte) + 1;
        found.endColumn = characters(row, range.end.byte) + 1;
    }
    found.endLine = found.line;
    found.endColumn = std::max(found.endColumn, found.column + 1);
    return {found};
}

Task<QList<Diagnostic>> cargoManifestProblems(Toolchain toolchain, QString folder, QString text, ManifestScan scan,
                                              std::stop_token stop)
{
    auto temporary = makeTemporaryFolder();
    if (!temporary) {
        co_return std::unexpected(temporary.error());
    }
    const std::shared_ptr<QTemporaryDir> copy = std::move(*temporary);
    const auto made = co_await onWorker(
        [=, isWorkspace = scan.isWorkspace] { return makeCopy(folder, copy->path(), text, isWorkspace); });
    if (!made) {
        co_return std::unexpected(made.error());
    }
    ProcessSpec spec{.program = toolchain.cargo,
                     .arguments = {QStringLiteral("read-manifest"), QStringLiteral("--offline")},
                     .workingDirectory = copy->path()};
    spec.environment.insert(QStringLiteral("CARGO_TERM_COLOR"), QStringLiteral("never"));
    spec.environment.insert(QStringLiteral("RUSTC"), toolchain.rustc);
    const auto output = co_await runProcess(std::move(spec), stop);
    if (!output) {
        co_return std::unexpected(output.error());
    }
    if (output->exit == ProcessExit{}) {
        co_return QList<Diagnostic>();
    }
    co_return parseCargoManifestErrors(QString::fromUtf8(output->standardError), text, scan);
}

} // namespace studio
