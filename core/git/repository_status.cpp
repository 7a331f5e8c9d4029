// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/repository_status.h"

#include "core/git/git_reader.h"

#include <QFile>
#include <QObject>

#include <algorithm>
#include <array>

namespace studio::git {

namespace {

FileState stateOfLetter(char letter)
{
    switch (letter) {
    case 'U':
        return FileState::Untracked;
    case 'A':
        return FileState::Added;
    case 'D':
        return FileState::Deleted;
    case '!':
        return FileState::Conflict;
    default:
        return FileState::Modified;
    }
}

/// `room`: characters that paths of folders may still have. A path can have 2,000 folders, each with all above it.
void addEntry(RepositoryStatus &status, const QString &top, const QByteArray &entry, qsizetype &room)
{
    const FileState state = stateOfLetter(entry[0]);
    QString path = top + u'/' + QFile::decodeName(entry.sliced(1));
    if (path.endsWith(u'/')) {
        path.chop(1);
    }
    status.files.insert(path, state);
    for (qsizetype end = path.lastIndexOf(u'/'); end >= top.size() && end > 0; end = path.lastIndexOf(u'/', end - 1)) {
        const auto known = status.folders.find(path.first(end));
        if (known == status.folders.end()) {
            room -= end;
            if (room < 0) {
                status.isComplete = false;
                break;
            }
            status.folders.insert(path.first(end), state);
            continue;
        }
        if (*known >= state) {
            break; // those above have it too
        }
        *known = state;
    }
}

/// What `ignite-git status` prints; it has crashed where the last sign is missing.
std::optional<RepositoryStatus> parseStatus(const QByteArray &printed)
{
    const qsizetype last = printed.lastIndexOf('\0') + 1;
    const QByteArray end = printed.sliced(last);
    if (end != "." && end != "+") {
        return std::nullopt;
    }
    RepositoryStatus status;
    status.isComplete = end == ".";
    const QList<QByteArray> parts = printed.first(last).split('\0');
    qsizetype at = 0;
    for (; at < parts.size() && !parts[at].isEmpty(); ++at) {
        status.watched << QFile::decodeName(parts[at]);
    }
    const QString top = QFile::decodeName(parts.value(at + 1));
    qsizetype room = RepositoryStatus::maxFolderText;
    for (at += 2; at < parts.size(); ++at) {
        if (parts[at].size() > 1) {
            addEntry(status, top == QLatin1String("/") ? QString() : top, parts[at], room);
        }
    }
    return status;
}

} // namespace

QString letterOf(FileState state)
{
    static constexpr std::array letters{u"", u"U", u"A", u"M", u"D", u"!"};
    return QString::fromUtf16(letters[static_cast<size_t>(state)]);
}

FileState RepositoryStatus::stateOf(const QString &path) const
{
    const FileState known = std::max(files.value(path), folders.value(path));
    if (known != FileState::Unchanged || files.isEmpty()) {
        return known;
    }
    for (qsizetype end = path.lastIndexOf(u'/'); end > 0; end = path.lastIndexOf(u'/', end - 1)) {
        if (files.value(path.first(end)) == FileState::Untracked) {
            return FileState::Untracked;
        }
    }
    return FileState::Unchanged;
}

Task<RepositoryStatus> readStatus(QString folder, std::stop_token stop)
{
    const auto printed =
        co_await runReader({QStringLiteral("status"), folder, QString::number(RepositoryStatus::maxEntries)}, {}, stop);
    if (!printed) {
        co_return std::unexpected(printed.error());
    }
    auto status = co_await onWorker([printed = *printed]() -> Result<RepositoryStatus> {
        auto parsed = parseStatus(printed);
        return parsed ? Result<RepositoryStatus>(*std::move(parsed))
                      : fail(ErrorCode::NotFound, QObject::tr("There is no git repository that can be read."));
    });
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    co_return status;
}

} // namespace studio::git
