// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace studio {

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return QStringLiteral("InvalidArgument");
    case ErrorCode::Unauthenticated:
        return QStringLiteral("Unauthenticated");
    case ErrorCode::PermissionDenied:
        return QStringLiteral("PermissionDenied");
    case ErrorCode::NotFound:
        return QStringLiteral("NotFound");
    case ErrorCode::AlreadyExists:
        return QStringLiteral("AlreadyExists");
    case ErrorCode::ResourceExhausted:
        return QStringLiteral("ResourceExhausted");
    case ErrorCode::DeadlineExceeded:
        return QStringLiteral("DeadlineExceeded");
    case ErrorCode::Unavailable:
        return QStringLiteral("Unavailable");
    case ErrorCode::Internal:
        return QStringLiteral("Internal");
    case ErrorCode::FailedPrecondition:
        return QStringLiteral("FailedPrecondition");
    case ErrorCode::Cancelled:
        return QStringLiteral("Cancelled");
    case ErrorCode::CompileFailed:
        return QStringLiteral("CompileFailed");
    }
    return QStringLiteral("Internal");
}

int exitCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return 2;
    case ErrorCode::Unauthenticated:
        return 3;
    case ErrorCode::PermissionDenied:
        return 4;
    case ErrorCode::NotFound:
        return 5;
    case ErrorCode::AlreadyExists:
        return 6;
    case ErrorCode::ResourceExhausted:
        return 7;
    case ErrorCode::DeadlineExceeded:
        return 8;
    case ErrorCode::Unavailable:
        return 9;
    case ErrorCode::Internal:
        return 10;
    case ErrorCode::FailedPrecondition:
    case ErrorCode::Cancelled:
    case ErrorCode::CompileFailed:
        return 1;
    }
    return 10;
}

} // namespace studio
