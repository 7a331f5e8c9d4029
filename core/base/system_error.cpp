// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/system_error.h"

#include <QObject>

#include <cerrno>
#include <system_error>

namespace studio {

namespace {

QString systemText(int number)
{
    return QString::fromStdString(std::generic_category().message(number));
}

bool isDiskFull(int number)
{
    return number == ENOSPC || number == EDQUOT;
}

QString helpFor(int number)
{
    if (isDiskFull(number)) {
        return QObject::tr(" Free some space and try again.");
    }
    return number == EMFILE || number == ENFILE ? QObject::tr(" Allow more open files (ulimit -n) and try again.")
                                                : QString();
}

Error errorSaying(const QString &sentence, int number)
{
    const ErrorCode code =
        isDiskFull(number) || number == EFBIG ? ErrorCode::ResourceExhausted : ErrorCode::Unavailable;
    return {code, sentence + helpFor(number), systemText(number)};
}

} // namespace

bool isExhausted(int number)
{
    return isDiskFull(number) || number == EFBIG || number == EMFILE || number == ENFILE || number == ENOMEM;
}

QString systemReason(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return QObject::tr("the disk is full");
    case EFBIG:
        return QObject::tr("it would be larger than files may be here (ulimit -f)");
    case EROFS:
        return QObject::tr("the disk is read-only");
    case EACCES:
    case EPERM:
        return QObject::tr("permission denied");
    case ENOENT:
        return QObject::tr("it does not exist");
    case ENAMETOOLONG:
        return QObject::tr("the name is too long");
    default:
        return systemText(number);
    }
}

Error systemError(const QString &sentence, const QString &name, int number)
{
    return errorSaying(sentence.arg(name, systemReason(number)), number);
}

Error systemError(const QString &sentence, const QString &name, const QString &other, int number)
{
    return errorSaying(sentence.arg(name, other, systemReason(number)), number);
}

} // namespace studio
