// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/compare_archives.h"

#include "core/archive/archive.h"
#include "core/base/files.h"
#include "core/base/task.h"
#include "core/base/uuid7.h"
#include "core/process/process.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <QRegularExpression>
#include <QStringDecoder>

#include <map>

namespace studio {

namespace {

constexpr qint64 largestText = 2 << 20; ///< of a file that is shown line by line

/// A folder that goes with the value.
class Scratch
{
public:
    explicit Scratch(const QString &below) : m_path(below + QStringLiteral("/compare-") + uuid7()) {}
    ~Scratch() { QDir(m_path).removeRecursively(); }
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;
    [[nodiscard]] QString side(const char *name) const { return m_path + u'/' + QLatin1String(name); }

private:
    QString m_path;
};

Result<Unpacked> unpacked(const QString &archive, const QString &folder, const std::stop_token &stop)
{
    if (!QDir().mkpath(QFileInfo(folder).path())) {
        return fail(ErrorCode::Unavailable, QObject::tr("Cannot make the folder %1.").arg(folder));
    }
    return unpackArchive(archive, folder, {}, stop);
}

QByteArray contentOf(const QString &path)
{
    QFile file; // of a size that the unpacking limits
    return openRegularFile(file, path) ? file.readAll() : QByteArray();
}

bool isText(const QByteArray &content)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString text = decoder(content);
    return content.size() <= largestText && !decoder.hasError() && !content.contains('\0');
}

int linesIn(const QString &text)
{
    return static_cast<int>(text.count(u'\n')) + (text.isEmpty() || text.endsWith(u'\n') ? 0 : 1);
}

/// The files that differ, with both texts; how their lines differ is not told yet.
QList<FileChange> differing(const Unpacked &before, const QString &beforeFolder, const Unpacked &after,
                            const QString &afterFolder)
{
    std::map<QString, std::pair<bool, bool>> there; // in which of the two
    for (const SourceFile &file : before.files) {
        there[file.path].first = true;
    }
    for (const SourceFile &file : after.files) {
        there[file.path].second = true;
    }
    QList<FileChange> changes;
    for (const auto &[path, sides] : there) {
        const QByteArray one = sides.first ? contentOf(beforeFolder + u'/' + path) : QByteArray();
        const QByteArray other = sides.second ? contentOf(afterFolder + u'/' + path) : QByteArray();
        if (sides.first && sides.second && one == other) {
            continue;
        }
        FileChange change{.path = path,
                          .kind = !sides.first    ? FileChange::Added
                                  : !sides.second ? FileChange::Removed
                                                  : FileChange::Changed,
                          .isText = isText(one) && isText(other),
                          .before = {},
                          .after = {},
                          .changes = {}};
        if (change.isText) {
            change.before = QString::fromUtf8(one);
            change.after = QString::fromUtf8(other);
        }
        if (change.isText && change.kind != FileChange::Changed) {
            change.changes = {{.beforeCount = linesIn(change.before), .afterCount = linesIn(change.after)}};
        }
        changes.append(std::move(change));
    }
    return changes;
}

} // namespace

QList<LineChange> readDiff(const QByteArray &output)
{
    static const QRegularExpression head(QStringLiteral("^(\\d+)(?:,(\\d+))?([acd])(\\d+)(?:,(\\d+))?$"),
                                         QRegularExpression::MultilineOption);
    QList<LineChange> changes;
    auto matches = head.globalMatch(QString::fromUtf8(output));
    while (matches.hasNext()) {
        const auto match = matches.next();
        const auto number = [&](int group, int otherwise) {
            return match.hasCaptured(group) ? match.captured(group).toInt() : otherwise;
        };
        const QString verb = match.captured(3);
        const int before = number(1, 0);
        const int after = number(4, 0);
        LineChange change{.before = before - 1,
                          .beforeCount = number(2, before) - before + 1,
                          .after = after - 1,
                          .afterCount = number(5, after) - after + 1};
        if (verb == QLatin1String("a")) { // after line `before`
            change.before = before;
            change.beforeCount = 0;
        } else if (verb == QLatin1String("d")) {
            change.after = after;
            change.afterCount = 0;
        }
        changes.append(change);
    }
    return changes;
}

Task<QList<FileChange>> compareArchives(QString before, QString after, QString scratch, std::stop_token stop)
{
    const auto folder = std::make_shared<Scratch>(scratch);
    const QString left = folder->side("before");
    const QString right = folder->side("after");
    auto changes = co_await onWorker([before, after, left, right, stop]() -> Result<QList<FileChange>> {
        const auto a = unpacked(before, left, stop);
        if (!a) {
            return std::unexpected(a.error());
        }
        const auto b = unpacked(after, right, stop);
        if (!b) {
            return std::unexpected(b.error());
        }
        return differing(*a, left, *b, right);
    });
    if (!changes) {
        co_return changes;
    }
    for (FileChange &change : *changes) {
        if (!change.isText || change.kind != FileChange::Changed) {
            continue;
        }
        const auto run = co_await runProcess(
            {.program = QStringLiteral("diff"),
             .arguments = {QStringLiteral("--text"), left + u'/' + change.path, right + u'/' + change.path},
             .workingDirectory = {}},
            stop);
        if (!run) {
            co_return std::unexpected(run.error());
        }
        change.isText = run->isComplete; // a part of the changes would say that the rest is the same
        const auto lines = co_await onWorker([output = *run] {
            return Result<QList<LineChange>>(output.isComplete ? readDiff(output.standardOutput) : QList<LineChange>());
        });
        change.changes = *lines;
    }
    co_return changes;
}

} // namespace studio
