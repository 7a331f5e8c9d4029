// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <memory>

namespace studio {

/// An exclusive lock on a file (flock(2)), between processes and between two holders in one process, until it is
/// destroyed or its process ends, however that happens. Does not depend on process numbers or host names.
class FileLock
{
public:
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;
    ~FileLock();

    /// Makes the file where it is missing; its folder must be there. Null when somebody else holds it. Does not wait.
    /// ResourceExhausted: disk full. Unavailable: not accessible.
    static Result<std::unique_ptr<FileLock>> tryLock(const QString &path);

    /// Whether somebody holds it now. Makes nothing and holds nobody up.
    static bool isHeld(const QString &path);

    /// Sets the file's time to now.
    void touch() const;

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
};

} // namespace studio
