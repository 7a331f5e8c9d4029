// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/packing_fault.h"

#include "core/archive/archive.h"
#include "core/base/task.h"

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::seconds lookInterval{2};

} // namespace

PackingFault::PackingFault(QObject *parent) : QObject(parent)
{
    m_again.setSingleShot(true);
    m_again.setInterval(lookInterval);
    connect(&m_again, &QTimer::timeout, this, &PackingFault::look);
}

void PackingFault::watch(const QString &folder, const QString &sentence)
{
    stop();
    m_folder = folder;
    m_sentence = sentence;
    look();
}

void PackingFault::stop()
{
    ++m_generation;
    m_again.stop();
    m_sentence.clear();
    m_isFaulty = false;
}

/// Where the fault is not found at the first look, the sentence is about something else, or it is solved already.
void PackingFault::look()
{
    QtConcurrent::run([folder = m_folder] {
        const auto tree = readSourceTree(folder);
        return tree ? QString() : tree.error().message;
    }).then(this, [this, asked = m_generation](const QString &fault) {
        if (asked != m_generation) {
            return;
        }
        const bool isThere = !fault.isEmpty() && m_sentence.contains(fault);
        if (isThere) {
            m_isFaulty = true;
            m_again.start();
        } else if (m_isFaulty) {
            const QString sentence = m_sentence;
            stop();
            Q_EMIT solved(sentence);
        }
    });
}

} // namespace studio
