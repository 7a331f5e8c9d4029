// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build.h"

#include <functional>
#include <memory>

namespace studio::compiler {

/// Tells when rustc begins to link. It does not say so; but it makes a folder `rustc…` beside what it links then, and
/// the C compiler that it calls makes files `cc…` in TMPDIR. Begin it once the program itself is all that is left to
/// build: libraries are made the same way. Where nothing is seen, nothing is told. inotify; main thread.
class LinkWatch
{
public:
    /// `begun` is called once at most.
    LinkWatch(const BuildJob &job, std::function<void()> begun);
    ~LinkWatch();
    LinkWatch(const LinkWatch &) = delete;
    LinkWatch &operator=(const LinkWatch &) = delete;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio::compiler
