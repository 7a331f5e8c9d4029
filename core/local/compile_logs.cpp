// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/compile_logs.h"

#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QUuid>

namespace studio {

namespace {

constexpr qint64 maxLogBytes = 256LL << 20;

QString logFolder(const QString &storeFolder)
{
    return storeFolder + QStringLiteral("/compile-logs");
}

/// The oldest go; their names begin with their time.
void makeRoom(const QString &folder)
{
    QStringList logs = QDir(folder).entryList({QStringLiteral("*.log")}, QDir::Files, QDir::Name);
    while (logs.size() >= CompileLogWriter::keptLogs) {
        QFile::remove(folder + u'/' + logs.takeFirst());
    }
}

} // namespace

CompileLogWriter::CompileLogWriter(const QString &storeFolder, const QString &deployId)
{
    const QString folder = logFolder(storeFolder);
    (void)makePrivateFolder(folder);
    makeRoom(folder);
    m_file.setFileName(QStringLiteral("%1/%2.log").arg(folder, deployId));
    if (auto lock = FileLock::tryLock(m_file.fileName())) {
        m_lock = std::move(*lock);
    }
    (void)m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered);
}

void CompileLogWriter::add(const QString &line)
{
    if (!m_file.isOpen()) {
        return;
    }
    const QByteArray text = line.toUtf8().replace('\n', ' ') + '\n';
    if (m_file.size() + text.size() > maxLogBytes) {
        m_file.write(QObject::tr("… the rest of this log is not kept.").toUtf8() + '\n');
        m_file.close();
        return;
    }
    m_file.write(text);
}

Result<CompileLog> readCompileLog(const QString &storeFolder, const QString &deployId, qint64 from)
{
    const QString path = QStringLiteral("%1/%2.log").arg(logFolder(storeFolder), deployId);
    // The id becomes a file's name: nothing else than an id may.
    if (QUuid::fromString(deployId).isNull() || !QFileInfo::exists(path)) {
        return fail(ErrorCode::NotFound,
                    QObject::tr("There is no log of a compile %1. The logs of the last %2 compiles are kept.")
                        .arg(deployId)
                        .arg(CompileLogWriter::keptLogs));
    }
    CompileLog log{.deployId = deployId, .lines = {}, .next = 0, .running = FileLock::isHeld(path)};
    const auto content =
        readRegularFile(path, maxLogBytes); // after it was asked whether it runs: no last line is missed
    if (!content) {
        return std::unexpected(content.error());
    }
    const QByteArray text = content->value_or(QByteArray());
    for (qsizetype at = 0, end = text.indexOf('\n'); end >= 0; at = end + 1, end = text.indexOf('\n', at)) {
        const QByteArrayView line = QByteArrayView(text).sliced(at, end - at); // what has no end is being written
        if (log.next++ >= from) {
            log.lines << QString::fromUtf8(line);
        }
    }
    return log;
}

} // namespace studio
