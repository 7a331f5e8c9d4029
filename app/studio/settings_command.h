// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/toolchain/toolchain.h"

#include <QCoroTask>
#include <QObject>
#include <QPointer>

class QAction;
class QWidget;

namespace studio {

class Compiler;
class KeyBindings;
class Preferences;
class PreferencesDialog;
class ToolchainView;
class Workspace;

/// "Settings…": opens the dialog, and tells it which Rust was found. Main thread.
class SettingsCommand : public QObject
{
    Q_OBJECT

public:
    /// What the dialog shows and changes; all outlive it.
    struct Parts
    {
        Preferences *preferences = nullptr;
        Compiler *compiler = nullptr;
        Workspace *workspace = nullptr;
        QString cacheFolder; ///< of findToolchains()
    };

    explicit SettingsCommand(Parts parts, QObject *parent = nullptr);

    [[nodiscard]] QList<QAction *> actions() const { return {m_action, m_keysAction}; }
    void setKeys(KeyBindings *keys) { m_keys = keys; } ///< before the action is triggered
    void setSyntaxThemes(const QStringList &names) { m_syntaxThemes = names; }
    void open(QWidget *parent, bool atKeys = false);

Q_SIGNALS:
    void dialogRequested(bool atKeys);
    void toolchainsChanged(); ///< one was installed, or got another target

private:
    QCoro::Task<void> showFile(QString file); ///< makes an empty one where there is none
    QCoro::Task<void> showToolchains();
    QCoro::Task<void> run(QString command);

    Parts m_parts;
    QAction *m_action;
    QAction *m_keysAction; ///< "Keyboard shortcuts…"
    KeyBindings *m_keys = nullptr;
    QStringList m_syntaxThemes;
    QPointer<PreferencesDialog> m_dialog;
};

} // namespace studio
