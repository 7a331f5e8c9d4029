// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"
#include "core/api_json/json_fields.h"
#include "core/base/display.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

struct Row
{
    ErrorCode code;
    int httpStatus;
};

/// As gRPC's own gateway maps its codes (google/rpc/code.proto), but for FailedPrecondition: the request is well, and
/// the state of what it names is not, which is 409 (RFC 9110, 15.5.10). A compile that failed is no code of gRPC's.
constexpr std::array rows{
    Row{ErrorCode::InvalidArgument, 400},  Row{ErrorCode::Unauthenticated, 401},
    Row{ErrorCode::PermissionDenied, 403}, Row{ErrorCode::NotFound, 404},
    Row{ErrorCode::AlreadyExists, 409},    Row{ErrorCode::ResourceExhausted, 429},
    Row{ErrorCode::DeadlineExceeded, 504}, Row{ErrorCode::Unavailable, 503},
    Row{ErrorCode::Internal, 500},         Row{ErrorCode::FailedPrecondition, 409},
    Row{ErrorCode::Cancelled, 499},        Row{ErrorCode::CompileFailed, 422},
};

/// "NotFound", also written NOT_FOUND.
std::optional<ErrorCode> codeFrom(QString name)
{
    name.remove(u'_');
    for (const Row &row : rows) {
        if (errorCodeName(row.code).compare(name, Qt::CaseInsensitive) == 0) {
            return row.code;
        }
    }
    return {};
}

ErrorCode codeOfStatus(int status)
{
    for (const Row &row : rows) {
        if (row.httpStatus == status) {
            return row.code;
        }
    }
    if (status == 502 || status == 408) {
        return ErrorCode::Unavailable;
    }
    return status >= 400 && status < 500 ? ErrorCode::InvalidArgument : ErrorCode::Internal;
}

/// An error repeats what was sent, which may be of any size.
QString bounded(const QString &text)
{
    constexpr qsizetype longest = 4'000;
    return text.size() <= longest ? text : text.first(longest) + u'…';
}

} // namespace

QString escapeControlCharacters(const QString &text)
{
    QString shown = bounded(text);
    std::ranges::transform(shown, shown.begin(), escapeControlCharacter);
    return shown;
}

int httpStatusOf(ErrorCode code)
{
    const auto found = std::ranges::find(rows, code, &Row::code);
    return found == rows.end() ? 500 : found->httpStatus;
}

Json toJson(const Error &error)
{
    Json details = Json::array();
    if (!error.detail.isEmpty()) {
        details.push_back(toUtf8(bounded(error.detail)));
    }
    return {
        {"code", toUtf8(errorCodeName(error.code))}, {"message", toUtf8(bounded(error.message))}, {"details", details}};
}

Error errorFrom(int httpStatus, QByteArrayView body)
{
    Error error{codeOfStatus(httpStatus), QStringLiteral("The platform answered with status %1.").arg(httpStatus), {}};
    const auto json = parseJson(body);
    if (!json || !json->isObject()) {
        error.detail = escapeControlCharacters(QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 2'000))));
        return error;
    }
    JsonFields fields(*json);
    error.code = codeFrom(fields.text("code")).value_or(error.code);
    error.message = escapeControlCharacters(fields.text("message", error.message));
    const Json &details = std::as_const(*json)["details"];
    if (!details.isEmpty()) {
        error.detail =
            escapeControlCharacters(details[0].isString() ? details[0].text() : QString::fromUtf8(details[0].toUtf8()));
    }
    return error;
}

} // namespace studio
