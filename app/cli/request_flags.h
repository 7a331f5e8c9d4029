// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace studio::cli {

/// What `invoke` and its kin take to make a request.
struct RequestFlags
{
    std::string payload;
    std::string payloadFile;
    std::string method = "POST";
    std::string target = "/";
    std::vector<std::string> headers; ///< "name: value"
};

void addRequestFlags(CLI::App &command, const std::shared_ptr<RequestFlags> &flags);

/// The request as it was asked for, with `content-type: application/json` where no other is given. InvalidArgument: the
/// payload cannot be read, or something that cannot go on the wire.
Task<HttpRequest> requestOf(RequestFlags flags, std::stop_token stop);
/// What the person should know of it.
void sayNotes(const HttpRequest &request, const Session &session);

} // namespace studio::cli
