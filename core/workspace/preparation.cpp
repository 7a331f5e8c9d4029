// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/preparation.h"

#include "core/base/lifetime.h"

#include <utility>

namespace studio {

Preparation::Preparation(DocumentStore *documents, QObject *parent) : QObject(parent), m_documents(documents) {}

std::shared_ptr<void> Preparation::begin()
{
    ++m_active;
    Q_EMIT activeChanged();
    return {nullptr, [self = QPointer<Preparation>(this)](void *) {
                if (self) {
                    --self->m_active;
                    Q_EMIT self->activeChanged();
                }
            }};
}

/// What was begun may wait for long, as for the password of a keychain; what comes after it has nothing to do with
/// that.
void Preparation::cancel()
{
    std::exchange(m_stop, {}).request_stop();
}

Task<bool> Preparation::save()
{
    const auto going = begin();
    const std::stop_token stop = token();
    const auto saved = co_await whileAlive(this, m_documents->saveAll());
    if (saved && stop.stop_requested()) {
        co_return cancelled();
    }
    co_return saved;
}

} // namespace studio
