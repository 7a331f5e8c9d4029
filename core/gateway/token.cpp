// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/token.h"

#include "core/base/descriptor.h"
#include "core/base/file_lock.h"
#include "core/base/held_file.h"
#include "core/base/private_json.h"
#include "core/base/system_error.h"

#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr qsizetype tokenDigits = 64;
constexpr qint64 maxTokenFileBytes = 4'096; ///< of the token's file and of the lockfile

std::unexpected<Error> noToken(const QString &file)
{
    return std::unexpected(systemError(QObject::tr("Could not keep the gateway's token in %1: %2."), file, errno));
}

QByteArray newToken()
{
    std::array<quint32, 8> random;
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toHex();
}

/// Empty where there is none yet; what stands there and is no token is set aside.
Result<QByteArray> readToken(const QString &file)
{
    const auto content = readRegularFile(file, maxTokenFileBytes);
    if (!content && content.error().code == ErrorCode::InvalidArgument) {
        setAsideDamaged(file, content.error().message);
        return QByteArray();
    }
    if (!content) {
        return std::unexpected(content.error());
    }
    if (!*content) {
        if (QFileInfo(file).isSymLink()) {
            setAsideDamaged(file, QStringLiteral("It is a link to nothing."));
        }
        return QByteArray();
    }
    struct stat status = {};
    const QByteArray name = QFile::encodeName(file);
    if (::stat(name.constData(), &status) != 0) {
        return noToken(file);
    }
    if (status.st_uid != ::geteuid()) {
        return fail(ErrorCode::PermissionDenied, QStringLiteral("%1 belongs to another user.").arg(file));
    }
    if ((status.st_mode & 077) != 0 && ::chmod(name.constData(), 0600) != 0) {
        return noToken(file);
    }
    const QByteArray token = (*content)->trimmed();
    static const QRegularExpression shape(QStringLiteral("^[0-9a-f]{%1}$").arg(tokenDigits));
    if (!shape.match(QString::fromLatin1(token)).hasMatch()) {
        setAsideDamaged(file, QStringLiteral("It does not hold a token of %1 hexadecimal digits.").arg(tokenDigits));
        return QByteArray();
    }
    return token;
}

QString besidePrefix(const QString &file)
{
    return QFileInfo(file).fileName() + u'.';
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
    if (const auto made = ensurePrivateFolder(configFolder); !made) {
        return std::unexpected(made.error());
    }
    removeAbandonedFiles(configFolder, besidePrefix(file));
    auto kept = readToken(file);
    if (!kept || !kept->isEmpty()) {
        return kept;
    }
    // Beside and linked: two that start at once get the same token, and neither reads a part of it.
    HeldFile beside(configFolder, besidePrefix(file), 0600);
    const QByteArray token = newToken();
    const bool isLinked = beside.isOpen() && writeAll(beside.descriptor(), token) &&
                          (beside.linkTo(QFile::encodeName(file)) || errno == EEXIST);
    return isLinked ? readToken(file) : noToken(file);
}

GatewayLockfile::GatewayLockfile(const QString &dataFolder, quint16 port) : m_file(noticeFile(dataFolder))
{
    m_made = show(dataFolder, port);
}

Result<void> GatewayLockfile::show(const QString &dataFolder, quint16 port)
{
    if (auto folder = makePrivateFolder(dataFolder); !folder) {
        return folder;
    }
    auto lock = FileLock::tryLock(noticeLock(dataFolder));
    if (!lock) {
        return std::unexpected(lock.error());
    }
    if (!*lock) {
        return {}; // another one's
    }
    if (QFileInfo(m_file).isDir()) { // which no file can be renamed over
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("Cannot write %1: a folder stands there. Move it away and try again.").arg(m_file));
    }
    return writePrivateFile(m_file, Json{{"port", port}}.toUtf8(), Durability::Cache).transform([&] {
        m_lock = std::move(*lock);
    });
}

GatewayLockfile::~GatewayLockfile()
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
    return readPrivateJson(noticeFile(dataFolder), maxTokenFileBytes,
                           [](const JsonReader &document) -> std::optional<quint16> {
                               return static_cast<quint16>(document["port"].required().number(1, 1, 65'535));
                           });
}

} // namespace studio
