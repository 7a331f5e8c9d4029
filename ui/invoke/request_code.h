// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/http_message.h"

#include <QString>

namespace studio {

/// What a request can be copied as.
enum class RequestCode { Curl, Ignite, Python, JavaScript, Rust };

/// The request in the words of a shell or a language, ready to be run: curl and the `ignite` command for a POSIX shell
/// with $'…' quotes (bash, zsh, dash of 2024 on), Python with its own library, JavaScript with fetch, and a module with
/// a test of Rust's standard library, to be pasted at the end of the handler's file: it starts the handler as the
/// platform does and expects a success. `base` is where it goes to, "http://127.0.0.1:40001"; the `ignite` command
/// calls `app` by its id instead, the test the handler around it. The body arrives byte for byte; InvalidArgument where
/// a shell cannot carry it, for it has a NUL. Any thread.
Result<QString> codeOf(const HttpRequest &request, RequestCode as, const QString &base, const QString &app);

} // namespace studio
