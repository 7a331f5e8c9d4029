// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace studio::supervisor {

// Where the kernel does not end the jobs of a program that was killed together with its supervisor, the next supervisor
// does. It knows them by a variable that every job has in its environment and that its descendants inherit. The
// variable says which program it was: the boot, its number, and its start time, which no later process of this number
// has.

/// "IGNITE_STUDIO_JOB=BOOT/PID/START" for the jobs of this program.
std::string jobVariable(int program);

/// Ends what the jobs of programs that are gone have left, as far as this user may. Returns how many processes.
int endLeftovers();

} // namespace studio::supervisor
