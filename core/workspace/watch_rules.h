// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace studio {

/// When a watched project is compiled and run anew. Values only: ProjectWatch brings the events, starts the timer and
/// the compile that an answer asks for.
///
///     WatchRules rules;
///     rules.switchOn(/*isUpToDate*/ true);
///     rules.setTrust(true);
///     rules.takeChange(WatchRules::Size::Few); // Action::Wait
///     rules.endWait(/*isSettled*/ true);       // Action::Run
class WatchRules
{
public:
    enum class Size {
        Few, ///< a save
        Many ///< a checkout, or more than the watcher names
    };
    enum class Action {
        None,
        Wait,       ///< a moment for what is saved together; a wait that goes on begins anew
        WaitLonger, ///< the same, while many files are written
        StopWaiting,
        Run, ///< what is being compiled for a Run starts over
    };

    /// `isUpToDate`: what runs is of the present sources, so that there is nothing to compile yet.
    Action switchOn(bool isUpToDate);
    Action switchOff();
    Action takeChange(Size size);
    /// `isSettled`: no program is known to be writing still.
    Action endWait(bool isSettled);
    /// Nothing: the person was not asked, or has not answered.
    Action setTrust(std::optional<bool> trust);
    Action setFree(bool isFree); ///< neither a Publish nor Clippy is in the way
    /// A Run begins, whoever wants it. It reads the files after this.
    Action beginRun();
    /// What has changed is not compiled any more; a change that comes after this is.
    Action clearPending();

    [[nodiscard]] bool isOn() const { return m_isOn; }
    [[nodiscard]] bool isPending() const { return m_isPending; } ///< something is to be compiled
    [[nodiscard]] std::optional<bool> trust() const { return m_trust; }

private:
    Action runIfPossible();

    bool m_isOn = false;
    bool m_isPending = false;
    bool m_isWaiting = false;
    bool m_isFree = true;
    int m_unsettled = 0; ///< waits that have ended with files being written still
    std::optional<bool> m_trust;
};

} // namespace studio
