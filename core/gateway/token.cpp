// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/token.h"

#include "core/base/file_lock.h"
#include "core/base/json.h"
#include "core/base/uuid7.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr qsizetype tokenDigits = 64;

std::unexpected<Error> noToken(const QString &file)
{
    return fail(ErrorCode::Unavailable, QStringLiteral("Cannot keep the gateway's token in %1.").arg(file),
                QString::fromLocal8Bit(std::strerror(errno)));
}

QByteArray newToken()
{
    std::array<quint32, 8> random;
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toHex();
}

/// Empty where there is none yet.
Result<QByteArray> readToken(const QString &file)
{
    QFile kept(file);
    if (!kept.exists()) {
        return QByteArray();
    }
    struct stat status = {};
    if (!kept.open(QIODevice::ReadOnly) || ::fstat(kept.handle(), &status) != 0) {
        return noToken(file);
    }
    if (status.st_uid != ::geteuid()) {
        return fail(ErrorCode::PermissionDenied, QStringLiteral("%1 belongs to another user.").arg(file));
    }
    if ((status.st_mode & 077) != 0 && ::fchmod(kept.handle(), 0600) != 0) {
        return noToken(file);
    }
    return kept.readAll().trimmed();
}

QString noticeLock(const QString &folder)
{
    return folder + QStringLiteral("/gateway.lock");
}

QString noticeFile(const QString &folder)
{
    return folder + QStringLiteral("/gateway.json");
}

} // namespace

Result<QByteArray> gatewayToken(const QString &configFolder)
{
    const QString file = gatewayTokenFile(configFolder);
    auto kept = readToken(file);
    if (!kept || kept->size() == tokenDigits) {
        return kept;
    }
    QDir().mkpath(configFolder);
    // Beside and linked: two that start at once get one and the same, and nobody reads a half.
    const QString beside = file + u'.' + uuid7();
    const int descriptor =
        ::open(QFile::encodeName(beside).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return noToken(file);
    }
    const QByteArray token = newToken();
    const bool isWritten =
        ::write(descriptor, token.constData(), static_cast<std::size_t>(token.size())) == token.size();
    ::close(descriptor);
    if (!kept->isEmpty()) {
        QFile::remove(file); // cut short
    }
    const bool isLinked =
        isWritten &&
        (::link(QFile::encodeName(beside).constData(), QFile::encodeName(file).constData()) == 0 || errno == EEXIST);
    QFile::remove(beside);
    if (!isLinked) {
        return noToken(file);
    }
    return readToken(file);
}

GatewayNotice::GatewayNotice(const QString &dataFolder, quint16 port) : m_file(noticeFile(dataFolder))
{
    QDir().mkpath(dataFolder);
    auto lock = FileLock::tryLock(noticeLock(dataFolder));
    if (!lock || !*lock) {
        return;
    }
    QSaveFile file(m_file);
    const Json json{{"port", port}};
    if (file.open(QIODevice::WriteOnly) && file.write(QByteArray::fromStdString(json.dump())) > 0 && file.commit()) {
        m_lock = std::move(*lock);
    }
}

GatewayNotice::~GatewayNotice()
{
    if (m_lock) {
        QFile::remove(m_file);
    }
}

std::optional<quint16> runningGateway(const QString &dataFolder)
{
    if (!FileLock::isHeld(noticeLock(dataFolder))) {
        return {};
    }
    QFile file(noticeFile(dataFolder));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const auto json = parseJson(file.readAll());
    if (!json || !json->is_object() || !json->contains("port") || !json->at("port").is_number_unsigned()) {
        return {};
    }
    return json->at("port").get<quint16>();
}

} // namespace studio
