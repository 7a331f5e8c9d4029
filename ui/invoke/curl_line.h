// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/http_message.h"

#include <QString>

namespace studio {

/// What a curl command sends.
struct CurlRequest
{
    HttpRequest request;
    QString address; ///< "https://api.example.org", without the path; empty where it names none

    bool operator==(const CurlRequest &) const = default;
};

/// Whether a text that is pasted is meant as a curl command.
bool isCurlLine(const QString &text);

/// Reads a command as browsers, documentation and codeOf() write it: words of a POSIX shell in any of its quotes, also
/// over several lines, and the options that decide what is sent (-X -H -d --data… --json -G -I -u -A -e -b --url and
/// their long names). Options about the connection or the output are passed over. InvalidArgument names what cannot be
/// read: an open quote, a file (@), a form (-F), no address. Any thread.
Result<CurlRequest> readCurlLine(const QString &line);

} // namespace studio
