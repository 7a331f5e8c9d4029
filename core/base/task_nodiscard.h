// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes a call that drops the task it returns a compile error. An attribute of a class counts only where the class is
// declared for the first time, so this is read before QCoro: it is the first of the precompiled headers.

namespace QCoro {

template <typename T> class [[nodiscard("await it, or give it to detach()")]] Task;

} // namespace QCoro
