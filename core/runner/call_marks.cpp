// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/call_marks.h"

#include <QMutexLocker>
#include <QRandomGenerator>

#include <array>

namespace studio {

namespace {

QByteArray hexOf(quint64 token)
{
    return QByteArray::number(token, 16).rightJustified(16, '0');
}

/// 64 bits of the system's random numbers each: a token is valid for one call and once, so this is far more than can be
/// tried.
std::pair<QByteArray, QByteArray> newTokens()
{
    std::array<quint32, 4> bits{};
    QRandomGenerator::system()->fillRange(bits.data(), bits.size()); // one system call
    return {hexOf(quint64(bits[0]) << 32 | bits[1]), hexOf(quint64(bits[2]) << 32 | bits[3])};
}

} // namespace

CallMarks::Call::Call(std::shared_ptr<CallMarks> marks, QString executionId, QByteArray begin, QByteArray end)
    : m_marks(std::move(marks)), m_executionId(std::move(executionId)), m_begin(std::move(begin)), m_end(std::move(end))
{
}

CallMarks::Call::~Call()
{
    m_marks->forget(m_executionId, m_begin, m_end);
}

std::shared_ptr<CallMarks::Call> CallMarks::expect(const QString &executionId)
{
    const auto [begin, end] = newTokens();
    const QMutexLocker lock(&m_mutex);
    if (m_calls.contains(executionId)) {
        return nullptr;
    }
    m_calls.insert(executionId, {});
    m_tokens.insert(begin, {executionId, true});
    m_tokens.insert(end, {executionId, false});
    return std::make_shared<Call>(shared_from_this(), executionId, begin, end);
}

void CallMarks::forget(const QString &executionId, const QByteArray &begin, const QByteArray &end)
{
    const QMutexLocker lock(&m_mutex);
    m_calls.remove(executionId);
    m_running.remove(executionId);
    m_tokens.remove(begin);
    m_tokens.remove(end);
}

void CallMarks::setState(const QString &executionId, Entry &entry, State state)
{
    entry.state = state;
    if (state == State::Running) {
        m_running.insert(executionId, true);
    } else {
        m_running.remove(executionId);
    }
}

std::optional<CallMarks::Mark> CallMarks::take(QByteArrayView token)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_tokens.constFind(QByteArray::fromRawData(token.data(), token.size()));
    if (found == m_tokens.cend()) {
        return {};
    }
    const Meaning meaning = *found;
    m_tokens.erase(found);
    const auto entry = m_calls.find(meaning.executionId);
    if (entry == m_calls.end()) {
        return {};
    }
    if (meaning.begins) {
        if (entry->state == State::Expected) {
            setState(meaning.executionId, *entry, State::Running);
        }
        return Mark{.executionId = meaning.executionId, .begins = true, .isAwaited = false};
    }
    setState(meaning.executionId, *entry, State::Ended);
    return Mark{.executionId = meaning.executionId, .begins = false, .isAwaited = entry->isAwaited};
}

void CallMarks::giveUp(const QString &executionId)
{
    const QMutexLocker lock(&m_mutex);
    if (const auto entry = m_calls.find(executionId); entry != m_calls.end() && entry->state != State::Ended) {
        setState(executionId, *entry, State::GivenUp);
    }
}

QString CallMarks::onlyRunning() const
{
    const QMutexLocker lock(&m_mutex);
    return m_running.size() == 1 ? m_running.constBegin().key() : QString();
}

int CallMarks::runningCount() const
{
    const QMutexLocker lock(&m_mutex);
    return static_cast<int>(m_running.size());
}

bool CallMarks::isRunning(const QString &executionId) const
{
    const QMutexLocker lock(&m_mutex);
    return m_running.contains(executionId);
}

bool CallMarks::hasEnded(const QString &executionId) const
{
    const QMutexLocker lock(&m_mutex);
    const auto entry = m_calls.constFind(executionId);
    return entry != m_calls.cend() && entry->state == State::Ended;
}

bool CallMarks::awaitEnd(const QString &executionId)
{
    const QMutexLocker lock(&m_mutex);
    const auto entry = m_calls.find(executionId);
    if (entry == m_calls.end()) {
        return false;
    }
    entry->isAwaited = true;
    return entry->state == State::Ended;
}

} // namespace studio
