// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/watch_rules.h"

namespace studio {

namespace {

/// A lock that a killed git leaves lies there for ever.
constexpr int maxUnsettledWaits = 50;

} // namespace

WatchRules::Action WatchRules::runIfPossible()
{
    if (!m_isOn || !m_isPending || m_isWaiting || !m_isFree || m_trust != std::optional(true)) {
        return Action::None;
    }
    return Action::Run; // beginRun() follows, when what it compiles is about to be read
}

WatchRules::Action WatchRules::switchOn(bool isUpToDate)
{
    m_isOn = true;
    m_isPending = !isUpToDate;
    return runIfPossible();
}

WatchRules::Action WatchRules::switchOff()
{
    m_isOn = false;
    return clearPending();
}

WatchRules::Action WatchRules::takeChange(Size size)
{
    if (!m_isOn) {
        return Action::None;
    }
    m_isPending = m_isWaiting = true;
    m_unsettled = 0;
    return size == Size::Many ? Action::WaitLonger : Action::Wait;
}

WatchRules::Action WatchRules::endWait(bool isSettled)
{
    if (!m_isWaiting) {
        return Action::None;
    }
    if (!isSettled && ++m_unsettled <= maxUnsettledWaits) {
        return Action::WaitLonger;
    }
    m_isWaiting = false;
    return runIfPossible();
}

WatchRules::Action WatchRules::setTrust(std::optional<bool> trust)
{
    m_trust = trust;
    return runIfPossible();
}

WatchRules::Action WatchRules::setFree(bool isFree)
{
    m_isFree = isFree;
    return runIfPossible();
}

WatchRules::Action WatchRules::beginRun()
{
    return clearPending(); // it compiles that
}

WatchRules::Action WatchRules::clearPending()
{
    m_isPending = m_isWaiting = false;
    m_unsettled = 0;
    return Action::StopWaiting;
}

} // namespace studio
