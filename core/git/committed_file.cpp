// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/committed_file.h"

#include "core/git/git_reader.h"

#include <QFile>
#include <QObject>

namespace studio::git {

namespace {

/// What `ignite-git committed` prints; it has crashed where that ends too early.
std::optional<CommittedFile> parseCommitted(const QByteArray &printed)
{
    CommittedFile file;
    for (qsizetype from = 0;;) {
        const qsizetype end = printed.indexOf('\0', from);
        if (end < 0) {
            return std::nullopt;
        }
        if (end == from) {
            const QByteArray rest = printed.sliced(end + 1);
            if (rest.startsWith('+')) {
                file.bytes = rest.sliced(1);
            }
            return rest.isEmpty() ? std::nullopt : std::optional(file);
        }
        file.watched << QFile::decodeName(printed.sliced(from, end - from));
        from = end + 1;
    }
}

} // namespace

Task<CommittedFile> readCommitted(QString path, std::stop_token stop)
{
    const auto printed =
        co_await runReader({QStringLiteral("committed"), path, QString::number(maxFileSize)}, {}, stop);
    if (!printed) {
        co_return std::unexpected(printed.error());
    }
    const auto file = parseCommitted(*printed);
    if (!file) {
        co_return fail(ErrorCode::NotFound, QObject::tr("There is no git repository that can be read."));
    }
    co_return *file;
}

} // namespace studio::git
