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

    /// Makes the file where it is missing; its folder must be there. Null when it is held already. Does not wait
    /// for a holder, and a few milliseconds at most for those who ask whether there is one. ResourceExhausted: disk
    /// full. Unavailable: not accessible.
    static Result<std::unique_ptr<FileLock>> tryLock(const QString &path);

    /// For a lock file that is removed when it is not held (removeUnheld): a lock whose file still has its name, so
    /// that others see it. Waits shortly for a sweep that is under way. Null and errors as tryLock.
    static Result<std::unique_ptr<FileLock>> make(const QString &path);

    /// Removes a lock file that is not held; whether it is gone. Of those who sweep a folder at once, one does at a
    /// time. isHeld() is false meanwhile.
    static bool removeUnheld(const QString &path);

    /// Whether it is held now. Makes no file and delays no other process.
    static bool isHeld(const QString &path);

    /// Sets the file's time to now.
    void touch() const;

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
};

} // namespace studio
