// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/uuid7.h"
#include "core/store/executions.h"

namespace studio::test {

inline const AppId recordedApp{QStringLiteral("org"), QStringLiteral("hello")};

/// The record of a call of `recordedApp` that has succeeded.
inline Execution endedCall(qsizetype bodyBytes)
{
    Execution one;
    one.id = uuid7();
    one.app = recordedApp;
    one.status = ExecutionStatus::Succeeded;
    one.request = {.method = "POST", .target = "/", .headers = {{"x", "y"}}, .body = QByteArray(bodyBytes, 'b')};
    one.requestBytes = bodyBytes;
    one.response.status = 200;
    return one;
}

} // namespace studio::test
