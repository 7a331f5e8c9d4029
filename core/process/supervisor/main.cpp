// SPDX-License-Identifier: GPL-3.0-or-later
// ignite-supervisor: started once by a program of the studio when that starts its first child. It makes shims, one for
// each job, always one ahead, so that the start of a child waits neither for a fork nor for a namespace. Linked
// statically and without Qt, it is there in a millisecond. It ends with the program, however that ends.
#include "core/process/supervisor/supervisor.h"

#include <cstring>

int main(int argc, char **argv)
{
    return studio::supervisor::supervise(argc > 1 && std::strcmp(argv[1], "subreaper") == 0);
}
