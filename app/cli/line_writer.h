// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

namespace studio::cli {

/// Writes to a descriptor in the background, so that a reader that takes nothing holds up nothing but itself. What
/// waits is bounded: beyond that lines are dropped, and how many is written in their place. Any thread.
class LineWriter
{
public:
    explicit LineWriter(int descriptor);
    ~LineWriter(); ///< gives what waits a moment more
    LineWriter(const LineWriter &) = delete;
    LineWriter &operator=(const LineWriter &) = delete;

    void write(const QByteArray &lines); ///< whole lines, with their ends

private:
    struct State;
    std::shared_ptr<State> m_state; ///< with the thread, which may outlive this object
};

} // namespace studio::cli
