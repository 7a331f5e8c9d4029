// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/workspace.
#pragma once

#include "core/workspace/document_store.h"

#include <QObject>

#include <memory>
#include <stop_token>

namespace studio {

/// What is done before something is compiled, which Stop cancels: above all, saving. Main thread.
class Preparation : public QObject
{
    Q_OBJECT

public:
    /// `documents` must outlive it.
    explicit Preparation(DocumentStore *documents, QObject *parent = nullptr);

    /// It goes on until what is returned is destroyed, and all others that were returned.
    [[nodiscard]] std::shared_ptr<void> begin();
    /// What is compiled is what is on disk. Cancelled, where cancel() was called meanwhile; else as saveAll().
    Task<bool> save();

    [[nodiscard]] bool isActive() const { return m_active > 0; }
    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); } ///< of what begins now
    void cancel(); ///< what goes on; not what begins after this

Q_SIGNALS:
    void activeChanged();

private:
    DocumentStore *m_documents;
    int m_active = 0;
    std::stop_source m_stop; ///< of what was begun since the last cancel()
};

} // namespace studio
