// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/object_gone.h"
#include "core/base/task.h"

#include <QObject>

#include <exception>

namespace studio {

/// What a coroutine ended by, where it was an exception: Internal, so that its command ends with code 10.
inline Error unexpectedError(const char *what)
{
    return {ErrorCode::Internal,
            QObject::tr("An unexpected error ended this: %1. Please report it.").arg(QString::fromUtf8(what)),
            {}};
}

/// The error for the exception that is being handled: within a catch block.
inline Error caughtError()
{
    try {
        throw;
    } catch (const ObjectGone &) {
        return cancelled().error();
    } catch (const std::exception &error) {
        return unexpectedError(error.what());
    } catch (...) {
        return unexpectedError("an exception of an unknown type"); // untranslated: in place of its own words
    }
}

/// Awaits what `begin` returns, a Task<T>. An exception that ends it, or `begin` itself, is its failure. For a
/// coroutine that nothing awaits, where an exception would be lost and with it the end of what was begun.
template <typename Begin> std::invoke_result_t<Begin> caught(Begin begin)
{
    try {
        co_return co_await begin();
    } catch (...) {
        co_return std::unexpected(caughtError());
    }
}

} // namespace studio
