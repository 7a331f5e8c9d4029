// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

// What the studio's programs and ignite-supervisor say to each other, over sockets between processes of one machine and
// one build: plain structs in the machine's own byte order. No Qt here, the supervisor is linked without it.
//
//   program ── SOCK_SEQPACKET ──▶ supervisor       Wanted: asks for one more shim
//   program ◀── Offer + 1 descriptor ── supervisor a stream socket to a shim that is ready
//   program ── StartRequest + descriptors ──▶ shim then Command after Command
//   program ◀── Event ── shim                      Started or Failed, then Ended
//
// Each side takes the end of a socket as the end of the other process: a shim whose program is gone ends its job.

namespace studio::supervisor {

inline constexpr int controlDescriptor = 3;    ///< where the supervisor finds its socket
inline constexpr int maxDescriptors = 8;       ///< of a job: 0, 1, 2, …
inline constexpr int maxLeftovers = 1'000'000; ///< what an Offer may say was ended

/// How a job is kept together.
enum class Isolation : std::uint32_t {
    PidNamespace,  ///< its shim is the init process of a PID namespace: the kernel ends all of it with the shim
    UserNamespace, ///< likewise, for a user without privileges; files of other users show as those of “nobody”
    Subreaper      ///< its shim adopts and ends what loses its parent
};

/// What the program asks for: the best isolation that there is, or one in which the owners of files show as they are.
enum class Wanted : char { Best, TrueOwners };

struct Offer
{
    Isolation isolation = Isolation::PidNamespace;
    std::int32_t endedLeftovers = 0; ///< processes of an earlier run that were found and ended; in the first offer
};

/// Followed by `bytes` bytes: program, working directory, `arguments` arguments (the first is the program's name) and
/// `variables` variables, each with a NUL at its end. The descriptors travel with the first byte of the struct and
/// become 0, 1, 2, … of the child.
struct StartRequest
{
    std::uint32_t bytes = 0;
    std::uint32_t arguments = 0;
    std::uint32_t variables = 0;
    std::uint32_t descriptors = 0;
    std::uint64_t memoryBytes = 0; ///< of all processes of the job together, and RLIMIT_DATA of each; 0: no limit
    std::uint64_t niceness = 0;    ///< of all of them, 0 to 19
};

struct Command
{
    enum Kind : std::uint32_t { Signal, Kill } kind = Kill; ///< to the child's process group; SIGKILL to the whole job
    std::int32_t signal = 0;
};

struct Event
{
    enum Kind : std::uint32_t {
        Started, ///< `value` is the child's number as the shim sees it; where that is in a namespace of its own, the
                 ///< message carries the number that the receiver sees as its sender's (SCM_CREDENTIALS)
        Failed,  ///< `value` is the error number, `step` what failed
        Ended    ///< `value` is the child's status as of waitpid(2). All of the job is gone and reaped
    } kind = Ended;
    enum Step : std::uint32_t { Execute, EnterFolder, Prepare } step = Execute;
    std::int64_t value = 0;
    std::int64_t memoryBytes = 0; ///< with Ended: what the job used when it was ended for using more than its limit
};

} // namespace studio::supervisor
