// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <expected>

namespace studio {

/// What went wrong, for code to match on. The names are those of gRPC, which the platform's gateway uses.
enum class ErrorCode {
    InvalidArgument,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    AlreadyExists,
    ResourceExhausted,
    DeadlineExceeded,
    Unavailable,
    Internal,
    FailedPrecondition, ///< the thing exists but is not in a state that allows this (publish without a compile)
    Cancelled,          ///< a stop was requested; never shown as a failure
    CompileFailed,      ///< the author's code did not compile; the diagnostics say why
};

/// The gRPC name, such as "NotFound".
QString errorCodeName(ErrorCode code);

/// The exit code of the command line for this error: 2 InvalidArgument … 10 Internal, 1 for anything else.
int exitCode(ErrorCode code);

/// The one way to fail. A plain value.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message; ///< a sentence for a person: what happened, where, what to do next
    QString detail;  ///< for the log: the tool's own words, an errno; may be empty

    bool operator==(const Error &) const = default;
};

template <typename T> using Result = std::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, …);` from any function that returns a Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, QString message, QString detail = {})
{
    return std::unexpected(Error{code, std::move(message), std::move(detail)});
}

} // namespace studio
