// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "core/workspace/document_change.h"

#include <QObject>

namespace studio {

class EditorTabs;
class LanguageFeatures;

/// Renames or moves a file or a folder together with what the language server changes for it, such as `mod` lines, as
/// one step of undo. Where the server gives no answer the file is moved all the same, and a message says so. Main
/// thread.
class FileMove final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds defaultServerTimeout{5'000};

    FileMove(EditorTabs *tabs, LanguageFeatures *features); ///< `features` owns it; `tabs` outlives it

    void setServerTimeout(std::chrono::milliseconds timeout) { m_serverTimeout = timeout; }
    /// Absolute paths. Errors are told as a message of the tabs.
    QCoro::Task<void> move(QString from, QString to);

private:
    Task<QList<DocumentChange>> askServer(QString from, QString to);
    Task<QList<DocumentChange>> askServerOnce(QString from, QString to);
    Task<int> apply(QString from, QString to, QList<DocumentChange> changes);

    EditorTabs *m_tabs;
    LanguageFeatures *m_features;
    std::chrono::milliseconds m_serverTimeout = defaultServerTimeout;
};

} // namespace studio
