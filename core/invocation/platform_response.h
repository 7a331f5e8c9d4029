// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/http_message.h"

#include <QString>

namespace studio {

/// The words of a status line for an answer of this machine's own.
QByteArray reasonOf(int status);
/// `{"error": message}` with this status, as the platform answers for itself.
HttpResponse platformError(int status, const QString &message);
/// The text of a body `{"error": "…"}`; empty for any other body, and for one of more than 64 KiB.
QString errorTextOf(const HttpResponse &response);

} // namespace studio
